"""Quizzes as readers get them: without what is right, without what is said about it.

Templates, the API and logs are given these and nothing else, so that there is no key to leak.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from courses.questions.marks import Span, read_lines
from courses.questions.opaque import Side, opaque_id, shuffled

NO_BLANK = "…"


@dataclass(frozen=True, slots=True)
class PresentedOption:
    """One answer to choose, or one thing to match or to order: an id and its text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PresentedBlank:
    """A place to write or to choose. All that are written into look alike, whatever fits."""

    id: str
    kind: str
    number: int
    options: tuple[PresentedOption, ...] = ()


@dataclass(frozen=True, slots=True)
class PresentedPiece:
    """Some characters of a text, or a blank in it."""

    text: str = ""
    blank: PresentedBlank | None = None


@dataclass(frozen=True, slots=True)
class PresentedSpan:
    """Words, or code, in one line of a text."""

    is_code: bool
    pieces: tuple[PresentedPiece, ...]


@dataclass(frozen=True, slots=True)
class PresentedQuestion:
    """One question. Of the fields at the end each type of question uses its own."""

    id: str
    kind: str
    prompt: str
    points: int
    # What is chosen from: options in the author's order; matches and steps in nobody's.
    options: tuple[PresentedOption, ...] = ()
    # What a match is looked for.
    rows: tuple[PresentedOption, ...] = ()
    lines: tuple[tuple[PresentedSpan, ...], ...] = ()
    blanks: int = 0
    unit: str = ""
    fewest_words: int | None = None
    most_words: int | None = None

    @property
    def template(self) -> str:
        """Return the template that shows this type of question."""
        return f"components/streamfield/{self.kind}_question_block.html"


@dataclass(frozen=True, slots=True)
class PresentedQuiz:
    """A quiz: its questions in the order in which they were written, and its rules."""

    id: str
    title: str
    questions: tuple[PresentedQuestion, ...]
    pass_mark_percent: int
    attempts: int | None
    is_required: bool

    @property
    def points(self) -> int:
        """Return what all questions are worth together."""
        return sum(question.points for question in self.questions)


def present(value: Mapping[str, Any], block_id: str = "") -> PresentedQuiz:
    """Return the quiz that `value` holds, whatever state its author has left it in."""
    pass_mark = value.get("pass_mark_percent")
    return PresentedQuiz(
        id=block_id,
        title=value.get("title") or "",
        questions=present_questions(value.get("questions") or ()),
        pass_mark_percent=pass_mark if isinstance(pass_mark, int) else 0,
        attempts=value.get("attempts") or None,
        is_required=bool(value.get("is_required")),
    )


def present_questions(questions: Any) -> tuple[PresentedQuestion, ...]:
    """Return the questions of a stream, in order."""
    return tuple(child.block.present(child.value, child.id or "") for child in questions)


def present_options(options: Any) -> tuple[PresentedOption, ...]:
    """Return the options of a list, in order, without the empty ones of a draft."""
    found = texts_of(options, "text")
    return tuple(PresentedOption(id=part_id, text=text) for part_id, text in found.items())


def texts_of(items: Any, field: str = "", nameless: str = "") -> dict[str, str]:
    """Return the texts of a list by the ids of their items, without the empty ones of a draft.

    Wagtail makes up an id where none is kept, another one each time; a place is at least lasting,
    and `nameless` tells it from the places of another list.
    """
    found: dict[str, str] = {}
    for place, child in enumerate(getattr(items, "bound_blocks", ()), start=1):
        text = child.value.get(field) if field else child.value
        if text:
            found[child.original_id or f"{nameless}{place}"] = text
    return found


def present_in_order(
    question_id: str, side: Side, texts: Mapping[str, str]
) -> tuple[PresentedOption, ...]:
    """Return the texts of a list in its author's order, under ids that tell nothing."""
    return tuple(
        PresentedOption(opaque_id(question_id, side, key), text) for key, text in texts.items()
    )


def present_shuffled(
    question_id: str, side: Side, texts: Mapping[str, str]
) -> tuple[PresentedOption, ...]:
    """Return texts, by what each is known by, in an order and under ids that tell nothing."""
    order = shuffled(question_id, side, texts)
    return tuple(PresentedOption(opaque_id(question_id, side, one), texts[one]) for one in order)


@dataclass(frozen=True, slots=True)
class Gap:
    """A blank with the name by which the text of its author marks it, which readers never get."""

    name: str
    id: str
    kind: str
    options: tuple[PresentedOption, ...] = ()


def present_text(text: str, gaps: Iterable[Gap]) -> tuple[tuple[PresentedSpan, ...], ...]:
    """Return the lines of a text with its blanks in them.

    A mark of no blank shows as three dots, for its name may be an answer. A blank without a mark
    comes last: whoever translated the text and lost one takes no points from anybody.
    """
    waiting: dict[str, list[Gap]] = {}
    for gap in gaps:
        waiting.setdefault(gap.name, []).append(gap)
    numbers = count(1)

    def filled(name: str) -> PresentedPiece:
        if not waiting.get(name):
            return PresentedPiece(text=NO_BLANK)
        gap = waiting[name].pop(0)
        return PresentedPiece(blank=PresentedBlank(gap.id, gap.kind, next(numbers), gap.options))

    lines = [tuple(_present_span(span, filled) for span in line) for line in read_lines(text)]
    lost = tuple(filled(name) for name, left in waiting.items() for _gap in tuple(left))
    if lost:
        lines.append((PresentedSpan(False, lost),))
    return tuple(lines)


def _present_span(span: Span, filled: Callable[[str], PresentedPiece]) -> PresentedSpan:
    # Words and names of blanks by turns; there are no words before a mark that comes first.
    pieces = (
        filled(part.strip()) if place % 2 else PresentedPiece(text=part)
        for place, part in enumerate(span.parts)
        if part or place % 2
    )
    return PresentedSpan(span.is_code, tuple(pieces))
