"""Blocks that arrange other blocks."""

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.core.blocks import TextBlock
from courses.pages.blocks.base import LAYOUT_GROUP, TEXT_GROUP
from courses.pages.blocks.boxes import CalloutBlock
from courses.pages.blocks.code import CodeBlock
from courses.pages.blocks.image import LessonImageBlock


class ColumnBlock(blocks.StreamBlock):
    """What stands in one of two columns: small blocks only, so that nothing nests deeper."""

    text = TextBlock(group=TEXT_GROUP)
    image = LessonImageBlock()
    code = CodeBlock()
    callout = CalloutBlock()

    class Meta:
        icon = "grid"
        label = _("Column")
        description = _("Text, images, code and callouts under each other.")
        group = LAYOUT_GROUP
        template = "components/streamfield/column_block.html"
        preview_value = [{"type": "text", "value": "<p>The surface is fast.</p>"}]


class ColumnsBlock(blocks.StructBlock):
    """Two columns beside each other; on a narrow screen one after the other."""

    material_fields: ClassVar[tuple[str, ...]] = ()
    # The streams whose blocks are blocks of the lesson as much as any other.
    held_fields: ClassVar[tuple[str, ...]] = ("first", "second")

    first = ColumnBlock(label=_("First column"))
    second = ColumnBlock(label=_("Second column"))

    class Meta:
        icon = "grid"
        label = _("Two columns")
        description = _("Two things beside each other, such as before and after.")
        group = LAYOUT_GROUP
        template = "components/streamfield/columns_block.html"
        preview_value = {
            "first": [{"type": "text", "value": "<p>The surface is fast.</p>"}],
            "second": [{"type": "text", "value": "<p>The bed is slow.</p>"}],
        }


class DividerBlock(blocks.StaticBlock):
    """A line between two parts."""

    material_fields: ClassVar[tuple[str, ...]] = ()

    class Meta:
        icon = "minus"
        label = _("Divider")
        description = _("A line between two parts of the lesson.")
        admin_text = _("A line between two parts.")
        group = LAYOUT_GROUP
        template = "components/streamfield/divider_block.html"
        preview_value = None
