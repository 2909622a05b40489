"""Quizzes as readers get them: without what is right, without what is said about it.

Templates, the API and logs are given these and nothing else, so that there is no key to leak.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PresentedOption:
    """One answer to choose: its lasting id and its text."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PresentedQuestion:
    """One question. Of the fields at the end each type of question uses its own."""

    id: str
    kind: str
    prompt: str
    points: int
    options: tuple[PresentedOption, ...] = ()
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
    """Return the options of a list, in order, without the empty ones of a draft.

    Wagtail makes up an id where none is kept, another one each time; a place is at least lasting.
    """
    children = getattr(options, "bound_blocks", ())
    return tuple(
        PresentedOption(id=child.original_id or str(place), text=child.value["text"])
        for place, child in enumerate(children, start=1)
        if child.value.get("text")
    )
