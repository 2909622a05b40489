"""Pictures within a lesson."""

import re
from typing import Any, ClassVar

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.blocks import field_block
from wagtail.blocks.struct_block import StructBlockAdapter
from wagtail.images.blocks import ImageBlockAdapter

from courses.pages.blocks.base import MEDIA_GROUP, CheckedStructBlock
from courses.pages.blocks.choosers import PictureChooserBlock

_FILE_NAME = re.compile(r"\S+\.(?:avif|gif|heic|jpe?g|png|svg|tiff?|webp)", re.IGNORECASE)


class LessonImageBlock(CheckedStructBlock):
    """A picture with the words that stand in for it, or marked as decorative."""

    material_fields: ClassVar[tuple[str, ...]] = ("image",)

    image = PictureChooserBlock(label=_("Picture"))
    decorative = field_block.BooleanBlock(
        label=_("Decorative"),
        required=False,
        default=False,
        help_text=_("It adds nothing that the text does not say: screen readers leave it out."),
    )
    alt_text = field_block.CharBlock(
        label=_("Alternative text"),
        required=False,
        max_length=300,
        default="",
        help_text=_("What the picture tells, for those who cannot see it."),
    )
    caption = field_block.CharBlock(label=_("Caption"), required=False, max_length=300, default="")
    credit = field_block.CharBlock(
        label=_("Credit"),
        required=False,
        max_length=160,
        default="",
        help_text=_("Who made the picture, and its licence."),
    )

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("A picture with a caption and the words for those who cannot see it.")
        group = MEDIA_GROUP
        template = "components/streamfield/lesson_image_block.html"
        preview_template = "components/streamfield/previews/lesson_image_block.html"

    def faults(self, value: Any) -> dict[str, str]:
        """Ask for the words in place of the picture, unless it is decorative."""
        written = (value.get("alt_text") or "").strip()
        if value.get("decorative"):
            return {}
        if not written:
            return {"alt_text": translate("Describe the picture, or mark it as decorative.")}
        if _FILE_NAME.fullmatch(written):
            return {
                "alt_text": translate("This is the name of a file. Say what the picture shows.")
            }
        return {}


class LessonImageBlockAdapter(StructBlockAdapter):
    """Suggests the alternative text of the chosen image, with Wagtail's own script."""

    js_constructor = ImageBlockAdapter.js_constructor

    @cached_property
    def media(self) -> forms.Media:
        """Wagtail's scripts for its block of the same fields."""
        return ImageBlockAdapter().media


register(LessonImageBlockAdapter(), LessonImageBlock)
