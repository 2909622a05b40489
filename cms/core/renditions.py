"""Which sizes and formats every picture is made in after its upload, and what is left out.

They are those of pictures within lessons: private. What a public place shows is made when that
place first shows it: no picture is published merely because it was uploaded.
"""

from typing import Any

from PIL import ImageOps
from wagtail.images.models import Filter
from willow.plugins.pillow import PillowImage  # type: ignore[import-untyped]  # has no types
from willow.registry import registry  # type: ignore[import-untyped]  # has no types

# The words of `{% picture %}` in templates; with other words a page makes its pictures itself,
# while somebody waits.
PICTURE_SPEC = "format-{avif,webp,jpeg} width-{480,960,1440}"
STANDARD_SPECS: tuple[str, ...] = tuple(Filter.expand_spec(PICTURE_SPEC))
# What the picture needs to look right. The rest says where, when and with what it was taken.
_KEPT_INFO = frozenset({"icc_profile", "transparency"})


def upright_without_metadata(picture: PillowImage) -> PillowImage:
    """Turn the picture as its metadata says, then leave the metadata behind.

    Willow writes it into every JPEG and PNG that it makes, the place of a photograph included.
    """
    turned: Any = ImageOps.exif_transpose(picture.image)
    turned.info = {name: value for name, value in turned.info.items() if name in _KEPT_INFO}
    turned.getexif().clear()
    return PillowImage(turned)


def register() -> None:
    """Have whatever is made of a picture go through `upright_without_metadata` first."""
    registry.register_operation(PillowImage, "auto_orient", upright_without_metadata)
