"""Pictures that are taken: JPEG, PNG, GIF, WebP and AVIF that can be decoded to the end."""

import struct
import warnings
import zipfile
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext
from PIL import Image

from cms.core.files.types import SHOWN_IN_PLACE
from cms.core.uploads.errors import UploadRefusedError
from cms.core.uploads.gif import GifTooLargeError, measure_gif
from cms.core.uploads.names import check_name, check_size
from cms.core.uploads.signatures import (
    disagreement,
    head_of,
    picture_format,
    refuse_dangerous,
    svg_refused,
)

FORMATS = {
    "avif": "AVIF",
    "gif": "GIF",
    "jpeg": "JPEG",
    "jpg": "JPEG",
    "png": "PNG",
    "webp": "WEBP",
}
EXTENSIONS = tuple(sorted(FORMATS))
# Script that a browser or server would run if it took the file for something else; long enough
# not to come up by chance among compressed bytes.
_SCRIPT = (b"<script", b"<?php ", b"<!doctype")
_BLOCK = 1 << 16
# Pillow's own refusals are of many classes; each means that the file is not sound.
_UNSOUND = (OSError, SyntaxError, ValueError, EOFError, struct.error, KeyError, IndexError)


@dataclass(frozen=True)
class CheckedImage:
    """What an uploaded picture really is."""

    format: str
    width: int
    height: int
    mime: str


def check_image(file: Any, *, max_bytes: int | None = None) -> CheckedImage:
    """Return what the picture is, or raise UploadRefusedError; nothing is decoded unmeasured."""
    extension = check_name(file)
    limit = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE if max_bytes is None else max_bytes
    check_size(file, max_bytes=limit)
    head = head_of(file)
    refuse_dangerous(head)
    _refuse_kinds(extension)
    found = picture_format(head)
    if found == "HEIC":
        raise _heic_refused()
    if found is None:
        raise UploadRefusedError(
            "not_an_image",
            gettext("The file is not a picture. Choose a JPEG, PNG, GIF, WebP or AVIF file."),
        )
    if found != FORMATS[extension]:
        raise disagreement()
    checked = _decode(file, found)
    _refuse_second_content(file)
    file.seek(0)
    return checked


def _refuse_kinds(extension: str) -> None:
    if extension in {"svg", "svgz"}:
        raise svg_refused()
    if extension in {"heic", "heif"}:
        raise _heic_refused()
    if extension not in FORMATS:
        raise UploadRefusedError(
            "unknown_kind",
            gettext("Pictures have to be JPEG, PNG, GIF, WebP or AVIF. Save it as one of these."),
        )


def _heic_refused() -> UploadRefusedError:
    return UploadRefusedError(
        "heic",
        gettext(
            "Most browsers cannot show HEIC pictures. Export it as JPEG, or set the phone's"
            " camera to its most compatible format."
        ),
    )


def _broken() -> UploadRefusedError:
    return UploadRefusedError(
        "broken",
        gettext(
            "The picture is damaged or was cut off on its way. Open it on your device, save it"
            " again, and upload that."
        ),
    )


def _too_many_pixels() -> UploadRefusedError:
    millions = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000
    return UploadRefusedError(
        "too_many_pixels",
        gettext(
            "The picture has more than %(millions)d million pixels, all its frames together."
            " Make it smaller and upload it again."
        )
        % {"millions": millions},
    )


def _decode(file: Any, found: str) -> CheckedImage:
    """Measure by the header, refuse what is too large, and decode the rest to the end."""
    largest = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    try:
        if found == "GIF" and measure_gif(file, largest=largest) > largest:
            raise _too_many_pixels()
        file.seek(0)
        with warnings.catch_warnings():
            # Its warning comes at a limit of its own, beyond ours.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=[found]) as picture:
                width, height = picture.size
                frames = 1 if found == "GIF" else getattr(picture, "n_frames", 1)
                if width * height * frames > largest:
                    raise _too_many_pixels()
                _decode_to_the_end(picture, frames)
    except (Image.DecompressionBombError, GifTooLargeError) as error:
        raise _too_many_pixels() from error
    except _UNSOUND as error:
        raise _broken() from error
    return CheckedImage(found, width, height, SHOWN_IN_PLACE[found.lower()])


def _decode_to_the_end(picture: Image.Image, frames: int) -> None:
    if picture.format == "JPEG":
        # Every byte is read all the same, in an eighth of the width and of the memory.
        picture.draft(picture.mode, (picture.width // 8 or 1, picture.height // 8 or 1))
    for number in range(frames):
        if number:
            picture.seek(number)
        picture.load()


def _refuse_second_content(file: Any) -> None:
    """Refuse a picture that is an archive or holds script as well."""
    file.seek(0)
    found = zipfile.is_zipfile(file)
    file.seek(0)
    tail = b""
    while not found and (block := file.read(_BLOCK)):
        text = tail + block.lower()
        found = any(mark in text for mark in _SCRIPT)
        tail = text[-16:]
    if found:
        raise UploadRefusedError(
            "polyglot",
            gettext(
                "The picture holds a second file or a script. Open it on your device, save it"
                " as a new picture, and upload that."
            ),
        )
