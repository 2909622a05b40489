"""What changed of pairs, steps and blanks is told by their names, to authors, keys and all."""

import pytest

from courses.pages.comparing.blocks import title_of
from courses.questions.registry import question_types
from tests.courses.pages.comparing.states import found
from tests.courses.questions.quizzes import blank, item, pairs, question, quiz, steps


def changed(old, new):
    return found([("quiz", quiz(old))], [("quiz", quiz(new))])


def matching(*sides, extra=()):
    return question(
        "matching",
        pairs=pairs(*sides),
        distractors=[item(f"extra-{text}", text) for text in extra],
    )


def fill_blanks(text, *blanks):
    return question("fill_blanks", text=text, blanks=list(blanks))


CLAY, GRAVEL = ("Clay", "0.85"), ("Gravel", "0.80")
STEPS = steps("Look", "Measure", "Wait")
AT = "Quiz / Questions / "
CHANGES = [
    (
        matching(CLAY, GRAVEL),
        matching(CLAY, ("Gravel", "0.70")),
        [(f"{AT}Matching 1 / Pairs / Pair 2 / With this", ("0.[80]", "0.{70}"))],
    ),
    (
        matching(CLAY, GRAVEL),
        matching(CLAY, GRAVEL, extra=("1.20",)),
        [
            f"{AT}Matching 1 / Extra answers / Extra answer 1: added",
            (f"{AT}Matching 1 / Extra answers / Extra answer 1", (None, "1.20")),
        ],
    ),
    (
        question("ordering", items=STEPS, rule="relative"),
        question("ordering", items=[STEPS[2], *STEPS[:2]], rule="all"),
        [
            f"{AT}Ordering 1 / Steps in the right order / Step 1: 3 to 1",
            (
                f"{AT}Ordering 1 / What counts",
                (
                    "[Every two steps in their right order count]",
                    "{Only the whole order counts}",
                ),
            ),
        ],
    ),
    (
        fill_blanks("A [[a]] flows.", blank("text", "a", accepted="river")),
        fill_blanks("A [[a]] runs.", blank("text", "a", accepted="stream", accents_count=False)),
        [
            (f"{AT}Fill in the blanks 1 / Text", ("A [[a]] [flows].", "A [[a]] {runs}.")),
            (
                f"{AT}Fill in the blanks 1 / Blanks / Word or a few 1 / Accepted answers",
                ("[river]", "{stream}"),
            ),
            (
                f"{AT}Fill in the blanks 1 / Blanks / Word or a few 1 / Accents matter",
                ("[yes]", "{no}"),
            ),
        ],
    ),
]


@pytest.mark.parametrize(("old", "new", "told"), CHANGES)
def test_parts_of_questions_are_told_by_their_names(old, new, told):
    assert changed(old, new) == told


def test_new_fields_that_mean_what_was_meant_are_no_change():
    old = question("short_text", accepted="median", case_counts=False, spaces_count=False)
    rules = {"accents_count": True, "is_pattern": False}
    new = {**old, "value": {**old["value"], **rules}}
    assert changed(old, new) == []


def test_pairs_and_blanks_are_called_by_their_first_words():
    kinds = question_types()
    pair = kinds["matching"]().child_blocks["pairs"].child_block
    assert title_of(pair, {"left": "Clay", "right": "0.85"}) == "Clay"
    blanks = kinds["fill_blanks"]().child_blocks["blanks"]
    assert title_of(blanks.child_blocks["number"], {"name": "flow", "answer": "1"}) == "flow"
