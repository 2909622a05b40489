"""What readers are shown of pairs, steps and blanks tells nothing; what they send is read."""

import json
import re
from typing import Any

import pytest
from django.http import QueryDict
from django.test import override_settings

from courses.questions.opaque import Side, kept_ids, opaque_id
from courses.questions.presenting import NO_BLANK, PresentedQuestion, present
from courses.questions.services import grade_question
from tests.courses.questions.quizzes import (
    BLOCK,
    blank,
    item,
    option,
    pairs,
    question,
    quiz,
    steps,
    value_of,
)

BEDS = (("Clay", "0.85"), ("Gravel", "0.80"), ("Stones", "0.70"))
MATCHING = question("matching", pairs=pairs(*BEDS), distractors=[item("extra-1", "1.20")], points=3)
WORK = ("Look", "Measure", "Wait", "Write")
ORDERING = question("ordering", items=steps(*WORK), rule="relative", points=6)
CHOICE = [
    item("up", {"text": "up", "is_right": True}),
    item("down", {"text": "down", "is_right": False}),
]
BLANKS = question(
    "fill_blanks",
    text="It is [[word]] by `n * [[factor]]`\nand [[way]].",
    blanks=[
        blank("choice", "way", options=CHOICE),
        blank("text", "word", accepted="faster"),
        blank("number", "factor", answer="0.8", tolerance=""),
    ],
    points=3,
)


def asked_of(raw: dict[str, Any]) -> PresentedQuestion:
    (shown,) = present(value_of(quiz(raw))).questions
    return shown


def page_of(raw: dict[str, Any]) -> str:
    return BLOCK.render(value_of(quiz(raw)))


def read(raw: dict[str, Any], *fields: tuple[str, str]) -> Any:
    """What a form with these fields means, by the question's kept ids."""
    (child,) = value_of(quiz(raw))["questions"]
    sent = QueryDict(mutable=True)
    for name, value in fields:
        sent.appendlist(name, value)
    return child.block.read_answer(child.value, child.id, sent)


def points(raw: dict[str, Any], answer: Any) -> Any:
    return grade_question(raw["type"], raw["value"], answer).points


def field(raw: dict[str, Any], part: str) -> str:
    return f"q-{raw['id']}-{part}"


def chosen(raw: dict[str, Any], **wanted: str) -> list[tuple[str, str]]:
    """The fields of a matching question in which somebody chose a text for each left one."""
    shown = asked_of(raw)
    ids = {one.text: one.id for one in shown.options}
    return [(field(raw, row.id), ids[wanted[row.text]]) for row in shown.rows if row.text in wanted]


def placed(raw: dict[str, Any], *order: str) -> list[tuple[str, str]]:
    ids = {one.text: one.id for one in asked_of(raw).options}
    return [(field(raw, ids[text]), str(at)) for at, text in enumerate(order, start=1)]


def blanks_in(raw: dict[str, Any]) -> list[Any]:
    pieces = [piece for line in asked_of(raw).lines for span in line for piece in span.pieces]
    return [piece.blank for piece in pieces if piece.blank]


def filled(raw: dict[str, Any], *values: str) -> list[tuple[str, str]]:
    return [(field(raw, one.id), value) for one, value in zip(blanks_in(raw), values, strict=True)]


SENT = [
    (MATCHING, chosen(MATCHING, **dict(BEDS)), 3),
    (MATCHING, chosen(MATCHING, Clay="0.85", Gravel="1.20", Stones="0.80"), 1),
    (MATCHING, chosen(MATCHING, Clay="0.85"), 1),
    (ORDERING, placed(ORDERING, *WORK), 6),
    (ORDERING, placed(ORDERING, "Measure", "Look", "Wait", "Write"), 4),
    (BLANKS, filled(BLANKS, "Faster", "0,8", "up"), 3),
    (BLANKS, filled(BLANKS, "", "0.9", "up"), 1),
    (
        question("multiple_choice", options=[option(1, right=True), option(2, right=True)]),
        [("q-question-multiple_choice", "option-1"), ("q-question-multiple_choice", "option-2")],
        1,
    ),
    (
        question("single_choice", options=[option(1, right=True), option(2)]),
        [("q-question-single_choice", "option-1")],
        1,
    ),
    (question("number", answer="4"), [("q-question-number", "4.0")], 1),
]


@pytest.mark.parametrize(("raw", "fields", "worth"), SENT)
def test_what_a_form_sends_is_read_and_graded(raw, fields, worth):
    names = set(re.findall(r'name="([^"]+)"', page_of(raw)))
    assert {name for name, _ in fields} <= names
    assert points(raw, read(raw, *fields)) == worth


@pytest.mark.parametrize("raw", [MATCHING, ORDERING, BLANKS], ids=lambda raw: raw["type"])
def test_an_empty_form_is_no_answer(raw):
    assert not read(raw)
    fields = [(name, "") for name in re.findall(r'name="([^"]+)"', page_of(raw))]
    assert not read(raw, *fields)


def test_kept_ids_are_of_no_use_to_senders():
    assert read(MATCHING, (field(MATCHING, "pair-1"), "pair-1")) == {}
    (left, _right), *_rest = chosen(MATCHING, Clay="0.85")
    assert read(MATCHING, (left, "pair-1")) == {}
    assert read(ORDERING, (field(ORDERING, "step-1"), "1")) == []
    assert read(BLANKS, (field(BLANKS, "blank-word"), "faster")) == {}


def test_the_same_id_means_nothing_on_the_other_side_or_in_another_question():
    shown = asked_of(MATCHING)
    ids = [row.id for row in shown.rows] + [right.id for right in shown.options]
    assert len(set(ids)) == len(ids) == 7
    other = asked_of({**MATCHING, "id": "another"})
    assert {row.id for row in other.rows}.isdisjoint(ids)
    assert {right.id for right in other.options}.isdisjoint(ids)
    (left, _right), *_rest = chosen(MATCHING, Clay="0.85")
    assert read(MATCHING, (left, shown.rows[0].id)) == {}


def test_steps_without_a_place_of_their_own_make_no_whole_answer():
    fields = placed(ORDERING, *WORK)
    assert read(ORDERING, *fields[:2]) == ["step-1", "step-2"]
    twice = [(name, "1") for name, _place in fields]
    assert len(read(ORDERING, *twice)) == 1
    for odd in ("0", "-1", "21", "1.5", "x", "\u0661"):
        assert read(ORDERING, (fields[0][0], odd)) == []


def test_nothing_of_the_kept_order_is_shown():
    """Each question has its own shuffle; the right order comes as often as any other."""
    orders = [
        tuple(one.text for one in asked_of({**ORDERING, "id": f"q{number}"}).options)
        for number in range(240)
    ]
    assert len(set(orders)) == 24
    assert 3 <= orders.count(WORK) <= 20
    backwards = {**ORDERING, "value": {**ORDERING["value"], "items": steps(*reversed(WORK))}}
    assert asked_of(backwards) == asked_of(ORDERING)


def test_another_secret_makes_other_ids_and_another_order():
    shown = asked_of(ORDERING)
    with override_settings(SECRET_KEY="another"):
        other = asked_of(ORDERING)
    assert {one.id for one in other.options}.isdisjoint(one.id for one in shown.options)
    assert {one.text for one in other.options} == {one.text for one in shown.options}


def test_pages_of_the_secret_before_are_still_read():
    fields = chosen(MATCHING, **dict(BEDS))
    with override_settings(SECRET_KEY="another"):
        assert read(MATCHING, *fields) == {}
        assert kept_ids("q", Side.LEFT, {"pair-1": "pair-1"}).keys() == {
            opaque_id("q", Side.LEFT, "pair-1")
        }
    before = "only-for-tests-and-refused-in-production"
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[before]):
        assert points(MATCHING, read(MATCHING, *fields)) == 3


def test_no_kept_id_and_no_name_of_a_blank_is_shown():
    for raw in (MATCHING, ORDERING, BLANKS):
        shown = page_of(raw) + json.dumps(BLOCK.get_api_representation(value_of(quiz(raw))))
        for known in ("pair-", "step-", "extra-", "blank-", "factor", "[["):
            assert known not in shown.replace('"lines": [[', "").replace("], [", ""), known


def test_right_sides_that_say_the_same_are_offered_once():
    raw = question("matching", pairs=pairs(("A", "x"), ("B", "x")), distractors=[])
    assert [one.text for one in asked_of(raw).options] == ["x"]
    fields = chosen(raw, A="x", B="x")
    assert points(raw, read(raw, *fields)) == 1


def test_steps_that_say_the_same_are_both_shown():
    raw = question("ordering", items=steps("Wait", "Wait", "Go"), rule="all")
    shown = asked_of(raw).options
    assert sorted(one.text for one in shown) == ["Go", "Wait", "Wait"]
    assert len({one.id for one in shown}) == 3
    waits = [one.id for one in shown if one.text == "Wait"]
    (go,) = (one.id for one in shown if one.text == "Go")
    fields = [(field(raw, part), str(at)) for at, part in enumerate((*waits, go), start=1)]
    assert points(raw, read(raw, *fields)) == 1


def test_a_text_is_shown_with_its_blanks_in_it():
    page = page_of(BLANKS)
    # What can be chosen stands beside it for those who print it.
    on_paper = r'<span class="on-paper">\s*up\s*/\s*down\s*</span>'
    assert len(re.findall(on_paper, page)) == 1
    text = re.sub(r"<select.*?</select>|<input[^>]*>", "_", re.sub(on_paper, "", page), flags=re.S)
    text = re.sub(r"</?span[^>]*>|<label.*?</label>", "", text, flags=re.S)
    (shown,) = re.findall(r'<p class="blanks" dir="auto">(.*?)</p>', text, flags=re.S)
    assert re.sub(r"\s+", " ", re.sub(r"\s*_\s*", "_", shown)) == (
        'It is_by <code dir="ltr" translate="no">n *_</code><br>and_.'
    )
    labels = re.findall(r'<label class="vh"[^>]*>\s*(.*?)\s*</label>', page, flags=re.S)
    assert labels == ["Blank 1 of 3", "Blank 2 of 3", "Blank 3 of 3"]
    assert [one.kind for one in blanks_in(BLANKS)] == ["text", "number", "choice"]


def test_a_translation_that_lost_a_mark_keeps_the_blank():
    value = {**BLANKS["value"], "text": "C'est [[factor]] [[facteur]] <b>."}
    raw = {**BLANKS, "value": value}
    assert {one.id for one in blanks_in(raw)} == {one.id for one in blanks_in(BLANKS)}
    page = page_of(raw)
    assert NO_BLANK in page
    assert "facteur" not in page
    assert "&lt;b&gt;." in page


def test_every_choice_has_a_label_and_says_code_without_its_marks():
    raw = question("matching", pairs=pairs(("`a`", "`f(x)` <b>"), ("b", "y")), distractors=[])
    page = page_of(raw)
    assert re.search(r"<option value=\"\w{32}\">f\(x\) &lt;b&gt;</option>", page)
    for one in (raw, ORDERING, BLANKS):
        html = page_of(one)
        fields = re.findall(r'<(?:input|select)[^>]*\sid="([^"]+)"', html)
        assert fields
        for name in fields:
            assert re.search(rf'<label[^>]* for="{name}"', html)
