"""Choices: one of several, several of several, true or false."""

from fractions import Fraction
from typing import Any

from courses.questions.enums import ChoiceRule, Outcome
from courses.questions.grading.grades import Judgement, Part
from courses.questions.grading.keys import ChoiceKey, choice_key, truth_key
from courses.questions.grading.reading import id_answer, ids_answer
from courses.questions.grading.registry import MalformedAnswerError, register_grader


@register_grader("true_false", truth_key)
@register_grader("single_choice", choice_key)
def judge_one_choice(key: ChoiceKey, answer: Any) -> Judgement:
    """All for an option that is right, else nothing."""
    chosen = id_answer(answer)
    if chosen not in key.options:
        raise MalformedAnswerError
    outcome = Outcome.RIGHT if chosen in key.right else Outcome.WRONG
    return Judgement(Fraction(outcome == Outcome.RIGHT), (Part(chosen, outcome),))


@register_grader("multiple_choice", choice_key)
def judge_several_choices(key: ChoiceKey, answer: Any) -> Judgement:
    """Right minus wrong: each right option is one share, each wrong one takes shares away.

    A wrong tick takes as much as a right one gives, or more where there are fewer wrong options
    than right ones: ticking everything then earns nothing.
    """
    chosen = set(ids_answer(answer))
    if not chosen <= set(key.options):
        raise MalformedAnswerError
    parts = tuple(
        Part(
            option, Outcome.RIGHT if (option in chosen) == (option in key.right) else Outcome.WRONG
        )
        for option in key.options
    )
    if key.rule == ChoiceRule.ALL:
        return Judgement(Fraction(chosen == key.right), parts)
    wrong = chosen - key.right
    share = Fraction(len(chosen & key.right), len(key.right))
    if wrong:
        share -= Fraction(len(wrong), min(len(key.right), len(key.options) - len(key.right)))
    return Judgement(max(share, Fraction(0)), parts)
