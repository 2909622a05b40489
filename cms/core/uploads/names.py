"""Names of uploaded files: none that leads elsewhere or looks like what it is not."""

import unicodedata
from pathlib import PurePosixPath
from typing import Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext

from cms.core.uploads.arrivals import UNNAMED, arrival_of
from cms.core.uploads.errors import UploadRefusedError

LONGEST_NAME = 255
# They turn round what follows them, so that `gpj.exe` is read as `exe.jpg`.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def is_bad_name(name: str) -> bool:
    """Say whether a name has parts of a path, or characters that nobody sees."""
    return (
        not name
        or name in {".", "..", UNNAMED}
        or any(mark in name for mark in "/\\\0")
        or any(char in _TURNING or unicodedata.category(char) in {"Cc", "Cs"} for char in name)
    )


def check_name(file: Any) -> str:
    """Return the extension of the file's name in lower case, or refuse the name."""
    arrival = arrival_of(file)
    name = arrival.sent_name if arrival else str(getattr(file, "name", "") or "")
    if len(name) > LONGEST_NAME:
        raise UploadRefusedError(
            "name_too_long", gettext("The file's name is too long. Give it a shorter one.")
        )
    if is_bad_name(name):
        raise UploadRefusedError(
            "bad_name",
            gettext(
                "The file's name has parts of a path or hidden characters in it."
                " Rename the file with letters, digits and hyphens, and upload it again."
            ),
        )
    return PurePosixPath(name).suffix.lower().removeprefix(".")


def check_size(file: Any, *, max_bytes: int) -> int:
    """Return how many bytes the file has, or refuse it for having none or too many."""
    size = int(file.size)
    if size == 0:
        raise UploadRefusedError(
            "empty", gettext("The file is empty. Check that it was saved, and upload it again.")
        )
    if size > max_bytes:
        raise UploadRefusedError(
            "too_large",
            gettext("The file is larger than %(limit)s. Make it smaller and upload it again.")
            % {"limit": filesizeformat(max_bytes)},
        )
    return size
