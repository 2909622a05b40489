"""What the first bytes of a file say it is."""

from typing import Any

from django.utils.translation import gettext

from cms.core.uploads.errors import UploadRefusedError

HEAD_BYTES = 4096
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
    b"\0asm",
    b"#!",
)
_MARKUP = (b"<!doctype", b"<html", b"<head", b"<body", b"<script", b"<svg", b"<?xml", b"<?php")
_HEIC = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_AVIF = (b"avif", b"avis")
# The first bytes of pictures that are taken, by the names that Pillow gives their formats.
_PICTURES = {"JPEG": b"\xff\xd8\xff", "PNG": b"\x89PNG\r\n\x1a\n", "GIF": b"GIF8"}


def head_of(file: Any) -> bytes:
    """Return the first bytes, and leave the file at its start."""
    file.seek(0)
    head: bytes = file.read(HEAD_BYTES)
    file.seek(0)
    return head


def text_start(head: bytes) -> bytes:
    """Return the beginning of what may be text, in lower case, without mark and blanks."""
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()


def is_program(head: bytes) -> bool:
    """Say whether a system would run it: Windows, Linux, macOS, Java, WebAssembly, scripts."""
    return head.startswith(_PROGRAMS) or text_start(head).startswith(b"#!")


def is_svg(head: bytes) -> bool:
    """Say whether it is a drawing in XML."""
    return text_start(head).startswith(_MARKUP) and b"<svg" in head.lower()


def is_markup(head: bytes) -> bool:
    """Say whether a browser would take it for a page if it were let to guess."""
    return text_start(head).startswith(_MARKUP)


def picture_format(head: bytes) -> str | None:
    """Return Pillow's name for the picture format that the bytes begin with."""
    for name, mark in _PICTURES.items():
        if head.startswith(mark):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    brand = iso_brand(head)
    if brand in _AVIF:
        return "AVIF"
    return "HEIC" if brand in _HEIC else None


def iso_brand(head: bytes) -> bytes:
    """Return what a file of the ISO media family says it is; empty for any other file."""
    return head[8:12] if head[4:8] == b"ftyp" else b""


def refuse_dangerous(head: bytes) -> None:
    """Refuse programs, drawings with script and pages, whatever their names say."""
    if is_program(head):
        raise UploadRefusedError(
            "program",
            gettext(
                "The file is a program under another name. Programs cannot be uploaded:"
                " choose the file that you meant."
            ),
        )
    if is_svg(head):
        raise svg_refused()
    if is_markup(head):
        raise UploadRefusedError(
            "markup",
            gettext(
                "The file is a web page under another name. Save what it shows as a PDF or a"
                " picture, and upload that."
            ),
        )


def svg_refused() -> UploadRefusedError:
    """Return the refusal of SVG, which may hold script."""
    return UploadRefusedError(
        "svg",
        gettext("SVG files can hold programs. Export the drawing as PNG and upload that."),
    )


def disagreement() -> UploadRefusedError:
    """Return the refusal of a file that is not what its name says."""
    return UploadRefusedError(
        "mismatch",
        gettext(
            "The file's name and its content do not agree. Save it again in the format"
            " that its name says, and upload it then."
        ),
    )
