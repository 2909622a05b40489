"""Rules about files: size, names, places, and what must not be written into them."""

import ast
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path

FILE_LINES = 500
FUNCTION_LINES = 50
COUNTED = {".py", ".html", ".css", ".js", ".mjs", ".sh", ".txt"}
LOCK_FILES = re.compile(r"requirements/[^/]+\.txt|package-lock\.json")
BANNED_NAMES = {"utils.py", "helpers.py", "common.py", "misc.py"}
TOP_FOLDERS = {
    *("cms", "courses", "learning", "commerce", "search"),
    *("templates", "static", "tests", "bench", "demo", "docker", "docs", "locale"),
    *("requirements", ".ci", ".github"),
}
TOP_FILES = {
    *("manage.py", "pyproject.toml", "package.json", "package-lock.json", "Makefile"),
    *("README.md", "LICENSE", ".gitignore", ".npmrc", ".dockerignore", ".editorconfig"),
}
# In pieces, so that this file does not fall to its own rule.
FORBIDDEN = {
    "a registry address": re.compile(
        r"\b(?:pypi\.[o]rg|pythonhosted\.[o]rg|registry\.npmjs\.[o]rg|docker\.[i]o"
        r"|ghcr\.[i]o|quay\.[i]o|mcr\.microsoft\.[c]om|gcr\.[i]o)\b"
    ),
    "an index address": re.compile(r"(?<!no-emit-)(?:extra-)?index-[u]rl"),
    "a resolved address": re.compile(r'"[r]esolved"\s*:'),
    "a machine path": re.compile(r"(?<![\w.$})/-])/(?:[w]ork|[r]oot|[h]ome|[U]sers)/"),
}


def committed_files(root: Path) -> list[Path]:
    """Return the files that git keeps or would keep, relative to `root`."""
    listed = subprocess.run(
        [
            *("git", "-c", f"safe.directory={root}", "ls-files", "-z"),
            *("--cached", "--others", "--exclude-standard"),
        ],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    )
    paths = (Path(name) for name in listed.stdout.split("\0") if name)
    return sorted({path for path in paths if (root / path).is_file()})


def long_files(root: Path, files: Iterable[Path]) -> list[str]:
    """Return files with more lines than one can keep in mind."""
    problems = []
    for path in files:
        if path.suffix not in COUNTED or "migrations" in path.parts:
            continue
        if LOCK_FILES.fullmatch(path.as_posix()) or path.parts[:2] == ("docs", "measurements"):
            continue
        lines = (root / path).read_text().count("\n")
        if lines > FILE_LINES:
            problems.append(f"{path}: {lines} lines, more than {FILE_LINES}")
    return problems


def long_functions(root: Path, files: Iterable[Path]) -> list[str]:
    """Return functions with more lines than fit one screen."""
    problems = []
    for path in files:
        if path.suffix != ".py" or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse((root / path).read_text())):
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                problems.append(
                    f"{path}:{node.lineno} {node.name}: {lines} lines, more than {FUNCTION_LINES}"
                )
    return problems


def banned_names(files: Iterable[Path]) -> list[str]:
    """Return files whose name says nothing about their matter."""
    return [f"{path}: name it for its matter" for path in files if path.name in BANNED_NAMES]


def strange_places(files: Iterable[Path]) -> list[str]:
    """Return what lies at the top without a place in the design."""
    found = set()
    for path in files:
        known = TOP_FOLDERS if len(path.parts) > 1 else TOP_FILES
        if path.parts[0] not in known:
            found.add(path.parts[0])
    return [f"{name}: the design has no such place" for name in sorted(found)]


def forbidden_words(root: Path, files: Iterable[Path]) -> list[str]:
    """Return lines that name a registry or a path of one machine."""
    problems = []
    for path in files:
        try:
            text = (root / path).read_text()
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            problems += [
                f"{path}:{number} holds {what}"
                for what, pattern in FORBIDDEN.items()
                if pattern.search(line)
            ]
    return problems
