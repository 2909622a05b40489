"""Of another app, only what it shows is imported."""

import ast
from collections.abc import Iterator

from tests.architecture.layers import OPEN_APPS, PUBLIC_MODULES, Layers


def is_type_checking(node: ast.stmt) -> bool:
    """Say whether the statement runs for type checkers only."""
    return isinstance(node, ast.If) and ast.unparse(node.test) in {
        "TYPE_CHECKING",
        "typing.TYPE_CHECKING",
    }


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and is_type_checking(child):
            for alternative in child.orelse:
                yield alternative
                yield from _statements(alternative)
            continue
        yield child
        yield from _statements(child)


def _absolute(module: str, node: ast.ImportFrom, *, is_package: bool) -> str:
    if not node.level:
        return node.module or ""
    parts = module.split(".")
    keep = len(parts) - node.level + (1 if is_package else 0)
    return ".".join([*parts[:keep], *([node.module] if node.module else [])])


def imported_names(source: str, module: str, *, is_package: bool) -> Iterator[tuple[int, str]]:
    """Yield line and full dotted name of everything that is imported at run time."""
    for node in _statements(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(module, node, is_package=is_package)
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def hidden_imports(
    source: str, module: str, *, layers: Layers, is_package: bool = False
) -> list[str]:
    """Return the imports by `module` of what another app keeps to itself."""
    own = layers.app_of(module)
    top = module.split(".")[:2]
    if own is None and (len(top) == 1 or ".".join(top) in layers.composition_root):
        return []
    problems = []
    for line, name in imported_names(source, module, is_package=is_package):
        other = layers.app_of(name)
        if other is None or other == own or other in OPEN_APPS:
            continue
        part = name.removeprefix(other).strip(".").partition(".")[0]
        if part not in PUBLIC_MODULES:
            problems.append(f"{module}:{line} imports {name}, which {other} keeps to itself")
    return problems
