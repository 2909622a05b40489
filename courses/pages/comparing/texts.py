"""Plain texts and code: lines beside each other, and within a line that changed its words."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

from courses.pages.comparing.matching import Effort, Run, aligned, runs
from courses.pages.comparing.parts import Piece, Pieces, Row

# Marks above and below letters belong to their word; scripts that write no spaces are taken
# letter by letter.
_WORD = re.compile(
    r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|[\w\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0d7f\u200c\u200d]+"
    r"|\s+|.",
    re.DOTALL,
)
_SAYS_SOMETHING = re.compile(r"\w")
# Two versions with less in common are two texts: marking the few words would only confuse.
LEAST_IN_COMMON = 0.3
# Unless one of them stayed, and the other is what was added to it.
ALMOST_ALL = 0.8
# Lines with less in common did not become one another.
LEAST_OF_A_LINE = 0.4
CONTEXT_LINES = 2

Line = TypeVar("Line")


@dataclass(frozen=True)
class Layout:
    """How the lines of a text are shown."""

    context: int = CONTEXT_LINES
    is_numbered: bool = False


CODE = Layout(is_numbered=True)
PROSE = Layout(context=0)


def tokens(text: str) -> list[str]:
    """Return words, spaces and signs in their order; joined they are the text again."""
    return _WORD.findall(text)


def words(text: str) -> "Counter[str]":
    """Return what a line is recognised by: its words, and its signs where it has no words."""
    every = [token for token in tokens(text.casefold()) if not token.isspace()]
    return Counter([token for token in every if _SAYS_SOMETHING.search(token)] or every)


def readable_runs(old: Sequence[str], new: Sequence[str], effort: Effort) -> list[Run]:
    """Return what is the same in two lists of tokens, in stretches worth reading.

    A space or a comma between two changes is part of one change, and two texts that share next
    to nothing are one change as a whole.
    """
    found = runs(old, new, effort, str.isspace)
    same = sum(_weight(old[run.old_from : run.old_to]) for run in found if run.is_same)
    smaller, larger = sorted((_weight(old), _weight(new)))
    if same < LEAST_IN_COMMON * larger and same < ALMOST_ALL * smaller:
        return [Run(False, 0, len(old), 0, len(new))]
    return _joined(found, old)


def _weight(some: Sequence[str]) -> int:
    return sum(len(token) for token in some if not token.isspace())


def _joined(found: Sequence[Run], old: Sequence[str]) -> list[Run]:
    joined: list[Run] = []
    for place, run in enumerate(found):
        is_between = 0 < place < len(found) - 1
        text = "".join(old[run.old_from : run.old_to])
        is_same = run.is_same and not (is_between and not _SAYS_SOMETHING.search(text))
        if joined and joined[-1].is_same == is_same:
            last = joined.pop()
            run = Run(is_same, last.old_from, run.old_to, last.new_from, run.new_to)  # noqa: PLW2901
        joined.append(Run(is_same, *run[1:]))
    return joined


def marked(old: str, new: str, effort: Effort) -> tuple[Pieces, Pieces]:
    """Return both versions of a line, with what went marked in one and what came in the other."""
    old_tokens, new_tokens = tokens(old), tokens(new)
    olds: list[Piece] = []
    news: list[Piece] = []
    for run in readable_runs(old_tokens, new_tokens, effort):
        went = "".join(old_tokens[run.old_from : run.old_to])
        came = "".join(new_tokens[run.new_from : run.new_to])
        if went:
            olds.append(Piece(went, "" if run.is_same else "removed"))
        if came:
            news.append(Piece(came, "" if run.is_same else "added"))
    return tuple(olds), tuple(news)


def lines_compared(old: str, new: str, effort: Effort, layout: Layout) -> tuple[Row, ...]:
    """Return the lines that changed, with those around them; nothing of their spaces is lost."""
    old_lines, new_lines = old.split("\n"), new.split("\n")

    rows: list[Row] = []
    for run in runs(old_lines, new_lines, effort, _is_blank):
        if run.is_same:
            rows += [
                Row((Piece(old_lines[at]),), (Piece(new_lines[to]),), "", at + 1, to + 1)
                for at, to in zip(*ranges(run), strict=True)
            ]
            continue
        for at, to in counterparts(run, old_lines, new_lines, words, effort):
            rows.append(_row(old_lines, new_lines, at, to, effort))
    rows = shortened(rows, layout.context)
    return tuple(rows if layout.is_numbered else map(_without_numbers, rows))


def _is_blank(line: str) -> bool:
    return not line.strip()


def _row(
    old: Sequence[str], new: Sequence[str], at: int | None, to: int | None, effort: Effort
) -> Row:
    if at is not None and to is not None:
        return Row(*marked(old[at], new[to], effort), "changed", at + 1, to + 1)
    if at is not None:
        return Row((Piece(old[at]),), None, "removed", at + 1)
    return Row(None, (Piece(new[cast(int, to)]),), "added", None, cast(int, to) + 1)


def counterparts(
    run: Run,
    old: Sequence[Line],
    new: Sequence[Line],
    words_of: "Callable[[Line], Counter[str]]",
    effort: Effort,
) -> list[tuple[int | None, int | None]]:
    """Pair the lines of a stretch in which some took the place of others, by their places."""
    olds, news = old[run.old_from : run.old_to], new[run.new_from : run.new_to]
    if len(olds) == len(news) == 1:
        return [(run.old_from, run.new_from)]
    pairs = aligned(
        [words_of(line) for line in olds],
        [words_of(line) for line in news],
        LEAST_OF_A_LINE,
        effort,
    )
    return [
        (None if at is None else run.old_from + at, None if to is None else run.new_from + to)
        for at, to in pairs
    ]


def ranges(run: Run) -> tuple[range, range]:
    """Return the places of a stretch in both."""
    return range(run.old_from, run.old_to), range(run.new_from, run.new_to)


def one_sided(text: str, what: str, layout: Layout) -> tuple[Row, ...]:
    """Return all lines of a text that is new, or gone."""
    rows = []
    for number, line in enumerate(text.split("\n"), 1):
        side, place = (Piece(line),), number if layout.is_numbered else None
        is_new = what == "added"
        rows.append(Row(None, side, what, None, place) if is_new else Row(side, None, what, place))
    return tuple(rows)


def shortened(rows: Sequence[Row], context: int) -> list[Row]:
    """Leave out what is the same and far from any change, and say how much it was."""
    near: set[int] = set()
    for place, row in enumerate(rows):
        if row.what:
            near.update(range(place - context, place + context + 1))
    short: list[Row] = []
    for place, row in enumerate(rows):
        if place in near:
            short.append(row)
        elif short and short[-1].skipped:
            short[-1] = Row(skipped=short[-1].skipped + 1)
        else:
            short.append(Row(skipped=1))
    return short


def _without_numbers(row: Row) -> Row:
    return Row(row.old, row.new, row.what, skipped=row.skipped, notes=row.notes)
