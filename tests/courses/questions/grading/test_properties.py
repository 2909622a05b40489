"""What holds of every question and every answer."""

from copy import deepcopy
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.questions.grading import grade_question, grade_quiz
from tests.courses.questions.grading.examples import item
from tests.courses.questions.grading.made import (
    BLANK_KINDS,
    FEW,
    Made,
    blanks,
    margin,
    matchings,
    orderings,
    questions,
    right_sides,
    several_choices,
)
from tests.courses.questions.test_translating import OFFERED

pytestmark = pytest.mark.soak


def plainly_spelt(text: str, value: dict[str, Any]) -> str:
    """The spelling, for the few letters that are made up here."""
    text = text if value["case_counts"] else text.lower()
    if not value["accents_count"]:
        text = text.replace("é", "e").replace("É", "E")
    return text if value["spaces_count"] else " ".join(text.split())


def is_fully_right(kind: str, value: dict[str, Any], right: Any, answer: Any) -> bool:
    """Whether nothing is wrong with an answer, found out without a grader."""
    if kind == "short_text":
        accepted = value["accepted"].split("\n")
        return plainly_spelt(answer, value) in {plainly_spelt(a, value) for a in accepted}
    if kind == "number":
        return abs(Decimal(answer) - Decimal(value["answer"])) <= margin(value)
    if kind == "multiple_choice":
        return set(answer) == set(right)
    if kind == "matching":
        words = right_sides(value)
        return {k: words[v] for k, v in answer.items()} == {k: words[v] for k, v in right.items()}
    if kind == "fill_blanks":
        kinds = {name: blank for blank, name in BLANK_KINDS.items()}
        return all(
            blank["id"] in answer
            and is_fully_right(
                kinds[blank["type"]], blank["value"], right[blank["id"]], answer[blank["id"]]
            )
            for blank in value["blanks"]
        )
    return bool(answer == right)


@FEW
@given(questions())
def test_full_credit_is_for_the_key_and_for_nothing_else(made: Made):
    full = grade_question(made.kind, made.value, made.right)
    assert (full.points, full.outcome) == (made.value["points"], "right")
    grade = grade_question(made.kind, made.value, made.other)
    assert grade.is_right is is_fully_right(made.kind, made.value, made.right, made.other)


@FEW
@given(questions())
def test_a_grade_stays_between_nothing_and_all(made: Made):
    grade = grade_question(made.kind, made.value, made.other)
    assert grade.max_points == made.value["points"]
    assert 0 <= grade.points <= grade.max_points
    assert isinstance(grade.points, Fraction)
    expected = {0: "wrong", grade.max_points: "right"}.get(grade.points, "partly")
    if grade.max_points:
        assert grade.outcome == expected


def better_choices(made: Made) -> list[Any]:
    """The same ticks with one right one more, or one wrong one less."""
    missing = set(made.right) - set(made.other)
    wrong = set(made.other) - set(made.right)
    return [[*made.other, tick] for tick in missing] + [
        [tick for tick in made.other if tick != one] for one in wrong
    ]


@FEW
@given(several_choices())
def test_a_better_choice_earns_no_less(made: Made):
    before = grade_question(made.kind, made.value, made.other).points
    for better in better_choices(made):
        assert grade_question(made.kind, made.value, better).points >= before


@FEW
@given(matchings())
def test_another_right_pair_earns_more(made: Made):
    before = grade_question(made.kind, made.value, made.other)
    words = right_sides(made.value)
    for left, right in made.right.items():
        was_right = words.get(made.other.get(left)) == words[right]
        after = grade_question(made.kind, made.value, {**made.other, left: right})
        gained = Fraction(0 if was_right else made.value["points"], len(made.right))
        assert after.points - before.points == gained


def swapped(order: list[str], first: int, second: int) -> list[str]:
    turned = list(order)
    turned[first], turned[second] = turned[second], turned[first]
    return turned


@FEW
@given(orderings())
def test_a_better_order_earns_no_less(made: Made):
    """Better is: two steps that stood in the wrong order, or one that came to its own place."""
    before = grade_question(made.kind, made.value, made.other).points
    by_place = made.value["rule"] == "position"
    for first, second in combinations(range(len(made.right)), 2):
        order = swapped(made.other, first, second)
        if by_place:
            gained = [order[n] == made.right[n] for n in (first, second)]
            lost = [made.other[n] == made.right[n] for n in (first, second)]
            is_better = any(gained) and not any(lost)
        else:
            is_better = made.right.index(order[first]) < made.right.index(order[second])
        if is_better:
            assert grade_question(made.kind, made.value, order).points >= before


@FEW
@given(blanks(), st.data())
def test_another_right_blank_earns_no_less(made: Made, data: st.DataObject):
    blank = data.draw(st.sampled_from(sorted(made.right)))
    better = {**made.other, blank: made.right[blank]}
    before = grade_question(made.kind, made.value, made.other).points
    assert grade_question(made.kind, made.value, better).points >= before


def shuffled(value: dict[str, Any], data: st.DataObject) -> dict[str, Any]:
    """The question with what is in no order of its own in another one."""
    turned = deepcopy(value)
    for name in ("options", "pairs", "distractors", "blanks"):
        if name in turned:
            turned[name] = data.draw(st.permutations(turned[name]))
    if "accepted" in turned:
        turned["accepted"] = "\n".join(data.draw(st.permutations(turned["accepted"].split("\n"))))
    return turned


@FEW
@given(questions(), st.data())
def test_the_order_in_which_things_are_kept_or_sent_does_not_matter(made: Made, data):
    other = made.other
    if made.kind == "multiple_choice":
        other = data.draw(st.permutations(other))
    if isinstance(other, dict):
        other = dict(data.draw(st.permutations(list(other.items()))))
    before = grade_question(made.kind, made.value, made.other)
    after = grade_question(made.kind, shuffled(made.value, data), other)
    assert (after.points, after.outcome) == (before.points, before.outcome)
    assert set(after.parts) == set(before.parts)


@FEW
@given(st.lists(questions(), max_size=5), st.data())
def test_a_quiz_is_the_sum_of_its_questions_in_any_order(made: list[Made], data):
    kept = [item(f"q{n}", one.value, one.kind) for n, one in enumerate(made)]
    answers = {f"q{n}": one.other for n, one in enumerate(made)}
    before = grade_quiz({"questions": kept, "pass_mark_percent": 60}, answers)
    turned = data.draw(st.permutations(kept))
    after = grade_quiz({"questions": turned, "pass_mark_percent": 60}, answers)
    assert before.points == sum(grade_question(m.kind, m.value, m.other).points for m in made)
    assert (after.points, after.max_points) == (before.points, before.max_points)
    assert after.is_passed is before.is_passed
    assert dict(after.grades) == dict(before.grades)


# What wagtail-localize offers to translators of a question, by the names of the fields.
WORDS = {"prompt", "text", "left", "right", "explanation", "feedback", "feedback_wrong"}


SAID_AFTERWARDS = {"feedback_true", "feedback_false"}


def test_these_are_the_words_that_translators_are_offered():
    """All but the unit, which test_quizzes.py has: it is known by its name in each language."""
    offered = {field.rsplit(".", 1)[-1] for fields in OFFERED.values() for field in fields}
    named = {name for name in offered if not name.startswith("#")}
    assert named == WORDS | SAID_AFTERWARDS | {"unit"}


def translated(value: Any, name: str = "") -> Any:
    """The question in another language: other words, the same keys and ids."""
    if isinstance(value, dict):
        return {field: translated(child, field) for field, child in value.items()}
    if isinstance(value, list):
        return [translated(child, name) for child in value]
    # The texts of distractors are items of a list themselves: their `value` is a text.
    return f"FR {value}" if name in WORDS or name == "value" else value


@FEW
@given(questions())
def test_an_answer_is_worth_the_same_in_every_language(made: Made):
    french = translated(made.value)
    assert french != made.value or made.kind in {
        "true_false",
        "number",
        "short_text",
        "fill_blanks",
    }
    for answer in (made.right, made.other):
        there = grade_question(made.kind, french, answer)
        here = grade_question(made.kind, made.value, answer)
        assert there == here
