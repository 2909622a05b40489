"""Range requests (RFC 9110, section 14).

Django answers none. WhiteNoise has code for its static files, but it refuses a range of one
byte and knows no If-Range; hence these few lines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.http import HttpRequest
from django.utils.http import parse_http_date_safe

BLOCK_BYTES = 64 * 1024
# More digits than any file has; without a limit, int() could be kept busy.
_ONE_RANGE = re.compile(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.IGNORECASE | re.ASCII)


class UnsatisfiableRangeError(Exception):
    """The file has no byte of what was asked for."""


@dataclass(frozen=True)
class ByteRange:
    """First and last byte, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def parse_range(header: str, size: int) -> ByteRange | None:
    """Return the part asked for, or None where the whole is the answer.

    The whole is the answer to what cannot be read, and to several ranges at once, which a
    server may ignore: no browser needs them, and overlapping ones are a way to ask for a lot.
    """
    found = _ONE_RANGE.fullmatch(header.strip())
    if found is None or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        wanted = ByteRange(max(size - int(last), 0), size - 1)
    elif last and int(last) < int(first):
        return None
    else:
        wanted = ByteRange(int(first), min(int(last), size - 1) if last else size - 1)
    if wanted.length <= 0:
        raise UnsatisfiableRangeError
    return wanted


def requested_range(
    request: HttpRequest, size: int, *, etag: str, modified_at: int
) -> ByteRange | None:
    """Return the part that this request asks for; None where it gets the whole.

    With If-Range it gets the part only of the very file that it has begun with.
    """
    header = request.headers.get("Range")
    if request.method != "GET" or not header:
        return None
    condition = request.headers.get("If-Range", "").strip()
    if condition and condition != etag and parse_http_date_safe(condition) != modified_at:
        return None
    return parse_range(header, size)


class FilePart:
    """Reads one part of an open file, a block at a time, and closes it."""

    def __init__(self, file: IO[Any], part: ByteRange) -> None:
        self._file = file
        self._left = part.length
        file.seek(part.first)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        block: bytes = self._file.read(min(BLOCK_BYTES, self._left))
        if not block:
            raise StopIteration
        self._left -= len(block)
        return block

    def close(self) -> None:
        """Close the file; Django calls it when the answer has been sent or given up."""
        self._file.close()
