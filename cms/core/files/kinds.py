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
    is_answered_here: bool = False


@dataclass(frozen=True)
class _Files:
    kind: str
    find: Callable[[str], Any]
    are_answered_here: bool


_finders: dict[str, _Files] = {}


def register_files(
    folder: str, kind: str, find: Callable[[str], Any], *, are_answered_here: bool = False
) -> None:
    """Say that names in `folder` are of `kind`, and that `find(name)` gives their row or None.

    Small ones may be `are_answered_here`: by the site itself, also where they lie in a bucket.
    """
    _finders[folder] = _Files(kind, find, are_answered_here)


def owner_of(name: str) -> Owner | None:
    """Return what the file belongs to, or None."""
    folder = name.partition("/")[0]
    files = _finders.get(folder)
    obj = files.find(name) if files else None
    if files is None or obj is None:
        return None
    titled = getattr(obj, "filename", None) if files.kind == "document" else None
    return Owner(files.kind, obj, titled or neutral_name(name), files.are_answered_here)
