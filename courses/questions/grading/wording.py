"""Short texts, and essays, which people read."""

from fractions import Fraction
from typing import Any

from courses.questions.grading.grades import Judgement
from courses.questions.grading.keys import ReaderKey, TextKey, reader_key, text_key
from courses.questions.grading.reading import ESSAY_LENGTH, text_answer
from courses.questions.grading.registry import register_grader
from courses.questions.spelling import comparable


@register_grader("short_text", text_key)
def judge_text(key: TextKey, answer: Any) -> Judgement:
    """All for what an accepted form says in any spelling, or a pattern describes as a whole."""
    said = comparable(
        text_answer(answer),
        case_counts=key.case_counts,
        spaces_count=key.spaces_count,
        accents_count=key.accents_count,
    )
    fits = said in key.accepted or any(pattern.fits(said) for pattern in key.patterns)
    return Judgement(Fraction(fits))


@register_grader("essay", reader_key, is_by_hand=True)
def judge_essay(key: ReaderKey, answer: Any) -> Judgement:
    """Nothing yet: only whether there is something to read."""
    text_answer(answer, ESSAY_LENGTH)
    return Judgement(Fraction(0))
