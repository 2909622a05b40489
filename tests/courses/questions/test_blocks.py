import re
from typing import Any

import pytest
from wagtail import blocks

from courses.questions.blocks import QuizBlock
from courses.questions.blocks.question import QuestionBlock
from courses.questions.registry import (
    QuestionTypeError,
    question_types,
    register_question_type,
)
from tests.courses.questions.quizzes import BLOCK

HOLDERS = (blocks.StructBlock, blocks.ListBlock, blocks.StreamBlock)
NAMES = [
    "single_choice",
    "multiple_choice",
    "true_false",
    "number",
    "short_text",
    "essay",
    "matching",
    "ordering",
    "fill_blanks",
]
QUESTIONS = BLOCK.child_blocks["questions"]


def walk(block: Any, path: str = "quiz") -> dict[str, Any]:
    found = {path: block}
    children = dict(getattr(block, "child_blocks", {}))
    if isinstance(block, blocks.ListBlock):
        children["*"] = block.child_block
    for name, child in children.items():
        found |= walk(child, f"{path}.{name}")
    return found


TREE = walk(BLOCK)
PARTS_OF_QUESTIONS = {
    "option",
    "options",
    "pair",
    "pairs",
    "distractors",
    "step",
    "steps",
    "blanks",
    "text_blank",
    "number_blank",
    "choice_blank",
    "blank_option",
    "blank_options",
}
SEEN_BY_READERS = {"questions", "quiz"} | PARTS_OF_QUESTIONS | {f"{n}_question" for n in NAMES}


def snake(block: Any) -> str:
    name = type(block).__name__
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def test_the_types_of_question_keep_their_names():
    assert list(QUESTIONS.child_blocks) == NAMES
    assert list(question_types()) == NAMES
    assert [block.kind for block in QUESTIONS.child_blocks.values()] == NAMES


def test_the_walk_reaches_every_level():
    assert {"quiz.questions.single_choice.options.*.is_right", "quiz.attempts"} <= set(TREE)
    templates = {snake(b) for b in TREE.values() if isinstance(b, HOLDERS)}
    assert templates == {f"{name}_block" for name in SEEN_BY_READERS}


@pytest.mark.parametrize("path", [path for path in TREE if isinstance(TREE[path], HOLDERS)])
def test_what_holds_other_blocks_never_falls_back_to_wagtails_template(path):
    """Wagtail's own prints every field by its name, keys included."""
    block = TREE[path]
    template = f"components/streamfield/{snake(block)}.html"
    assert block.get_template(block.get_default()) == template
    assert block.render_basic(block.get_default()) == block.render(block.get_default())


@pytest.mark.parametrize("path", ["quiz", *(f"quiz.questions.{name}" for name in NAMES)])
def test_what_an_author_chooses_says_what_it_is(path):
    block = TREE[path]
    assert str(block.get_description()).endswith(".")
    assert block.meta.icon not in {"placeholder", ""}
    assert str(block.meta.group) == "Practice"
    assert block.is_previewable is True


@pytest.mark.parametrize("path", [p for p in TREE if not isinstance(TREE[p], HOLDERS)])
def test_every_field_has_words_of_its_own(path):
    name = path.rsplit(".", 1)[1]
    label = str(TREE[path].label)
    assert "_" not in label
    assert label != ""
    assert TREE[path].meta.label is not None, f"{name} shows its internal name"


KINDS = [f"quiz.questions.fill_blanks.blanks.{kind}" for kind in ("text", "number", "choice")]


@pytest.mark.parametrize("path", KINDS)
def test_a_kind_of_blank_says_what_it_is(path):
    assert str(TREE[path].get_description()).endswith(".")
    assert TREE[path].meta.icon not in {"placeholder", ""}


@pytest.mark.parametrize(
    ("name", "field", "empty"),
    [
        ("matching", "pairs", {"left": "", "right": ""}),
        ("ordering", "items", {"text": ""}),
    ],
)
def test_a_list_begins_with_two_empty_items(name, field, empty):
    assert [dict(item) for item in QUESTIONS.child_blocks[name].get_default()[field]] == [empty] * 2


def test_what_need_not_be_there_begins_empty():
    assert list(QUESTIONS.child_blocks["matching"].get_default()["distractors"]) == []
    assert list(QUESTIONS.child_blocks["fill_blanks"].get_default()["blanks"]) == []


def test_a_choice_begins_with_two_empty_options():
    default = QUESTIONS.child_blocks["single_choice"].get_default()
    assert [dict(o) for o in default["options"]] == [
        {"text": "", "is_right": False, "feedback": ""}
    ] * 2


def test_a_new_quiz_is_required_and_passed_with_80_percent():
    default = QuizBlock().get_default()
    assert default["is_required"] is True
    assert default["pass_mark_percent"] == 80
    assert default["attempts"] is None


@pytest.mark.parametrize(
    ("name", "field"),
    [("single_choice", "options"), ("matching", "pairs"), ("ordering", "items")],
)
def test_a_new_question_has_no_ids_that_the_next_one_would_share(name, field):
    """Wagtail writes the state of a new block into the page once; pins what it does with ids."""
    block = QUESTIONS.child_blocks[name]
    state = block.get_form_state(block.get_default())
    assert [set(item) for item in state[field]] == [{"value"}, {"value"}]


def test_kept_options_keep_their_ids_in_the_editor():
    block = QUESTIONS.child_blocks["single_choice"].child_blocks["options"]
    kept = block.to_python([{"type": "item", "id": "a1", "value": {"text": "Yes"}}])
    assert [item["id"] for item in block.get_form_state(kept)] == ["a1"]


@pytest.mark.parametrize("name", NAMES)
def test_material_fields_are_fields(name):
    block = QUESTIONS.child_blocks[name]
    assert "points" in block.material_fields
    for field in block.material_fields:
        # A star stands for each item of a list, or for the children of a stream that have it.
        path = re.escape(f"quiz.questions.{name}.{field}").replace(r"\*", r"[^.]+")
        assert any(re.fullmatch(path, known) for known in TREE), field
    for field in block.ordered_fields:
        assert isinstance(block.child_blocks[field], blocks.ListBlock)


def test_only_the_order_of_steps_is_a_key():
    ordered = {n: b.ordered_fields for n, b in QUESTIONS.child_blocks.items() if b.ordered_fields}
    assert ordered == {"ordering": ("items",)}


def test_the_material_fields_of_a_quiz_are_its_rules():
    assert BLOCK.material_fields == ("pass_mark_percent", "attempts", "is_required")
    assert {f"quiz.{field}" for field in BLOCK.material_fields} <= set(TREE)


def test_a_type_that_comes_late_is_refused():
    class LateQuestionBlock(QuestionBlock):
        pass

    with pytest.raises(QuestionTypeError, match="already made"):
        register_question_type("late")(LateQuestionBlock)
    assert list(question_types()) == NAMES
    assert LateQuestionBlock.kind == ""
