"""Tables: the rows that changed, cell by cell, under their headings."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.pages.comparing.matching import Effort, runs
from courses.pages.comparing.parts import Cell, Grid, Piece, TableChange, TableRow
from courses.pages.comparing.texts import counterparts, marked, ranges, words

Pair = tuple[int | None, int | None]


@dataclass(frozen=True)
class Table:
    """One version, as it is stored, with every cell as text."""

    heads: list[str]
    kinds: list[str]
    rows: list[list[str]]

    @property
    def columns(self) -> list[tuple[str, str]]:
        """What each column is known by."""
        return list(zip(self.heads, self.kinds, strict=True))


def read_table(value: Any, kinds: Mapping[str, str]) -> Table:
    """Return a stored table; cells that are missing are empty. `kinds` names those of columns."""
    stored = value if isinstance(value, dict) else {}
    columns = stored.get("columns") or []
    rows = [row.get("values") or [] for row in stored.get("rows") or []]
    return Table(
        [_text(column.get("heading")) for column in columns],
        [kinds.get(kind, kind) for kind in (_text(column.get("type")) for column in columns)],
        [[_text(cell) for cell in (*row, *[None] * len(columns))][: len(columns)] for row in rows],
    )


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def table_compared(old: Table, new: Table, effort: Effort) -> TableChange | None:
    """Return the rows and headings that changed, None if none did."""
    said = {**_said(old), **_said(new)}
    columns = _pairs(old.columns, new.columns, said.__getitem__, effort)
    kept = [(at, to) for at, to in columns if at is not None and to is not None]
    olds = [tuple(row[at] for at, _to in kept) for row in old.rows]
    news = [tuple(row[to] for _at, to in kept) for row in new.rows]
    rows = _pairs(olds, news, _row_words, effort)
    same = {(a, t) for a, t in rows if a is not None and t is not None and olds[a] == news[t]}
    heads = _cells(*_heads(old, new, kept), columns, effort)
    has_same_columns = len(kept) == len(columns)
    found: tuple[list[TableRow], list[TableRow]] = ([], [])
    unchanged = 0
    for at, to in rows:
        is_both = at is not None and to is not None
        if has_same_columns and (at, to) in same:
            unchanged += 1
            continue
        before = old.rows[at] if at is not None else None
        after = new.rows[to] if to is not None else None
        cells = _cells(before, after, columns, effort)
        for side, number, its in zip(found, (at, to), cells, strict=True):
            if number is not None:
                lone = "removed" if to is None else "added"
                side.append(TableRow(number + 1, its, "changed" if is_both else lone))
    if not any((*found, *(cell.what for side in heads for cell in side))):
        return None
    return TableChange(Grid(heads[0], tuple(found[0])), Grid(heads[1], tuple(found[1])), unchanged)


def _said(table: Table) -> dict[tuple[str, str], "Counter[str]"]:
    """Return what each column is recognised by when its heading changed: all that it says."""
    return {
        column: words(" ".join([column[0], *(row[place] for row in table.rows)]))
        for place, column in enumerate(table.columns)
    }


def _heads(old: Table, new: Table, kept: Sequence[tuple[int, int]]) -> tuple[list[str], list[str]]:
    """Return the headings; where a column holds something else now, with what it holds."""
    heads = list(old.heads), list(new.heads)
    for at, to in kept:
        if old.kinds[at] != new.kinds[to]:
            heads[0][at] += f" ({old.kinds[at]})"
            heads[1][to] += f" ({new.kinds[to]})"
    return heads


def one_sided_table(table: Table, what: str) -> TableChange:
    """Return a whole table that is new, or gone."""
    heads = tuple(Cell((Piece(head),)) for head in table.heads)
    rows = tuple(
        TableRow(number, tuple(Cell((Piece(cell),)) for cell in row), what)
        for number, row in enumerate(table.rows, 1)
    )
    grid = Grid(heads, rows)
    return TableChange(None, grid) if what == "added" else TableChange(grid, None)


def _row_words(row: tuple[str, ...]) -> "Counter[str]":
    return Counter(f"{place} {cell}" for place, cell in enumerate(row) if cell)


def _pairs(old: Sequence[Any], new: Sequence[Any], words_of: Any, effort: Effort) -> list[Pair]:
    """Pair columns or rows of both versions in their order."""
    pairs: list[Pair] = []
    for run in runs(old, new, effort):
        if run.is_same:
            pairs += zip(*ranges(run), strict=True)
        else:
            pairs += counterparts(run, old, new, words_of, effort)
    return pairs


def _cells(
    old: Sequence[str] | None, new: Sequence[str] | None, columns: Sequence[Pair], effort: Effort
) -> tuple[tuple[Cell, ...], tuple[Cell, ...]]:
    """Return both versions of a row, with what changed in each cell marked."""
    olds: list[Cell] = []
    news: list[Cell] = []
    for at, to in columns:
        before = old[at] if old is not None and at is not None else None
        after = new[to] if new is not None and to is not None else None
        if before is not None and after is not None and before != after:
            went, came = marked(before, after, effort)
            olds.append(Cell(went, "changed"))
            news.append(Cell(came, "changed"))
            continue
        if before is not None:
            olds.append(Cell((Piece(before),), "removed" if to is None else ""))
        if after is not None:
            news.append(Cell((Piece(after),), "added" if at is None else ""))
    return tuple(olds), tuple(news)
