"""What a private file belongs to: looked up by its name, so that the gate can be asked.

A name that no row holds belongs to nothing, and nothing opens it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from cms.core.files.names import neutral_name


@dataclass(frozen=True)
class Owner:
    """The thing that a file belongs to, the kind of gate that guards it, the name to save as."""

    kind: str
    obj: Any
    saved_as: str


_finders: dict[str, tuple[str, Callable[[str], Any]]] = {}


def register_files(folder: str, kind: str, find: Callable[[str], Any]) -> None:
    """Say that names in `folder` are of `kind`, and that `find(name)` gives their row or None."""
    _finders[folder] = (kind, find)


def owner_of(name: str) -> Owner | None:
    """Return what the file belongs to, or None."""
    folder = name.partition("/")[0]
    if folder not in _finders:
        return None
    kind, find = _finders[folder]
    obj = find(name)
    if obj is None:
        return None
    titled = getattr(obj, "filename", None) if kind == "document" else None
    return Owner(kind, obj, titled or neutral_name(name))
