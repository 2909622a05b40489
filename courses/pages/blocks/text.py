"""Words: headings and what others said."""

from typing import Any, ClassVar

from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import field_block

from courses.pages.blocks.base import TEXT_GROUP


class HeadingBlock(blocks.StructBlock):
    """A heading that can be linked to."""

    material_fields: ClassVar[tuple[str, ...]] = ()

    text = field_block.CharBlock(label=_("Heading"), max_length=160, default="")
    level = field_block.ChoiceBlock(
        label=_("Level"),
        choices=[
            ("2", _("Level 2: a part of the lesson")),
            ("3", _("Level 3: a section of a part")),
            ("4", _("Level 4: a paragraph's heading")),
        ],
        default="2",
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        description = _("Divides the lesson. Readers can jump to it and link to it.")
        group = TEXT_GROUP
        template = "components/streamfield/heading_block.html"
        preview_value = {"text": "The surface is a flatterer", "level": "2"}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the address of the heading within its page, where it stands in one."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        # The page wraps each block in an element that carries the block's id.
        # Where a template has no such loop, the name means another thing or nothing.
        block: Any = context.get("block")
        if getattr(block, "value", None) is value and getattr(block, "id", None):
            context["anchor"] = f"b-{block.id}"
        return context


class WebAddressBlock(field_block.URLBlock):
    """An address on the web: nothing that a browser would run, save or open by another program."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field.validators = [URLValidator(schemes=["http", "https"])]


class QuotationBlock(blocks.StructBlock):
    """What somebody else said or wrote, and where."""

    material_fields: ClassVar[tuple[str, ...]] = ()

    text = field_block.TextBlock(label=_("Quotation"), rows=3, max_length=2000, default="")
    attribution = field_block.CharBlock(
        label=_("Who said it"),
        required=False,
        max_length=160,
        default="",
        help_text=_("A person, or a person and the work it is taken from."),
    )
    source_url = WebAddressBlock(label=_("Address of the source"), required=False, default="")

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _("Somebody else's words, with their name and where to read them.")
        group = TEXT_GROUP
        template = "components/streamfield/quotation_block.html"
        preview_value = {
            "text": "Everything flows, and nothing stays as it is.",
            "attribution": "Heraclitus",
            "source_url": "",
        }
