"""Tables whose headings say what their cells are."""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import field_block
from wagtail.contrib.typed_table_block.blocks import (
    TypedTable,
    TypedTableBlock,
    TypedTableBlockValidationError,
)
from wagtail_localize.segments import StringSegmentValue

from courses.pages.blocks.base import TEXT_GROUP

READINGS = {
    "caption": "Readings from Crook Beck",
    "columns": [
        {"type": "text", "heading": "Float"},
        {"type": "number", "heading": "Time, s"},
    ],
    "rows": [{"values": ["1", "15.8"]}, {"values": ["2", "16.2"]}],
}


class TableDataBlock(TypedTableBlock):
    """The columns and rows; each column holds either words or numbers."""

    text = field_block.CharBlock(label=_("Words"), required=False, default="")
    number = field_block.DecimalBlock(label=_("Numbers"), required=False)

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Columns of words or numbers, each with its heading.")
        group = TEXT_GROUP
        template = "components/streamfield/table_data_block.html"
        preview_value = READINGS

    def clean(self, table: TypedTable) -> TypedTable:
        """Refuse a table that says nothing, or a column that does not say what it holds."""
        table = super().clean(table)
        if self.is_deferred_validation:
            return table
        if not table.columns or not table.row_data:
            message = translate("Give the table at least one column and one row.")
            raise TypedTableBlockValidationError(non_block_errors=[ValidationError(message)])
        if not all(column["heading"].strip() for column in table.columns):
            message = translate("Give every column a heading that says what it holds.")
            raise TypedTableBlockValidationError(non_block_errors=[ValidationError(message)])
        return table

    def get_translatable_segments(self, table: TypedTable) -> list[StringSegmentValue]:
        """Offer the caption, the headings and the words, each once: asked by wagtail-localize.

        Rows and columns have no lasting name, and their numbers change when one is put in
        between. A text named by itself keeps its translation wherever it moves.
        """
        texts = {_segment_name(text): text for text in _texts(table)}
        return [StringSegmentValue(name, text) for name, text in texts.items()]

    def restore_translated_segments(
        self, table: TypedTable, segments: Iterable[StringSegmentValue]
    ) -> TypedTable:
        """Put the translations in the place of what they translate: asked by wagtail-localize."""
        translations = {segment.path: segment.render_text() for segment in segments}

        def translated(text: Any) -> Any:
            return translations.get(_segment_name(text), text) if isinstance(text, str) else text

        return TypedTable(
            columns=[
                {"block": column["block"], "heading": translated(column["heading"])}
                for column in table.columns
            ],
            row_data=[
                {"values": [translated(value) for value in row["values"]]} for row in table.row_data
            ],
            caption=translated(table.caption or ""),
        )


def _texts(table: TypedTable) -> Iterator[str]:
    if table.caption:
        yield table.caption
    yield from (column["heading"] for column in table.columns if column["heading"])
    for row in table.row_data:
        yield from (value for value in row["values"] if isinstance(value, str) and value)


def _segment_name(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class TableBlock(blocks.StructBlock):
    """A table with a caption, headings of columns and, where asked for, of rows."""

    material_fields: ClassVar[tuple[str, ...]] = ()

    table = TableDataBlock(label=_("Table"))
    row_headings = field_block.BooleanBlock(
        label=_("The first column names the rows"), required=False, default=False
    )

    class Meta:
        icon = "table"
        label = _("Table")
        description = _("Rows and columns, with headings that screen readers read out.")
        group = TEXT_GROUP
        template = "components/streamfield/table_block.html"
        preview_value = {
            "table": READINGS,
            "row_headings": True,
        }
