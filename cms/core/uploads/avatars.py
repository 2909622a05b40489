"""People's own pictures, made anew from what they upload so that nothing else comes along."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

from cms.core.uploads.pictures import check_image

SIDE_PIXELS = 512
MAX_BYTES = 10 * 1024 * 1024
QUALITY = 82


def make_avatar(file: Any) -> bytes:
    """Return the middle of the picture as a square WebP without any metadata.

    Raises UploadRefusedError where `check_image` does.
    """
    checked = check_image(file, max_bytes=MAX_BYTES)
    made = BytesIO()
    with Image.open(file, formats=[checked.format]) as picture:
        # For JPEG: decoded at the next size above what is needed.
        picture.draft("RGB", (SIDE_PIXELS * 2, SIDE_PIXELS * 2))
        upright = ImageOps.exif_transpose(picture)
        mode = "RGBA" if upright.has_transparency_data else "RGB"
        square = ImageOps.fit(upright.convert(mode), (SIDE_PIXELS, SIDE_PIXELS))
    # A new picture: what the old one said about place, time and camera stays behind.
    fresh = Image.new(mode, square.size)
    fresh.paste(square)
    fresh.save(made, "WEBP", quality=QUALITY)
    file.seek(0)
    return made.getvalue()
