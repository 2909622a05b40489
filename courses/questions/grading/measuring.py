"""Numbers."""

from fractions import Fraction
from typing import Any

from courses.questions.grading.grades import Judgement
from courses.questions.grading.keys import NumberKey, number_key
from courses.questions.grading.reading import text_answer
from courses.questions.grading.registry import register_grader
from courses.questions.numbers import read_answer


@register_grader("number", number_key)
def judge_number(key: NumberKey, answer: Any) -> Judgement:
    """All within the wider tolerance, its ends included, else nothing."""
    readings = read_answer(text_answer(answer), key.units)
    fits = any(abs(reading - key.number) <= key.margin for reading in readings)
    return Judgement(Fraction(fits))
