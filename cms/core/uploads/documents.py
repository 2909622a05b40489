"""Documents that are taken, each kind with what its content must look like."""

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from cms.core.files.types import content_type_of
from cms.core.uploads import pictures
from cms.core.uploads.archives import ZIP_MARK, check_archive, first_entry
from cms.core.uploads.errors import UploadRefusedError
from cms.core.uploads.names import check_name, check_size
from cms.core.uploads.signatures import (
    disagreement,
    head_of,
    iso_brand,
    refuse_dangerous,
    svg_refused,
)

# By the entry that only this kind has.
OFFICE = {
    "docx": "word/document.xml",
    "pptx": "ppt/presentation.xml",
    "xlsx": "xl/workbook.xml",
}
# By the entry `mimetype`, which lies first.
OPEN_DOCUMENTS = {
    "epub": b"application/epub+zip",
    "odp": b"application/vnd.oasis.opendocument.presentation",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
    "odt": b"application/vnd.oasis.opendocument.text",
}
TEXTS = frozenset({"csv", "json", "md", "srt", "txt", "vtt"})
OLD_OFFICE = frozenset({"doc", "dot", "pot", "pps", "ppt", "xls", "xlt"})
_BLOCK = 1 << 16
_BYTE_ORDER_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# What a text has no use for and a program is full of. Form feeds are in old books.
_NOT_IN_TEXT = bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))


# A tag, or the first frame of each version with and without a checksum.
_MP3 = (b"ID3", b"\xff\xfb", b"\xff\xfa", b"\xff\xf3", b"\xff\xf2", b"\xff\xe3", b"\xff\xe2")
_AAC = (b"\xff\xf1", b"\xff\xf9")


def _is_mp4(head: bytes) -> bool:
    brand = iso_brand(head)
    return brand.startswith((b"iso", b"mp4", b"M4", b"avc1", b"dash", b"f4v", b"qt", b"3gp"))


# What the first bytes of each kind look like.
BY_HEAD: dict[str, Callable[[bytes], bool]] = {
    "aac": lambda head: head.startswith(_AAC),
    "flac": lambda head: head.startswith(b"fLaC"),
    "m4a": _is_mp4,
    "m4v": _is_mp4,
    "mp3": lambda head: head.startswith(_MP3),
    "mp4": _is_mp4,
    "oga": lambda head: head.startswith(b"OggS"),
    "ogg": lambda head: head.startswith(b"OggS"),
    "ogv": lambda head: head.startswith(b"OggS"),
    "opus": lambda head: head.startswith(b"OggS"),
    "pdf": lambda head: head.startswith(b"%PDF-"),
    "rtf": lambda head: head.startswith(b"{\\rtf"),
    "wav": lambda head: head[:4] == b"RIFF" and head[8:12] == b"WAVE",
    "webm": lambda head: head.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in head[:64],
}
EXTENSIONS = tuple(
    sorted({*BY_HEAD, *OFFICE, *OPEN_DOCUMENTS, *TEXTS, *pictures.EXTENSIONS, "zip"})
)


@dataclass(frozen=True)
class CheckedDocument:
    """What an uploaded document really is."""

    mime: str
    extension: str


def check_document(file: Any) -> CheckedDocument:
    """Return what the document is, or raise UploadRefusedError."""
    extension = check_name(file)
    check_size(file, max_bytes=settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    head = head_of(file)
    refuse_dangerous(head)
    _refuse_kinds(extension)
    if extension in pictures.EXTENSIONS:
        pictures.check_image(file, max_bytes=settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    elif extension in TEXTS:
        _check_text(file)
    elif extension in BY_HEAD:
        if not BY_HEAD[extension](head):
            raise disagreement()
    else:
        _check_packed(file, head, extension)
    file.seek(0)
    return CheckedDocument(content_type_of(f"file.{extension}"), extension)


def _refuse_kinds(extension: str) -> None:
    if extension in {"svg", "svgz"}:
        raise svg_refused()
    if extension in OLD_OFFICE:
        raise UploadRefusedError(
            "old_office",
            gettext(
                "Office files of this old kind can hold programs. Save it as DOCX, PPTX, XLSX or"
                " PDF, and upload that."
            ),
        )
    if extension not in EXTENSIONS:
        raise UploadRefusedError(
            "unknown_kind",
            gettext(
                "Files of this kind are not taken. Use PDF, an Office or OpenDocument file, text,"
                " sound, video, EPUB or ZIP."
            ),
        )


def _check_text(file: Any) -> None:
    """Refuse what is no text; which alphabet it is written in does not matter."""
    is_wide = head_of(file).startswith(_BYTE_ORDER_MARKS)
    while block := file.read(_BLOCK):
        if is_wide:
            block = block.replace(b"\0", b"")
        if block.translate(None, _NOT_IN_TEXT) != block:
            raise disagreement()


def _check_packed(file: Any, head: bytes, extension: str) -> None:
    if not head.startswith(ZIP_MARK):
        raise disagreement()
    names = check_archive(file)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UploadRefusedError(
            "macros",
            gettext("The file holds macros. Save it without them, and upload that."),
        )
    if extension in OFFICE and not {"[Content_Types].xml", OFFICE[extension]} <= names:
        raise disagreement()
    if extension in OPEN_DOCUMENTS and first_entry(file) != (
        "mimetype",
        OPEN_DOCUMENTS[extension],
    ):
        raise disagreement()
