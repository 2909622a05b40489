"""Reading what a block class declares out of the values that are stored of it.

A declaration is a tuple of paths such as `points`, `options.*.is_right` or `documents.*`: names
of fields, and a star for every item of a list or a stream. A path that ends at a list or a group
of fields takes in all that is in it, and a star alone everything.

What is as it would be in a new block is left out. So content from before a field was there reads
as content that has it untouched, and a new field flags no block in the world.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from wagtail.blocks import BaseStreamBlock, BaseStructBlock, ListBlock

Read = Callable[[Any], Any]
# Of each name of a path what follows it; nothing follows the last one.
_Tree = Mapping[str, Any]

ALL = "*"
MATERIAL, ASKING = "material_fields", "asking_fields"


class _Usual:
    """Stands for a value that a new block would have."""


_USUAL = _Usual()


def reader_of(block: Any, declaration: str) -> Read:
    """Return how what a block declares is read from its stored value.

    What is in its streams and lists is read too where the blocks in them declare something, such
    as the questions of a quiz.
    """
    tree = _tree(getattr(block, declaration, ()))
    if isinstance(block, BaseStructBlock):
        ordered = frozenset(getattr(block, "ordered_fields", ()))
        return _struct(block, tree, declaration, ordered)
    return _value(block, {}) if ALL in tree else _nothing


def held_fields(block: Any) -> tuple[str, ...]:
    """Return the names of the streams whose blocks are the lesson's own, as those of columns."""
    names: tuple[str, ...] = getattr(block, "held_fields", ())
    return names


def entries(value: Any, place: str = "") -> Iterator[tuple[str, str, Any]]:
    """Yield id, type and value of what is in a stored list or stream.

    What has no id goes by its number, behind `place`; what has no type is an item of a list.
    """
    for number, one in enumerate(value if isinstance(value, list) else (), start=1):
        if isinstance(one, dict) and "type" in one and "value" in one:
            yield str(one.get("id") or f"{place}{number}"), str(one["type"]), one["value"]
        else:
            yield f"{place}{number}", "item", one


def _tree(paths: Iterable[str]) -> _Tree:
    tree: dict[str, Any] = {}
    for path in paths:
        branch = tree
        for name in path.split("."):
            branch = branch.setdefault(name, {})
    return tree


def _nothing(value: Any) -> Any:
    return {}


def _struct(
    block: Any, tree: _Tree, declaration: str, ordered: frozenset[str] = frozenset()
) -> Read:
    readers: dict[str, Read] = {}
    for name, child in block.child_blocks.items():
        if name in held_fields(block):
            continue
        if name in tree or ALL in tree:
            readers[name] = _value(child, tree.get(name, {}), is_ordered=name in ordered)
        elif _declare(child, declaration):
            readers[name] = _items(child, lambda one: reader_of(one, declaration))

    def read(value: Any) -> dict[str, Any]:
        fields = value if isinstance(value, dict) else {}
        found = {name: reader(fields[name]) for name, reader in readers.items() if name in fields}
        return {name: one for name, one in found.items() if _says_something(one)}

    return read


def _says_something(one: Any) -> bool:
    return one is not _USUAL and one not in ([], {})


def _declare(block: Any, declaration: str) -> bool:
    return any(hasattr(child, declaration) for child in _children(block).values())


def _children(block: Any) -> dict[str, Any]:
    """Return what a list or a stream may hold, by type."""
    if isinstance(block, ListBlock):
        return {"item": block.child_block}
    return dict(block.child_blocks) if isinstance(block, BaseStreamBlock) else {}


def _value(block: Any, tree: _Tree, *, is_ordered: bool = False) -> Read:
    if isinstance(block, BaseStructBlock):
        return _struct(block, tree or {ALL: {}}, "")
    if isinstance(block, ListBlock | BaseStreamBlock):
        rest = tree.get(ALL, {})
        return _items(block, lambda one: _value(one, rest), is_ordered=is_ordered)
    return _nothing if tree else _leaf(block)


def _items(block: Any, of: Callable[[Any], Read], *, is_ordered: bool = False) -> Read:
    readers = {kind: of(child) for kind, child in _children(block).items()}
    # Plain values say all there is to say of them; of others the id tells which it is.
    is_plain = isinstance(block, ListBlock) and not isinstance(block.child_block, _HOLDERS)

    def read(value: Any) -> list[Any]:
        found: list[Any] = []
        for key, kind, stored in entries(value):
            inner = readers.get(kind, _nothing)(stored)
            inner = {} if inner is _USUAL else inner
            found.append(inner if is_plain else (key, kind, inner))
        return found if is_ordered else sorted(found, key=_plainly if is_plain else _by_id)

    return read


def _plainly(one: Any) -> str:
    return json.dumps(one, sort_keys=True)


def _by_id(one: tuple[str, str, Any]) -> tuple[str, str]:
    return one[0], one[1]


def _leaf(block: Any) -> Read:
    usual = block.get_prep_value(block.get_default())
    is_text = usual is None or isinstance(usual, str)

    def read(value: Any) -> Any:
        # What was left empty means what a new block has.
        is_empty = is_text and value in (None, "")
        return _USUAL if is_empty or value == usual else value

    return read


_HOLDERS = (BaseStructBlock, BaseStreamBlock, ListBlock)
