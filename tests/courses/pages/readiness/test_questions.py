"""What pairs, steps and blanks lack is told at them, on drafts that no database knows."""

import pytest

from tests.courses.pages.readiness.drafts import found, lesson
from tests.courses.questions.quizzes import (
    blank,
    item,
    pairs,
    question,
    quiz,
    single_choice,
    steps,
)

TEXT = ("text", "<p>Water flows.</p>")
IN_BLOCK_2 = "question 2 of the quiz in block 2: "
MISSING = "The right answer is missing. Give it, or delete the blank."
A_BLANK = {"id": "blank-a", "type": "text", "value": {"name": "a", "accepted": "yes"}}
TICKED = [item("x", {"text": "up", "is_right": True}), item("y", {"text": "up", "is_right": False})]
PARTS = [
    (
        question("matching", pairs=pairs(("Clay", "0.85"))),
        ("question_without_answer", "q2", "pairs"),
        "Question 2 of the quiz in block 2: Give at least two pairs.",
    ),
    (
        question("matching", pairs=pairs(("Clay", "0.85"), ("Gravel", ""))),
        ("unfinished_block", "pair-2", "pairs.pair-2.right"),
        f"Pair 2 of {IN_BLOCK_2}“With this” is empty. Fill it in, or delete the block.",
    ),
    (
        question(
            "matching", pairs=pairs(("Clay", "1"), ("Silt", "2")), distractors=[item("e", "1")]
        ),
        ("unfinished_block", "e", "distractors.e"),
        f"Extra answer 1 of {IN_BLOCK_2}"
        "This is among the right sides or the extra answers already.",
    ),
    (
        question("ordering", items=steps("Look")),
        ("question_without_answer", "q2", "items"),
        "Question 2 of the quiz in block 2: Give at least two steps.",
    ),
    (
        question("ordering", items=steps("Look", "Wait", "")),
        ("unfinished_block", "step-3", "items.step-3.text"),
        f"Step 3 of {IN_BLOCK_2}“Text” is empty. Fill it in, or delete the block.",
    ),
    (
        question("fill_blanks", text="Water flows.", blanks=[]),
        ("question_without_answer", "q2", "blanks"),
        "Question 2 of the quiz in block 2: Add at least one blank.",
    ),
    (
        question("fill_blanks", text="[[a]] [[b]]", blanks=[A_BLANK, blank("number", "b")]),
        ("question_without_answer", "blank-b", "blanks.blank-b.answer"),
        f"Blank 2 of {IN_BLOCK_2}{MISSING}",
    ),
    (
        question("fill_blanks", text="[[a]]", blanks=[blank("text", "a", accepted=" ")]),
        ("question_without_answer", "blank-a", "blanks.blank-a.accepted"),
        f"Blank 1 of {IN_BLOCK_2}{MISSING}",
    ),
    (
        question("fill_blanks", text="[[a]]", blanks=[blank("choice", "a", options=TICKED[1:])]),
        ("question_without_answer", "blank-a", "blanks.blank-a.options"),
        f"Blank 1 of {IN_BLOCK_2}Give at least two options.",
    ),
    (
        question("fill_blanks", text="[[a]]", blanks=[blank("choice", "a", options=TICKED)]),
        ("unfinished_block", "y", "blanks.blank-a.options.y.text"),
        f"Option 2 of blank 1 of {IN_BLOCK_2[:-2]}, “Text”: "
        "This option is there already. Change one of them.",
    ),
    (
        question("fill_blanks", text="[[b]]", blanks=[A_BLANK]),
        ("unfinished_block", "q2", "text"),
        "Question 2 of the quiz in block 2, “Text”: "
        "No blank is named “b”. Add it below, or take the mark out.",
    ),
]


@pytest.mark.parametrize(("asked", "at", "words"), PARTS)
def test_what_parts_of_a_question_lack_is_told_by_their_names(asked, at, words):
    page = lesson(TEXT, ("quiz", quiz(single_choice(), {**asked, "id": "q2"})))
    code, block_id, place = at
    assert found(page) == [(code, block_id, f"body.b2.questions.q2.{place}", words)]
