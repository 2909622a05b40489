"""Archives, and documents that are archives inside: looked into with limits on everything.

The numbers that an archive gives of itself are read first and refused where they are too
large; then every entry is unpacked into nothing, to see that they were true.
"""

import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext

from cms.core.uploads.errors import UploadRefusedError
from cms.core.uploads.names import is_bad_name

MOST_ENTRIES = 5_000
MOST_UNPACKED_BYTES = 300 * 1024 * 1024
# Text packs to a tenth, very regular sheets to a hundredth.
HIGHEST_RATIO = 200
# Below this size a high ratio does no harm: a small sheet of zeros.
HARMLESS_BYTES = 10 * 1024 * 1024
# A presentation with sheets inside, in an archive.
DEEPEST_NESTING = 3
MOST_FOLDERS = 20
ZIP_MARK = b"PK\x03\x04"
_BLOCK = 1 << 16
_ENCRYPTED = 0x1
_LOCAL_HEADER = 30
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass
class Budget:
    """What is left for one upload and all that is packed inside it."""

    entries: int = MOST_ENTRIES
    unpacked_bytes: int = MOST_UNPACKED_BYTES


def check_archive(file: Any) -> frozenset[str]:
    """Return the names in the archive, or raise UploadRefusedError."""
    names = _check(file, Budget(), depth=1)
    file.seek(0)
    return names


def first_entry(file: Any) -> tuple[str, bytes]:
    """Return name and content of the entry that lies first, as some formats say their type."""
    with zipfile.ZipFile(file) as archive:
        entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
        found = entries[0].filename, archive.read(entries[0])[:200]
    file.seek(0)
    return found


def _check(file: Any, budget: Budget, *, depth: int) -> frozenset[str]:
    if depth > DEEPEST_NESTING:
        raise UploadRefusedError(
            "archive_depth",
            gettext(
                "The file holds archives within archives within archives. Unpack the inner ones"
                " and pack it again."
            ),
        )
    file.seek(0, 2)
    size = file.tell()
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            _check_numbers(entries, budget, size)
            for entry in entries:
                _check_entry(entry)
            for entry in entries:
                _unpack(file, entry, budget, depth)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError) as error:
        raise _broken() from error
    return frozenset(entry.filename for entry in entries)


def _check_numbers(entries: list[zipfile.ZipInfo], budget: Budget, size: int) -> None:
    """Refuse by what the archive says of itself, before anything is unpacked."""
    budget.entries -= len(entries)
    if budget.entries < 0:
        raise UploadRefusedError(
            "archive_count",
            gettext("The archive holds more than %(count)d files. Split it into several.")
            % {"count": MOST_ENTRIES},
        )
    unpacked = sum(entry.file_size for entry in entries)
    budget.unpacked_bytes -= unpacked
    is_dense = unpacked > HARMLESS_BYTES and unpacked > HIGHEST_RATIO * size
    # Packed parts that are longer together than the file lie on top of each other.
    overlaps = sum(entry.compress_size for entry in entries) > size
    if budget.unpacked_bytes < 0 or is_dense or overlaps:
        raise _bomb()


def _check_entry(entry: zipfile.ZipInfo) -> None:
    # As it stands in the file: zipfile itself cuts a name at its first zero byte.
    folders = entry.orig_filename.removesuffix("/").split("/")
    is_drive = folders[0][1:2] == ":"
    if is_drive or len(folders) > MOST_FOLDERS or any(map(is_bad_name, folders)):
        raise UploadRefusedError(
            "archive_name",
            gettext(
                "A name in the archive leads out of its folder or has hidden characters in it."
                " Pack the files again from one folder."
            ),
        )
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UploadRefusedError(
            "archive_link",
            gettext("The archive holds links to other files. Pack the files themselves."),
        )
    if entry.flag_bits & _ENCRYPTED:
        raise UploadRefusedError(
            "archive_locked",
            gettext("The file is locked with a password. Take the password off and upload it."),
        )
    if entry.compress_type not in _METHODS:
        raise UploadRefusedError(
            "archive_method",
            gettext("The archive is packed in an unusual way. Pack it again as a plain ZIP."),
        )


def _unpack(file: Any, entry: zipfile.ZipInfo, budget: Budget, depth: int) -> None:
    """Unpack an entry into nothing; what is an archive itself is looked into."""
    unpacked = 0
    with tempfile.SpooledTemporaryFile(max_size=1 << 20) as inner:
        is_archive = False
        for block in _blocks(file, entry):
            is_archive = is_archive or (unpacked == 0 and block.startswith(ZIP_MARK))
            unpacked += len(block)
            if unpacked > entry.file_size:
                # It said less than it is.
                raise _bomb()
            if is_archive:
                inner.write(block)
        if unpacked != entry.file_size:
            raise _broken()
        if is_archive:
            _check(inner, budget, depth=depth + 1)


def _blocks(file: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield what is packed, a little at a time, however much it turns out to be."""
    file.seek(entry.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) != _LOCAL_HEADER or not header.startswith(ZIP_MARK):
        raise _broken()
    name_length, extra_length = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
    file.seek(name_length + extra_length, 1)
    left = entry.compress_size
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0:
        packed = file.read(min(_BLOCK, left))
        if not packed:
            raise _broken()
        left -= len(packed)
        if entry.compress_type == zipfile.ZIP_STORED:
            yield packed
            continue
        while packed and (block := unpacker.decompress(packed, _BLOCK)):
            yield block
            packed = unpacker.unconsumed_tail
    while entry.compress_type == zipfile.ZIP_DEFLATED and (
        block := unpacker.decompress(unpacker.unconsumed_tail, _BLOCK)
    ):
        yield block


def _bomb() -> UploadRefusedError:
    return UploadRefusedError(
        "archive_bomb",
        gettext(
            "The file unpacks to far more than it should; at most %(limit)s are taken. Split it"
            " or leave the largest parts out."
        )
        % {"limit": filesizeformat(MOST_UNPACKED_BYTES)},
    )


def _broken() -> UploadRefusedError:
    return UploadRefusedError(
        "broken_archive",
        gettext("The file is damaged or was cut off on its way. Save it again, and upload that."),
    )
