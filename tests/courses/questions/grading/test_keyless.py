"""What readers get has no room for a key, and what holds a key does not say it."""

import dataclasses
import inspect
import typing
from typing import Any

import pytest
from wagtail import blocks

from courses.questions import presenting
from courses.questions.grading import grade_question, keys
from courses.questions.grading.registry import graders
from courses.questions.registry import question_types
from tests.courses.questions.grading.examples import (
    BLANKS,
    matched,
    matching,
    number,
    options,
    ordering,
    short_text,
)
from tests.courses.questions.quizzes import BLOCK, full_quiz, value_of

PRESENTED = {
    name: made
    for name, made in vars(presenting).items()
    if inspect.isclass(made) and made.__module__ == presenting.__name__ and name != "Gap"
}
# What a block has and readers get as it is; whatever else it has is a key or is said about one.
SEEN_BY_READERS = {
    *("title", "questions", "pass_mark_percent", "attempts", "is_required"),
    *("prompt", "points", "options", "text", "unit", "fewest_words", "most_words", "blanks"),
}
# What readers get that no block has under this name.
MADE_FOR_READERS = {"id", "kind", "rows", "lines", "number", "blank", "is_code", "pieces"}


def fields_of(block: Any) -> set[str]:
    """The names of all fields below a block."""
    children = dict(getattr(block, "child_blocks", {}))
    if isinstance(block, blocks.ListBlock):
        return fields_of(block.child_block)
    names = set() if isinstance(block, blocks.StreamBlock) else set(children)
    return names.union(*(fields_of(child) for child in children.values()))


KEYS = fields_of(BLOCK) - SEEN_BY_READERS


def types_in(annotation: Any) -> set[type]:
    """Every type that an annotation names."""
    inner = typing.get_args(annotation)
    if inner:
        return set().union(*(types_in(part) for part in inner if part is not Ellipsis))
    return {annotation}


def test_the_fields_of_keys_are_known():
    known = {"is_right", "answer", "tolerance", "accepted", "case_counts", "right", "items"}
    assert known <= KEYS
    assert "text" not in KEYS


@pytest.mark.parametrize("name", PRESENTED)
def test_what_is_presented_has_slots_and_no_field_for_a_key(name):
    presented = PRESENTED[name]
    assert name.startswith("Presented")
    assert presented.__dataclass_params__.frozen
    assert "__dict__" not in dir(presented), "without slots a key could be put on it"
    fields = {field.name for field in dataclasses.fields(presented)}
    assert fields <= SEEN_BY_READERS | MADE_FOR_READERS
    attributes = {attribute for attribute in dir(presented) if not attribute.startswith("_")}
    assert attributes - fields <= {"template", "points"}
    assert not attributes & KEYS


def test_what_is_presented_holds_plain_values_and_nothing_but_its_kind():
    """No mapping, no value of Wagtail's, nothing that anything could hide in."""
    for presented in PRESENTED.values():
        for held in typing.get_type_hints(presented).values():
            allowed = {str, int, bool, type(None), tuple, *PRESENTED.values()}
            assert types_in(held) <= allowed, (presented, held)


def walk(presented: Any) -> set[type]:
    """The types of everything that can be reached from an object."""
    found = {type(presented)}
    if isinstance(presented, tuple):
        return found.union(*(walk(child) for child in presented))
    if dataclasses.is_dataclass(presented):
        names = [field.name for field in dataclasses.fields(presented)]
        return found.union(*(walk(getattr(presented, name)) for name in names))
    return found


def test_a_presented_quiz_is_made_of_nothing_else_and_says_no_key():
    shown = presenting.present(value_of(full_quiz(SECRET)), "b1")
    plain = {str, int, bool, type(None), tuple}
    assert walk(shown) == plain | set(PRESENTED.values())
    assert SECRET not in repr(shown)
    assert "4711" not in repr(shown)
    with pytest.raises((AttributeError, TypeError)):
        object.__setattr__(shown.questions[0], "is_right", True)


SECRET = "zweiundvierzig"
HOLDING = {
    "single_choice": {"options": options(f"{SECRET}* B")},
    "multiple_choice": {"options": options(f"{SECRET}* B")},
    "true_false": {"answer": "true"},
    "number": number("424242", units=f"{SECRET}"),
    "short_text": short_text(SECRET),
    "matching": matching(f"1={SECRET} 2=b"),
    "ordering": ordering(f"{SECRET} B"),
    "fill_blanks": {
        "blanks": [{"type": "text", "id": SECRET, "value": {"accepted": SECRET}}, *BLANKS["blanks"]]
    },
    "essay": {"model_answer": SECRET},
}


@pytest.mark.parametrize("kind", HOLDING)
def test_a_key_says_nothing_of_itself(kind):
    key = graders()[kind].read_key(HOLDING[kind])
    assert repr(key) == str(key) == f"<{type(key).__name__}>"
    assert f"{key}" == repr(key)
    assert "__dict__" not in dir(key)


def test_every_key_is_one_of_these():
    assert set(HOLDING) == set(question_types())
    made = {type(graders()[kind].read_key(value)) for kind, value in HOLDING.items()}
    kinds = {found for name, found in vars(keys).items() if name.endswith("Key") and name != "Key"}
    assert made == kinds


def test_a_grade_does_not_say_which_parts_were_right():
    value = matching(f"1={SECRET} 2=b")
    grade = grade_question("matching", value, matched(value, f"1={SECRET} 2={SECRET}"))
    assert [(part.id, part.outcome) for part in grade.parts] == [("p1", "right"), ("p2", "wrong")]
    assert repr(grade) == ("Grade(points=Fraction(6, 1), max_points=12, outcome=Outcome.PARTLY)")
