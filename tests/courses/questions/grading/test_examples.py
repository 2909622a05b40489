"""Every example of docs/grading.md, reckoned by hand there."""

from fractions import Fraction

import pytest

from courses.questions.grading import grade_question, shown_points
from tests.courses.questions.grading.examples import (
    BLANKS,
    POINTS,
    matched,
    matching,
    number,
    options,
    ordering,
    pairs,
    rows,
    short_text,
)

ONE = rows("Single choice, true or false", "Options | Answer | Points")
SEVERAL = rows("Multiple choice", "Options | Rule | Ticked | Points")
MATCHING = rows("Matching", "Pairs | Extra | Answer | Points")
ORDERING = rows("Ordering", "Right order | Rule | Answer | Points")
FILLING = rows("Fill in the blanks", "Answer | Points")
NUMBERS = rows("Numbers", "Right | Tolerance | Percent | Units | Written | Graded")
TEXTS = rows("Short text", "Accepted | Rules | Written | Graded")
SHOWN = rows("A quiz", "Points | Of | Shown")


def outcome_of(points: int) -> str:
    return {0: "wrong", POINTS: "right"}.get(points, "partly")


def assert_points(grade, points: str) -> None:
    assert (grade.points, grade.max_points) == (int(points), POINTS)
    assert grade.outcome == outcome_of(int(points))


def test_the_page_has_its_examples():
    tables = [ONE, SEVERAL, MATCHING, ORDERING, FILLING, NUMBERS, TEXTS, SHOWN]
    assert [len(table) for table in tables] == [2, 16, 6, 13, 4, 47, 37, 7]


@pytest.mark.parametrize(("offered", "chosen", "points"), ONE)
def test_one_option(offered, chosen, points):
    value = {"points": POINTS, "options": options(offered)}
    assert_points(grade_question("single_choice", value, chosen), points)


@pytest.mark.parametrize("answer", ["true", "false"])
def test_true_or_false(answer):
    value = {"points": POINTS, "answer": answer}
    for said in ("true", "false"):
        assert_points(grade_question("true_false", value, said), str(POINTS * (said == answer)))


@pytest.mark.parametrize(("offered", "rule", "ticked", "points"), SEVERAL)
def test_several_options(offered, rule, ticked, points):
    value = {"points": POINTS, "options": options(offered), "rule": rule}
    assert_points(grade_question("multiple_choice", value, ticked.split()), points)
    if rule == "partial":
        del value["rule"]
        assert_points(grade_question("multiple_choice", value, ticked.split()), points)


@pytest.mark.parametrize(("right", "extra", "answer", "points"), MATCHING)
def test_matching(right, extra, answer, points):
    value = matching(right, extra)
    assert_points(grade_question("matching", value, matched(value, answer)), points)


@pytest.mark.parametrize(("right", "rule", "answer", "points"), ORDERING)
def test_ordering(right, rule, answer, points):
    given = [f"s{text}" for text in answer.split()]
    assert_points(grade_question("ordering", ordering(right, rule), given), points)
    if rule == "relative":
        assert_points(grade_question("ordering", ordering(right), given), points)


@pytest.mark.parametrize(("answer", "points"), FILLING)
def test_blanks(answer, points):
    given = {f"b{blank}": said for blank, said in pairs(answer).items()}
    assert_points(grade_question("fill_blanks", BLANKS, given), points)


@pytest.mark.parametrize(("right", "tolerance", "percent", "units", "written", "graded"), NUMBERS)
def test_numbers(right, tolerance, percent, units, written, graded):
    value = number(right, tolerance, percent, units)
    grade = grade_question("number", value, written)
    assert (grade.outcome, grade.points) == (graded, POINTS * (graded == "right"))


@pytest.mark.parametrize(("accepted", "rules", "written", "graded"), TEXTS)
def test_short_text(accepted, rules, written, graded):
    grade = grade_question("short_text", short_text(accepted, rules), written)
    assert (grade.outcome, grade.points) == (graded, POINTS * (graded == "right"))


@pytest.mark.parametrize(("points", "most", "shown"), SHOWN)
def test_points_are_rounded_where_they_are_shown(points, most, shown):
    assert str(shown_points(Fraction(points), int(most))) == shown
