"""Grading a question, and a quiz."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

# Importing the judges registers them.
from courses.questions.enums import Outcome
from courses.questions.grading import (  # noqa: F401
    arranging,
    choosing,
    filling,
    measuring,
    wording,
)
from courses.questions.grading.grades import Grade, QuizGrade
from courses.questions.grading.plain import items_of, whole_number_of
from courses.questions.grading.registry import MalformedAnswerError, NoAnswerError, graders

# What each question is given of something that cannot be the answers to a quiz.
_NO_ANSWERS = object()


def grade_question(kind: str, value: Any, answer: Any) -> Grade:
    """Return what `answer` is worth to a question of this kind that holds `value`.

    `value` is Wagtail's or the JSON that is kept of it. No answer and no value raises anything:
    an answer that could not be one earns nothing, and a question without a key waits for a person.
    """
    points = whole_number_of(value, "points")
    grader = graders().get(kind)
    key = grader.read_key(value) if grader else None
    if grader is None or key is None:
        return Grade(Fraction(0), points, Outcome.BY_HAND if answer else Outcome.UNANSWERED)
    try:
        judged = grader.judge(key, answer)
    except NoAnswerError:
        return Grade(Fraction(0), points, Outcome.UNANSWERED)
    except MalformedAnswerError:
        return Grade(Fraction(0), points, Outcome.MALFORMED)
    outcome = Outcome.BY_HAND if grader.is_by_hand else _outcome(judged.share)
    return Grade(judged.share * points, points, outcome, judged.parts)


def grade_quiz(value: Any, answers: Any) -> QuizGrade:
    """Return what `answers`, by the ids of the questions, are worth to the quiz.

    Answers to questions that the quiz does not have are passed over.
    """
    if answers is None:
        answers = {}
    grades = tuple(
        (
            question.id,
            grade_question(
                question.kind,
                question.value,
                answers.get(question.id) if isinstance(answers, Mapping) else _NO_ANSWERS,
            ),
        )
        for question in items_of(value, "questions")
    )
    return QuizGrade(grades, whole_number_of(value, "pass_mark_percent"))


def _outcome(share: Fraction) -> Outcome:
    if share == 1:
        return Outcome.RIGHT
    return Outcome.PARTLY if share else Outcome.WRONG
