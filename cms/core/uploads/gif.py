"""Measuring a GIF without decoding it.

Pillow counts frames by reading all of them, which a file of a million tiny ones turns into
minutes. The blocks of a GIF say how long they are, so they can be walked past.
"""

import struct
from typing import Any

# A minute at 25 pictures a second is more than any lesson needs as GIF.
MOST_FRAMES = 1500
_TABLE_FOLLOWS = 0x80


class GifTooLargeError(Exception):
    """It has more frames than are taken."""


def measure_gif(file: Any, *, largest: int) -> int:
    """Return the pixels of all frames together; stops counting beyond `largest`.

    Raises ValueError where the file ends before it should.
    """
    file.seek(0)
    width, height, flags = struct.unpack("<HHB", _read(file, 13)[6:11])
    _skip_table(file, flags)
    frames = 0
    while True:
        kind = _read(file, 1)
        if kind == b"\x3b":
            break
        if kind == b"\x21":
            _read(file, 1)
        elif kind == b"\x2c":
            left, top, wide, high, flags = struct.unpack("<HHHHB", _read(file, 9))
            width, height = max(width, left + wide), max(height, top + high)
            _skip_table(file, flags)
            _read(file, 1)
            frames += 1
            if frames > MOST_FRAMES:
                raise GifTooLargeError
        else:
            raise ValueError("This is no block of a GIF.")
        _skip_blocks(file)
        if width * height * frames > largest:
            break
    return int(width) * int(height) * frames


def _read(file: Any, length: int) -> bytes:
    found: bytes = file.read(length)
    if len(found) != length:
        raise ValueError("The GIF ends in the middle.")
    return found


def _skip_table(file: Any, flags: int) -> None:
    if flags & _TABLE_FOLLOWS:
        _read(file, 3 * 2 ** ((flags & 7) + 1))


def _skip_blocks(file: Any) -> None:
    while length := _read(file, 1)[0]:
        _read(file, length)
