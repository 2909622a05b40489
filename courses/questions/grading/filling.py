"""Blanks in a text."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from courses.questions.enums import Outcome
from courses.questions.grading.choosing import judge_one_choice
from courses.questions.grading.grades import Judgement, Part
from courses.questions.grading.keys import BlanksKey, Key, blanks_key
from courses.questions.grading.measuring import judge_number
from courses.questions.grading.reading import parts_answer
from courses.questions.grading.registry import (
    MalformedAnswerError,
    NoAnswerError,
    register_grader,
)
from courses.questions.grading.wording import judge_text

_JUDGES: dict[str, Callable[[Any, Any], Judgement]] = {
    "text": judge_text,
    "number": judge_number,
    "choice": judge_one_choice,
}


@register_grader("fill_blanks", blanks_key)
def judge_blanks(key: BlanksKey, answer: Any) -> Judgement:
    """Every blank counts the same, and a wrong one takes nothing away."""
    given = parts_answer(answer)
    if not set(given) <= set(key.blanks):
        raise MalformedAnswerError
    parts = tuple(
        Part(blank, _of_blank(kind, blank_key, given.get(blank)))
        for blank, (kind, blank_key) in key.blanks.items()
    )
    if all(part.outcome == Outcome.UNANSWERED for part in parts):
        raise NoAnswerError
    right = sum(part.outcome == Outcome.RIGHT for part in parts)
    return Judgement(Fraction(right, len(parts)), parts)


def _of_blank(kind: str, key: Key, said: Any) -> Outcome:
    try:
        return Outcome.RIGHT if _JUDGES[kind](key, said).share == 1 else Outcome.WRONG
    except NoAnswerError:
        return Outcome.UNANSWERED
