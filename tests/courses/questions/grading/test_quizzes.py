"""Whole quizzes: as Wagtail holds them and as releases keep them, and whether they are passed."""

import json
from copy import deepcopy
from fractions import Fraction
from typing import Any

import pytest

from courses.questions.grading import Grade, grade_question, grade_quiz
from tests.courses.questions.grading.examples import item, options, ordering
from tests.courses.questions.quizzes import full_quiz, question, quiz, single_choice, value_of
from tests.courses.questions.test_validation import RIGHT

FULL = full_quiz()
ANSWERS = {
    "question-single_choice": "option-1",
    "question-multiple_choice": ["option-1"],
    "question-true_false": "false",
    "question-number": "4711,5 m3/s",
    "question-short_text": "canary one",
    "question-essay": "Much.",
}


def without_ids(value: Any) -> Any:
    """The quiz as it was kept before there were ids: the items of lists are their values."""
    if isinstance(value, dict):
        if value.get("type") == "item":
            return without_ids(value["value"])
        return {name: without_ids(child) for name, child in value.items() if name != "id"}
    return [without_ids(child) for child in value] if isinstance(value, list) else value


def test_a_quiz_is_graded_question_by_question():
    graded = grade_quiz(FULL, ANSWERS)
    outcomes = {question_id: grade.outcome for question_id, grade in graded.grades}
    assert list(outcomes) == [asked["id"] for asked in FULL["questions"]]
    assert {question_id: outcomes[question_id] for question_id in ANSWERS} == {
        "question-single_choice": "right",
        "question-multiple_choice": "right",
        "question-true_false": "wrong",
        "question-number": "right",
        "question-short_text": "right",
        "question-essay": "by_hand",
    }
    assert set(outcomes.values()) == {"right", "wrong", "by_hand", "unanswered"}
    assert (graded.points, graded.waiting_points) == (4, 1)
    assert graded.max_points == len(FULL["questions"])


BY_PLACE = {"1": "1", "2": ["1"], "3": "true", "4": "4711.5", "5": "canary two"}


@pytest.mark.parametrize(
    ("raw", "answers", "points"),
    [(FULL, ANSWERS, 4), (without_ids(FULL), BY_PLACE, 5)],
    ids=["with ids", "without ids"],
)
def test_blocks_and_what_is_kept_of_them_are_graded_alike(raw, answers, points):
    """What has no id has its place, so that both answer to the same names."""
    assert grade_quiz(value_of(raw), answers) == grade_quiz(deepcopy(raw), answers)
    assert grade_quiz(raw, answers).points == points


def test_every_type_gets_the_same_key_from_blocks_and_from_what_is_kept():
    """A key that only one of the two gave would send the question to a person."""
    value = value_of(FULL)
    for asked in FULL["questions"]:
        if asked["type"] == "essay":
            continue
        for held in (quiz(asked), value_of(quiz(asked))):
            ((_id, grade),) = grade_quiz(held, {asked["id"]: {"no such": "id"}}).grades
            assert grade.outcome == "malformed", asked["type"]
    assert len(value["questions"]) == len(FULL["questions"])


@pytest.mark.parametrize("name", RIGHT)
def test_what_may_be_published_can_be_graded(name):
    """No question that its editor lets through waits for a person, but those that are to."""
    for asked in RIGHT[name]["questions"]:
        graded = grade_question(asked["type"], asked["value"], {"no such": "id"})
        by_hand = asked["type"] == "essay"
        assert graded.outcome == "malformed", asked["type"]
        assert grade_question(asked["type"], asked["value"], "1").waits_for_person is by_hand


def test_steps_that_say_the_same_may_stand_for_each_other():
    """Rinse, soap, rinse: nobody can tell the two rinses apart."""
    steps = [item("s1", {"text": "Rinse"}), item("s2", {"text": "Soap"})]
    steps.append(item("s3", {"text": " Rinse "}))
    for rule in ("relative", "position", "all"):
        value = {"points": 3, "items": steps, "rule": rule}
        for answer in (["s1", "s2", "s3"], ["s3", "s2", "s1"]):
            assert grade_question("ordering", value, answer).points == 3
        assert grade_question("ordering", value, ["s3", "s1", "s2"]).outcome != "right"


BEFORE_THERE_WERE_RULES = {
    "short_text": ({"accepted": "élève"}, {"élève": 6, "eleve": 0, "Élève": 6, ".*": 0}),
    "number": ({"answer": "5", "tolerance": "1", "unit": "m"}, {"6": 6, "6.1": 0, "5 m": 6}),
    "multiple_choice": ({"options": options("A* B* C D")}, {"A": 3, "AB": 6, "AC": 0}),
}


@pytest.mark.parametrize("kind", BEFORE_THERE_WERE_RULES)
def test_questions_that_were_kept_without_a_rule_keep_their_meaning(kind):
    key, worth = BEFORE_THERE_WERE_RULES[kind]
    raw = question(kind, **{**key, "points": 6})
    (held,) = value_of(quiz(raw))["questions"]
    for answer, points in worth.items():
        sent = list(answer) if kind == "multiple_choice" else answer
        assert grade_question(kind, raw["value"], sent).points == points, answer
        assert grade_question(kind, held.value, sent).points == points, answer


def test_a_unit_is_known_by_the_name_that_its_reader_sees():
    english = question("number", answer="5", unit="m", units="km = 1000")
    russian = question("number", answer="5", unit="м", units="km = 1000")
    for raw, expected in ((english, ["right", "wrong"]), (russian, ["wrong", "right"])):
        both = [grade_question("number", raw["value"], said).outcome for said in ("5 m", "5 м")]
        assert both == expected
        for said in ("5", "5,0", "0.005 km"):
            assert grade_question("number", raw["value"], said).outcome == "right"


def test_an_extra_answer_without_an_id_is_not_taken_for_the_right_side_at_its_place():
    pairs = [{"left": "Clay", "right": "0.85"}, {"left": "Stones", "right": "0.70"}]
    raw = question("matching", pairs=pairs, distractors=["1.20"], points=2)
    (held,) = value_of(quiz(raw))["questions"]
    for value in (raw["value"], held.value):
        assert grade_question("matching", value, {"1": "1", "2": "2"}).points == 2
        assert grade_question("matching", value, {"1": "distractor-1", "2": "2"}).points == 1


def test_what_is_kept_is_left_as_it_was():
    before = json.dumps(FULL)
    grade_quiz(FULL, ANSWERS)
    assert json.dumps(FULL) == before


@pytest.mark.parametrize("answers", [7, "option-1", ["option-1"], [ANSWERS], True, float("nan")])
def test_what_holds_no_answers_earns_nothing(answers):
    graded = grade_quiz(quiz(single_choice(), question("true_false", answer="true")), answers)
    nothing = Grade(Fraction(0), 1, "malformed")
    assert [grade for _id, grade in graded.grades] == [nothing, nothing]


def test_answers_to_other_questions_are_passed_over():
    asked = quiz(single_choice())
    sent = {"question-single_choice": "option-1"}
    assert grade_quiz(asked, {**sent, "other": "x", "": {}}) == grade_quiz(asked, sent)
    assert grade_quiz(asked, None).grades[0][1].outcome == "unanswered"


def three_orders(pass_mark: Any) -> dict[str, Any]:
    """Three questions of a point each, of which an answer can get two thirds."""
    held = {**ordering("A B C D"), "points": 1}
    return {
        "questions": [item(f"q{n}", held, "ordering") for n in range(3)],
        "pass_mark_percent": pass_mark,
    }


NEARLY = {f"q{n}": ["sA", "sB", "sD", "sC"] for n in range(3)}


@pytest.mark.parametrize(
    ("pass_mark", "is_passed"), [(66, True), (67, False), (0, True), (None, True), (100, False)]
)
def test_the_pass_mark_is_compared_exactly(pass_mark, is_passed):
    graded = grade_quiz(three_orders(pass_mark), NEARLY)
    assert graded.points == 2
    assert graded.is_passed is is_passed


@pytest.mark.parametrize(
    ("answers", "is_passed"),
    [
        ({"question-single_choice": "option-1", "question-essay": "x"}, None),
        ({"question-single_choice": "option-2", "question-essay": "x"}, False),
        ({"question-single_choice": "option-1"}, False),
    ],
)
def test_a_person_may_decide_whether_it_is_passed(answers, is_passed):
    asked = quiz(single_choice(), question("essay"), pass_mark_percent=80)
    assert grade_quiz(asked, answers).is_passed is is_passed


def test_points_that_no_person_can_add_do_not_hold_it_up():
    asked = quiz(single_choice(points=4), question("essay"), pass_mark_percent=80)
    sent = {"question-single_choice": "option-1", "question-essay": "x"}
    assert grade_quiz(asked, sent).is_passed is True


def test_each_of_a_hundred_questions_gets_its_own_grade():
    kinds = FULL["questions"]
    asked = [
        {**deepcopy(kinds[n % len(kinds)]), "id": f"q{n}-{kinds[n % len(kinds)]['type']}"}
        for n in range(100)
    ]
    answers = {one["id"]: ANSWERS.get(f"question-{one['type']}") for one in asked}
    graded = grade_quiz(quiz(*asked), answers)
    assert [key for key, _grade in graded.grades] == [one["id"] for one in asked]
