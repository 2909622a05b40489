"""Blocks: each compared by its own structure, as its definition has it.

Values are those that are stored, so nothing is fetched: a file is its primary key here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.blocks import field_block
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from courses.pages.blocks.code import ExactTextBlock
from courses.pages.comparing.matching import Effort
from courses.pages.comparing.parts import (
    Form,
    Move,
    PartChange,
    Piece,
    Row,
    TableChange,
    What,
)
from courses.pages.comparing.rich import beginning, one_sided_rich, rich_compared
from courses.pages.comparing.sequences import Entry, Pair, paired
from courses.pages.comparing.tables import one_sided_table, read_table, table_compared
from courses.pages.comparing.texts import CODE, PROSE, Layout, lines_compared, one_sided
from courses.pages.comparing.values import chosen, referred, spoken

LONGEST_TITLE = 70


class _Absent:
    """Stands for a value on the side that has none."""


ABSENT = _Absent()


@dataclass(frozen=True)
class Difference:
    """How two versions of one value differ."""

    form: Form
    rows: tuple[Row, ...] = ()
    table: TableChange | None = None
    parts: tuple[PartChange, ...] = ()
    unchanged: int = 0


def compare_value(block: Any, old: Any, new: Any, effort: Effort) -> Difference | None:
    """Return how two stored values of a block differ, None if nobody could see a difference."""
    if old == new:
        return None
    for kinds, compared in _WAYS:
        if isinstance(block, kinds):
            return compared(block, old, new, effort)
    return value_difference(_piece(spoken(_there(old))), _piece(spoken(_there(new))))


def _there(value: Any) -> Any:
    return None if value is ABSENT else value


def _piece(text: str) -> Piece | None:
    return Piece(text) if text else None


def value_difference(old: Piece | None, new: Piece | None) -> Difference | None:
    """Return two short values, one after the other."""
    if old == new:
        return None
    row = Row(
        None if old is None else (replace(old, what="removed"),),
        None if new is None else (replace(new, what="added"),),
        "changed" if old and new else "added" if new else "removed",
    )
    return Difference(Form.VALUE, rows=(row,))


def text_difference(old: Any, new: Any, effort: Effort, layout: Layout) -> Difference | None:
    """Return the lines of a text that differ; on one side alone all of them."""
    before, after = (str(_there(value) or "") for value in (old, new))
    if before == after:
        return None
    if not before or not after:
        rows = one_sided(before or after, "removed" if before else "added", layout)
    else:
        rows = lines_compared(before, after, effort, layout)
    return Difference(Form.CODE if layout.is_numbered else Form.TEXT, rows=rows)


def rich_difference(old: Any, new: Any, effort: Effort) -> Difference | None:
    """Return the paragraphs of a rich text that differ; on one side alone all of them."""
    before, after = (str(_there(value) or "") for value in (old, new))
    if old is ABSENT or new is ABSENT:
        rows = one_sided_rich(before or after, "removed" if new is ABSENT else "added")
    else:
        rows = rich_compared(before, after, effort)
    return Difference(Form.RICH, rows=rows) if rows else None


def tick_difference(old: Any, new: Any, usual: bool) -> Difference | None:
    """Return yes and no; what came or went without the tick it could have says nothing."""
    if old is ABSENT or new is ABSENT:
        value = bool(_there(old) or _there(new))
        if not value and not usual:
            return None
        said = Piece(spoken(value))
        return value_difference(None, said) if old is ABSENT else value_difference(said, None)
    return value_difference(Piece(spoken(bool(old))), Piece(spoken(bool(new))))


def _text(block: Any, old: Any, new: Any, effort: Effort) -> Difference | None:
    return text_difference(old, new, effort, PROSE)


def _code(block: Any, old: Any, new: Any, effort: Effort) -> Difference | None:
    return text_difference(old, new, effort, CODE)


def _rich(block: Any, old: Any, new: Any, effort: Effort) -> Difference | None:
    return rich_difference(old, new, effort)


def _tick(block: Any, old: Any, new: Any, effort: Effort) -> Difference | None:
    return tick_difference(old, new, bool(block.get_default()))


def _choice(block: Any, old: Any, new: Any, effort: Effort) -> Difference | None:
    choices = list(block.field.choices)
    return value_difference(*(_piece(chosen(_there(value), choices)) for value in (old, new)))


def _chooser(block: Any, old: Any, new: Any, effort: Effort) -> Difference | None:
    model = block.model_class._meta.label
    return value_difference(*(referred(_there(value), model) for value in (old, new)))


def _static(block: Any, old: Any, new: Any, effort: Effort) -> Difference | None:
    return None


def _table(block: Any, old: Any, new: Any, effort: Effort) -> Difference | None:
    stored = [_there(value) or {} for value in (old, new)]
    before, after = (value.get("caption") or "" for value in stored)
    caption = text_difference(before, after, effort, PROSE)
    kinds = {name: str(child.label) for name, child in block.child_blocks.items()}
    found: TableChange | None
    if old is ABSENT or new is ABSENT:
        table = read_table(_there(old) or _there(new), kinds)
        found = one_sided_table(table, "added" if old is ABSENT else "removed")
        found = found if table.heads or table.rows else None
    else:
        found = table_compared(read_table(old, kinds), read_table(new, kinds), effort)
    parts = (part_of(caption, sided(old, new), _("Caption")),) if caption else ()
    if found is None and not parts:
        return None
    return Difference(Form.TABLE, table=found, parts=parts)


def _struct(block: Any, old: Any, new: Any, effort: Effort) -> Difference | None:
    parts = []
    for name, child in block.child_blocks.items():
        before, after = (_stored(child, value, name) for value in (old, new))
        difference = compare_value(child, before, after, effort)
        if difference is not None:
            what = sided(old, new)
            parts.append(part_of(difference, what, str(child.label), field=name))
    return Difference(Form.GROUP, parts=tuple(parts)) if parts else None


def sided(old: Any, new: Any) -> What:
    """Return what became of a value by the sides on which it is."""
    if old is ABSENT:
        return What.ADDED
    return What.REMOVED if new is ABSENT else What.CHANGED


def _stored(child: Any, value: Any, name: str) -> Any:
    """Return what is stored for a field; blocks get new fields, which old content has not."""
    if value is ABSENT:
        return ABSENT
    fields = value if isinstance(value, dict) else {}
    if name in fields:
        return fields[name]
    if isinstance(child, _HOLDERS):
        return {}
    return child.get_prep_value(child.get_default())


def _sequence(block: Any, old: Any, new: Any, effort: Effort) -> Difference | None:
    parts, unchanged = compare_items(block, old, new, effort)
    return Difference(Form.GROUP, parts=parts, unchanged=unchanged) if parts else None


def compare_items(
    block: Any, old: Any, new: Any, effort: Effort
) -> tuple[tuple[PartChange, ...], int]:
    """Return what became of the items of a list or a stream, and how many are as they were."""
    parts: list[PartChange] = []
    unchanged = 0
    before = ""
    for pair in paired(_there(old), _there(new), effort):
        part = _item(block, pair, before, effort)
        if part is None:
            unchanged += 1
        else:
            parts.append(part)
        if pair.new is not None:
            before = title_of(_child(block, pair.new), pair.new.value) or _label(block, pair.new)
    return tuple(parts), unchanged


def _child(block: Any, entry: Entry) -> Any:
    """Return the definition of an item; None for one that lessons no longer have."""
    if isinstance(block, blocks.ListBlock):
        return block.child_block
    return block.child_blocks.get(entry.type)


def _label(block: Any, entry: Entry) -> str:
    child = _child(block, entry)
    return str(child.label) if child is not None else entry.type


def _item(block: Any, pair: Pair, before: str, effort: Effort) -> PartChange | None:
    entry = pair.new or pair.old
    if entry is None:
        return None
    child = _child(block, entry)
    old, new = (ABSENT if one is None else one.value for one in (pair.old, pair.new))
    difference = compare_value(child, old, new, effort)
    move = None
    if pair.is_moved and pair.old and pair.new:
        move = Move(pair.old.place, pair.new.place, before)
    if difference is None and move is None and pair.old and pair.new:
        return None
    what = What.ADDED if pair.old is None else What.REMOVED if pair.new is None else What.CHANGED
    if move is not None and difference is None:
        what = What.MOVED
    return part_of(
        difference or Difference(Form.GROUP),
        what,
        _label(block, entry),
        block_id=entry.lasting_id,
        title=title_of(child, entry.value),
        number=entry.place,
        icon=str(getattr(getattr(child, "meta", None), "icon", "") or ""),
        move=move,
    )


def part_of(difference: Difference, what: What, label: str, **known: Any) -> PartChange:
    """Return a part of a page that differs."""
    return PartChange(
        what,
        label,
        form=difference.form,
        rows=difference.rows,
        table=difference.table,
        parts=difference.parts,
        unchanged=difference.unchanged,
        **known,
    )


def title_of(block: Any, value: Any) -> str:
    """Return the first words that a block says of itself, by which people know it again."""
    text = " ".join(_words(block, value).split())
    return text if len(text) <= LONGEST_TITLE else f"{text[: LONGEST_TITLE - 1].rstrip()}…"


def _words(block: Any, value: Any) -> str:
    if isinstance(block, blocks.BaseStructBlock):
        fields = value if isinstance(value, dict) else {}
        named = ((child, fields.get(name)) for name, child in block.child_blocks.items())
        return _first(named)
    if isinstance(block, blocks.ListBlock | blocks.BaseStreamBlock):
        stored = paired([], value, Effort(0))
        return _first((_child(block, one.new), one.new.value) for one in stored if one.new)
    if isinstance(block, field_block.RichTextBlock):
        return beginning(str(value or ""))
    if isinstance(block, TypedTableBlock):
        return str((value or {}).get("caption") or "")
    if isinstance(block, ExactTextBlock):
        return next(filter(str.strip, str(value or "").split("\n")), "")
    return str(value or "") if isinstance(block, _TEXTS) else ""


def _first(some: Iterable[tuple[Any, Any]]) -> str:
    return next((text for block, value in some if (text := _words(block, value).strip())), "")


_TEXTS = (field_block.CharBlock, field_block.TextBlock)
_HOLDERS = (blocks.BaseStructBlock, blocks.BaseStreamBlock, blocks.ListBlock, TypedTableBlock)
_WAYS: list[tuple[Any, Callable[[Any, Any, Any, Effort], Difference | None]]] = [
    (TypedTableBlock, _table),
    (blocks.BaseStructBlock, _struct),
    ((blocks.BaseStreamBlock, blocks.ListBlock), _sequence),
    (blocks.StaticBlock, _static),
    (field_block.RichTextBlock, _rich),
    (field_block.BooleanBlock, _tick),
    (field_block.BaseChoiceBlock, _choice),
    (field_block.ChooserBlock, _chooser),
    (ExactTextBlock, _code),
    (_TEXTS, _text),
]
