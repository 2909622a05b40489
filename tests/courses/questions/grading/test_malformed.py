"""Whatever is sent, and whatever an author left: a grade comes back, and never an exception."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.questions.grading import Grade, grade_question, grade_quiz
from courses.questions.grading.registry import graders
from courses.questions.registry import question_types
from tests.courses.questions.grading.examples import BLANKS, matching, number, options, ordering
from tests.courses.questions.grading.made import FEW, LETTERS, Made, questions

pytestmark = pytest.mark.soak

CHOICE = {"points": 3, "options": options("A* B* C")}
PAIRS = matching("1=a 2=b", "x")
MALFORMED = {
    "one choice of a number": ("single_choice", CHOICE, 7),
    "one choice of a list": ("single_choice", CHOICE, ["A"]),
    "one choice of no option": ("single_choice", CHOICE, "D"),
    "one choice as in a text": ("single_choice", CHOICE, "Option A"),
    "one choice of true": ("single_choice", CHOICE, True),
    "one choice too long": ("single_choice", CHOICE, "A" * 101),
    "several as a text": ("multiple_choice", CHOICE, "A"),
    "several as a dictionary": ("multiple_choice", CHOICE, {"A": True}),
    "several with one of no option": ("multiple_choice", CHOICE, ["A", "D"]),
    "several with one twice": ("multiple_choice", CHOICE, ["A", "A"]),
    "several with a list": ("multiple_choice", CHOICE, ["A", ["B"]]),
    "several with nothing": ("multiple_choice", CHOICE, ["A", None]),
    "several thousand": ("multiple_choice", CHOICE, [str(n) for n in range(5000)]),
    "truth as a truth": ("true_false", {"points": 3, "answer": "true"}, True),
    "truth in capitals": ("true_false", {"points": 3, "answer": "true"}, "TRUE"),
    "a number": ("number", number("5"), 5),
    "a number that is none": ("number", number("5"), float("nan")),
    "a number too long": ("number", number("5"), "5" + " " * 500),
    "a text too long": ("short_text", {"points": 3, "accepted": "a"}, "a" * 501),
    "a text in a list": ("short_text", {"points": 3, "accepted": "a"}, ["a"]),
    "pairs as a list": ("matching", PAIRS, [["p1", "p1"]]),
    "pairs with no such left": ("matching", PAIRS, {"p1": "p1", "p3": "p1"}),
    "pairs with an extra left": ("matching", PAIRS, {"xx": "p1"}),
    "pairs with no such right": ("matching", PAIRS, {"p1": "p9"}),
    "pairs with a list": ("matching", PAIRS, {"p1": ["p1"]}),
    "pairs with a number for a left": ("matching", PAIRS, {1: "p1"}),
    "an order that lacks one": ("ordering", ordering("A B C"), ["sA", "sB"]),
    "an order with one twice": ("ordering", ordering("A B C"), ["sA", "sB", "sB"]),
    "an order with one more": ("ordering", ordering("A B C"), ["sA", "sB", "sC", "sD"]),
    "an order as a text": ("ordering", ordering("A B C"), "sA sB sC"),
    "blanks as a list": ("fill_blanks", BLANKS, ["faster"]),
    "no such blank": ("fill_blanks", BLANKS, {"b1": "faster", "b9": "x"}),
    "a blank with a number": ("fill_blanks", BLANKS, {"b1": "faster", "b2": 0.85}),
    "a blank of no option": ("fill_blanks", BLANKS, {"b1": "faster", "b3": "left"}),
    "an essay of a list": ("essay", {"points": 3}, ["words"]),
    "an essay too long": ("essay", {"points": 3}, "a" * 200_001),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_what_the_form_could_not_have_sent_earns_nothing(name):
    kind, value, answer = MALFORMED[name]
    assert grade_question(kind, value, answer) == Grade(Fraction(0), value["points"], "malformed")


EMPTY = {
    "single_choice": (CHOICE, [None, "", " "]),
    "multiple_choice": (CHOICE, [None, []]),
    "true_false": ({"points": 3, "answer": "true"}, [None, ""]),
    "number": (number("0"), [None, "", " \u00a0"]),
    "short_text": ({"points": 3, "accepted": "a"}, [None, "", "\n"]),
    "matching": (PAIRS, [None, {}, {"p1": ""}, {"p1": None, "p2": ""}]),
    "ordering": (ordering("A B C"), [None, []]),
    "fill_blanks": (BLANKS, [None, {}, {"b1": " "}, {"b1": "", "b2": None}]),
    "essay": ({"points": 3}, [None, "", "  "]),
}


@pytest.mark.parametrize("kind", EMPTY)
def test_no_answer_is_no_wrong_answer(kind):
    value, empty = EMPTY[kind]
    for answer in empty:
        assert grade_question(kind, value, answer) == Grade(
            Fraction(0), value["points"], "unanswered"
        )


def test_every_type_of_question_has_a_grader_and_no_other_has():
    assert set(graders()) == set(question_types()) == set(EMPTY)


KEYLESS = {
    "single_choice": {"options": options("A B")},
    "multiple_choice": {"options": []},
    "true_false": {"answer": ""},
    "number": {"answer": "0,5"},
    "short_text": {"accepted": " \n"},
    "matching": {"pairs": [{"left": "a", "right": ""}]},
    "ordering": {"items": [{"text": ""}]},
    "fill_blanks": {"blanks": [*BLANKS["blanks"], {"type": "text", "id": "b4", "value": {}}]},
    "essay": {},
    "code": {},
}


@pytest.mark.parametrize("kind", KEYLESS)
def test_a_question_without_a_key_waits_for_a_person(kind):
    value = {"points": 4, **KEYLESS[kind]}
    assert grade_question(kind, value, "A") == Grade(Fraction(0), 4, "by_hand")
    assert grade_question(kind, value, None) == Grade(Fraction(0), 4, "unanswered")


def test_a_pattern_that_cannot_be_used_leaves_no_key():
    value = {"points": 4, "accepted": "(", "is_pattern": True}
    assert grade_question("short_text", value, "(").outcome == "by_hand"


NAMES = ["points", "options", "pairs", "distractors", "items", "blanks", "rule", "text", "id"]
NAMES += ["left", "right", "is_right", "answer", "tolerance", "units", "accepted", "is_pattern"]
NAMES += ["type", "value", "questions", "pass_mark_percent", "case_counts", *LETTERS, "p1", "b1"]
KINDS = [*EMPTY, "code", "text", "choice", "item", ""]
WORDS = st.text(st.characters(), max_size=6) | st.sampled_from([*NAMES, *KINDS, "1e999", "true"])
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | WORDS
JSON = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=5),
    max_leaves=15,
)


def assert_sound(grade: Grade) -> None:
    assert 0 <= grade.points <= grade.max_points
    if grade.outcome in {"malformed", "unanswered", "by_hand", "wrong"}:
        assert grade.points == 0


@FEW
@given(questions(), JSON)
def test_any_json_may_be_sent(made: Made, sent: Any):
    assert_sound(grade_question(made.kind, made.value, sent))


@FEW
@given(questions(), st.data())
def test_an_answer_that_is_nearly_one_may_be_sent(made: Made, data: st.DataObject):
    sent = data.draw(st.sampled_from([made.right, made.other]))
    if isinstance(sent, dict):
        sent = {**sent, data.draw(st.sampled_from([*sent, "p1"])): data.draw(JSON)}
    elif isinstance(sent, list):
        sent = [*sent, data.draw(JSON)][data.draw(st.integers(0, 1)) :]
    else:
        sent = data.draw(st.text(st.characters(), max_size=3)) + sent
    assert_sound(grade_question(made.kind, made.value, sent))


@FEW
@given(st.sampled_from(KINDS), JSON, JSON)
def test_any_json_may_be_kept(kind: str, value: Any, sent: Any):
    assert_sound(grade_question(kind, value, sent))


@FEW
@given(JSON, JSON)
def test_any_json_may_be_a_quiz(value: Any, sent: Any):
    grade = grade_quiz(value, sent)
    assert 0 <= grade.points <= grade.max_points
    assert grade.is_passed in {True, False, None}
