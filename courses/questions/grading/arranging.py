"""Matching and ordering."""

from fractions import Fraction
from itertools import combinations
from typing import Any

from courses.questions.enums import OrderRule, Outcome
from courses.questions.grading.grades import Judgement, Part
from courses.questions.grading.keys import MatchingKey, OrderingKey, matching_key, ordering_key
from courses.questions.grading.reading import ids_answer, parts_answer
from courses.questions.grading.registry import MalformedAnswerError, register_grader


@register_grader("matching", matching_key)
def judge_matching(key: MatchingKey, answer: Any) -> Judgement:
    """Every pair counts the same, and a wrong one takes nothing away."""
    given = parts_answer(answer)
    if not set(given) <= set(key.wanted):
        raise MalformedAnswerError
    if not all(isinstance(right, str) and right in key.offered for right in given.values()):
        raise MalformedAnswerError
    parts = tuple(Part(left, _of_pair(key, left, given.get(left))) for left in key.wanted)
    right = sum(part.outcome == Outcome.RIGHT for part in parts)
    return Judgement(Fraction(right, len(parts)), parts)


def _of_pair(key: MatchingKey, left: str, chosen: str | None) -> Outcome:
    if chosen is None:
        return Outcome.UNANSWERED
    # By its words, for the same words may be offered twice.
    return Outcome.RIGHT if key.offered[chosen] == key.wanted[left] else Outcome.WRONG


@register_grader("ordering", ordering_key)
def judge_ordering(key: OrderingKey, answer: Any) -> Judgement:
    """By the rule that the author chose; the whole order is asked for."""
    given = ids_answer(answer)
    if set(given) != {step for step, _text in key.steps}:
        raise MalformedAnswerError
    order = _as_kept(key, given)
    parts = tuple(
        Part(step, Outcome.RIGHT if order[place] == place else Outcome.WRONG)
        for place, (step, _text) in enumerate(key.steps)
    )
    return Judgement(_SHARES[key.rule](order), parts)


def _as_kept(key: OrderingKey, given: list[str]) -> list[int]:
    """Return the right place of each step given; of steps that say the same the first goes first.

    Learners cannot tell those apart, so either may stand for the other.
    """
    texts = dict(key.steps)
    places: dict[str, list[int]] = {}
    for place, (_step, text) in enumerate(key.steps):
        places.setdefault(text, []).append(place)
    return [places[texts[step]].pop(0) for step in given]


def _share_of_places(order: list[int]) -> Fraction:
    return Fraction(sum(place == right for place, right in enumerate(order)), len(order))


def _share_of_all(order: list[int]) -> Fraction:
    return Fraction(order == sorted(order))


def _share_of_relations(order: list[int]) -> Fraction:
    """Kendall's tau, not below zero: pairs in their right order minus pairs in the wrong one."""
    pairs = len(order) * (len(order) - 1) // 2
    if not pairs:
        return Fraction(1)
    wrong = sum(first > second for first, second in combinations(order, 2))
    return max(Fraction(pairs - 2 * wrong, pairs), Fraction(0))


_SHARES = {
    OrderRule.RELATIVE: _share_of_relations,
    OrderRule.POSITION: _share_of_places,
    OrderRule.ALL: _share_of_all,
}
