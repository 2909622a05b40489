"""What readers see of a quiz besides its questions; nothing here has a key."""

import re
from uuid import UUID

import pytest

from courses.pages.blocks import LessonBodyBlock
from courses.questions.presenting import PresentedOption, present
from tests.courses.questions.quizzes import BLOCK, option, question, quiz, single_choice, value_of

NOTE = (
    "What you enter here is not kept and not graded yet. "
    "Answers are taken once learners can enrol in this course."
)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def shown(raw) -> str:
    return BLOCK.render(value_of(raw))


def test_a_quiz_is_presented_in_the_order_in_which_it_was_written():
    presented = present(value_of(quiz(single_choice(points=2), question("essay"))), "b1")
    assert (presented.id, presented.title, presented.points) == ("b1", "Check yourself", 3)
    assert [asked.id for asked in presented.questions] == [
        "question-single_choice",
        "question-essay",
    ]
    assert presented.questions[0].options == (
        PresentedOption("option-1", "Option 1"),
        PresentedOption("option-2", "Option 2"),
    )
    assert presented.questions[1].options == ()


def test_empty_options_of_a_draft_are_left_out():
    empty = option(2)
    empty["value"]["text"] = ""
    presented = present(value_of(quiz(single_choice(options=[option(1), empty]))))
    assert presented.questions[0].options == (PresentedOption("option-1", "Option 1"),)


def without_ids(raw):
    """The quiz as code writes it: no ids, and options that are nothing but their fields."""
    for asked in raw["questions"]:
        del asked["id"]
        if "options" in asked["value"]:
            asked["value"]["options"] = [item["value"] for item in asked["value"]["options"]]
    return raw


@pytest.mark.parametrize("is_plain", [False, True])
def test_what_code_writes_without_ids_is_kept_with_lasting_ones(is_plain):
    raw = without_ids(quiz(single_choice()))
    body = LessonBodyBlock().to_python(
        [{"type": "quiz", "value": raw}] if is_plain else [("quiz", raw)]
    )
    assert body[0].block_type == "quiz"
    (asked,) = body.get_prep_value()[0]["value"]["questions"]
    ids = [asked["id"], *(item["id"] for item in asked["value"]["options"])]
    assert len({UUID(made) for made in ids}) == 3


def test_options_that_are_kept_without_ids_look_the_same_each_time():
    raw = without_ids(quiz(single_choice()))
    presented = present(value_of(raw))
    assert presented == present(value_of(raw))
    assert [shown.id for shown in presented.questions[0].options] == ["1", "2"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Pass mark: 80 % of the points. You have 3 attempts."),
        ({"attempts": 1}, "Pass mark: 80 % of the points. You have 1 attempt."),
        (
            {"attempts": None, "pass_mark_percent": 0, "is_required": False},
            "You may try as often as you want. "
            "This is practice: the lesson can be completed without it.",
        ),
        (
            {"attempts": None, "pass_mark_percent": None},
            "You may try as often as you want.",
        ),
    ],
)
def test_the_rules_stand_above_the_questions(fields, said):
    text = words(shown(quiz(single_choice(), **fields)))
    assert text.split("Prompt of")[0] == f"Check yourself {said} "


def test_a_question_says_its_place_and_its_worth():
    alone = words(shown(quiz(single_choice(points=2))))
    assert "Prompt of single_choice 2 points Option 1 Option 2" in alone
    two = words(shown(quiz(single_choice(), question("essay", points=0))))
    assert "Prompt of single_choice Question 1 of 2 1 point Option 1" in two
    assert "Prompt of essay Question 2 of 2 0 points Your answer" in two


@pytest.mark.parametrize(
    ("fewest", "most", "said"),
    [
        (None, None, ""),
        (50, 200, "From 50 to 200 words."),
        (1, None, "At least 1 word."),
        (50, None, "At least 50 words."),
        (None, 200, "At most 200 words."),
    ],
)
def test_an_essay_says_how_long_it_may_be(fewest, most, said):
    html = shown(quiz(question("essay", fewest_words=fewest, most_words=most)))
    assert words(html).removesuffix(NOTE).split("Your answer")[1].strip() == said
    assert ("aria-describedby" in html) is bool(said)


def test_nothing_can_be_sent_and_nobody_is_told_that_it_could():
    html = shown(quiz(single_choice(), question("number", unit="m³/s"), question("short_text")))
    assert "<form" not in html
    assert "<button" not in html
    assert words(html).endswith(NOTE)


def test_every_field_has_its_question_or_a_label_for_a_name():
    html = shown(
        quiz(*(question(kind) for kind in ("true_false", "number", "short_text", "essay")))
    )
    assert html.count("<fieldset") == html.count("<legend") == 4
    for field in re.findall(r'<(?:input|textarea)[^>]*\sid="([^"]+)"', html):
        assert f'<label for="{field}">' in html
    names = re.findall(r'name="([^"]+)"', html)
    assert set(names) == {
        f"q-question-{kind}" for kind in ("true_false", "number", "short_text", "essay")
    }
    assert len(names) == 5


def test_in_a_lesson_the_title_has_the_blocks_id():
    lesson = LessonBodyBlock()
    body = lesson.to_python([{"type": "quiz", "id": "b7", "value": quiz(single_choice())}])
    html = lesson.render(body)
    assert 'aria-labelledby="quiz-b7"' in html
    assert '<h2 id="quiz-b7">Check yourself</h2>' in html
    assert 'aria-label="Quiz"' in shown(quiz(single_choice()))
