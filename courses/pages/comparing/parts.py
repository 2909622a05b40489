"""What a comparison finds, as templates show it. All of it is plain text: nothing is safe HTML."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class What(models.TextChoices):
    """What became of a page or of a part of one."""

    ADDED = "added", pgettext_lazy("part of a course", "Added")
    REMOVED = "removed", pgettext_lazy("part of a course", "Removed")
    MOVED = "moved", pgettext_lazy("part of a course", "Moved")
    CHANGED = "changed", pgettext_lazy("part of a course", "Changed")


class Mark(models.TextChoices):
    """What a change of a block means for those who have learnt with it."""

    COSMETIC = "cosmetic", _("cosmetic")
    LOOK_AGAIN = "look_again", _("learners will be asked to look again")
    # Its author says which of the two it is.
    ASKS = "asks", _("for you to decide")
    ENDS = "ends", _("records of it end")


class Form(models.TextChoices):
    """How the two versions of a value are shown. Never seen by people."""

    # One after the other in a line: a number, a choice, a tick, a file.
    VALUE = "value", "value"
    # Several of them: tags, languages.
    LIST = "list", "list"
    TEXT = "text", "text"
    RICH = "rich", "rich"
    CODE = "code", "code"
    TABLE = "table", "table"
    GROUP = "group", "group"


@dataclass(frozen=True)
class Ref:
    """Something that a content names by its primary key; `describe` finds out what it is called."""

    model: str
    pk: Any


@dataclass(frozen=True)
class Piece:
    """Some characters that became the same. `what` is empty, added, removed or restyled."""

    text: str
    what: str = ""
    marks: tuple[str, ...] = ()
    ref: Ref | None = None


Pieces = tuple[Piece, ...]


@dataclass(frozen=True)
class Note:
    """What changed about words that themselves stayed, such as where a link leads."""

    label: str
    about: str = ""
    old: Piece | None = None
    new: Piece | None = None


@dataclass(frozen=True)
class Row:
    """A line, a paragraph or a value, old beside new. One side is None where there was nothing.

    `skipped` counts the lines that are left out here, for they are the same; such a row has no
    sides. `what` is empty for a line that is shown only to find one's way.
    """

    old: Pieces | None = None
    new: Pieces | None = None
    what: str = ""
    old_number: int | None = None
    new_number: int | None = None
    old_kind: str = ""
    new_kind: str = ""
    skipped: int = 0
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One cell of one version of a table."""

    pieces: Pieces
    what: str = ""


@dataclass(frozen=True)
class TableRow:
    """One row of one version of a table, with its number from one."""

    number: int
    cells: tuple[Cell, ...]
    what: str = ""


@dataclass(frozen=True)
class Grid:
    """What is shown of one version of a table: its headings and the rows that changed."""

    heads: tuple[Cell, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True)
class TableChange:
    """Two versions of a table and how many rows are the same in both."""

    old: Grid | None
    new: Grid | None
    unchanged: int = 0


@dataclass(frozen=True)
class Move:
    """From where to where something went among its like, counted from one.

    `after` says what it stands behind now, and is empty where it is the first; the groups are
    the chapters, and empty where they are the same.
    """

    old_place: int
    new_place: int
    after: str = ""
    old_group: str = ""
    new_group: str = ""


@dataclass(frozen=True)
class PartChange:
    """What became of a field, of a block or of something within one."""

    what: What
    label: str
    # The page's field that it stands in, and the lasting id of a block; empty for a field.
    field: str = ""
    block_id: str = ""
    # A few of its own words, and its number among its like.
    title: str = ""
    number: int | None = None
    icon: str = ""
    form: Form = Form.GROUP
    move: Move | None = None
    rows: tuple[Row, ...] = ()
    table: TableChange | None = None
    parts: tuple["PartChange", ...] = ()
    # How many others of its list or stream are as they were.
    unchanged: int = 0
    # Of a block of a lesson that was released before.
    mark: Mark | None = None

    @property
    def anchor(self) -> str:
        """What the part is called within its page's changes."""
        return self.block_id or self.field


@dataclass(frozen=True)
class PageChange:
    """What became of a page of the course."""

    key: UUID
    kind: str
    title: str
    page_id: int | None
    what: What
    parts: tuple[PartChange, ...] = ()
    move: Move | None = None
    # What it was called, where that changed; and the chapter of a lesson.
    old_title: str = ""
    chapter: str = ""
    # How many blocks of its body are as they were.
    unchanged: int = 0
    # What its blocks are marked with, the weightiest first; without what is cosmetic.
    marks: tuple[Mark, ...] = ()
