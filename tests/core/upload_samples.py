"""Files to upload: sound ones of each kind, and the ones that must not get in."""

import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

ELF = b"\x7fELF\x02\x01\x01" + b"\0" * 60
PE = b"MZ\x90\0" + b"\0" * 60
MACH = b"\xcf\xfa\xed\xfe" + b"\0" * 60
SHELL = b"#!/bin/sh\nrm -rf /\n"
PAGE = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
CALM_SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"></svg>'
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 60

PROGRAMS = {"elf": ELF, "windows": PE, "macos": MACH, "shell": SHELL}


def picture(form: str = "PNG", size: tuple[int, int] = (8, 5), **options) -> bytes:
    data = BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(data, form, **options)
    return data.getvalue()


def animation(form: str, *, frames: int, size: tuple[int, int] = (8, 5)) -> bytes:
    data = BytesIO()
    pictures = [Image.effect_noise(size, 60).convert("RGB") for _ in range(frames)]
    pictures[0].save(data, form, save_all=True, append_images=pictures[1:])
    return data.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """Return a few bytes that would unpack to width times height pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checked)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99))


def gif_of_tiny_frames(frames: int) -> bytes:
    frame = b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    table = b"\0\0\0\xff\xff\xff"
    return b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0x80, 0, 0) + table + frame * frames + b"\x3b"


def archive(entries: Mapping[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = BytesIO()
    with zipfile.ZipFile(data, "w", method) as made:
        for name, content in entries.items():
            # Through ZipInfo, which leaves the name as it is.
            entry = zipfile.ZipInfo(name)
            entry.compress_type = method
            made.writestr(entry, content)
    return data.getvalue()


def office(main: str = "word/document.xml", **more: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", main: b"<w/>"} | more)


def open_document(kind: bytes, *, method: int = zipfile.ZIP_STORED) -> bytes:
    return archive({"mimetype": kind, "content.xml": b"<office/>"}, method=method)


def upload(content: bytes, name: str, mime: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, mime or "application/octet-stream")
