"""Stamps: from what a step's result was made, written when the step has succeeded."""

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

Stamp = dict[str, str]


def digest(paths: Iterable[Path], *, root: Path) -> str:
    """Return one hash over names and contents of files."""
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(str(path.relative_to(root)).encode())
        total.update(b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def read_stamp(path: Path) -> Stamp | None:
    """Return the stamp, or None when the step never came to its end."""
    try:
        stamp: Stamp = json.loads(path.read_text())
    except (OSError, ValueError):
        return None
    return stamp


def write_stamp(path: Path, stamp: Stamp) -> None:
    """Write the stamp in one move: a reader sees all of it or none."""
    aside = path.with_name(path.name + ".new")
    aside.write_text(json.dumps(stamp, indent=1, sort_keys=True) + "\n")
    aside.replace(path)
