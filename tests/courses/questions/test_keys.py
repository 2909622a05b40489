"""Keys never reach a reader, nor what is said about them."""

import json
import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.template import Context, Template
from wagtail import blocks

from courses.questions.presenting import present
from tests.courses.questions.quizzes import BLOCK, CANARY, full_quiz, value_of


class Body(blocks.StreamBlock):
    quiz = BLOCK


BODY = Body()


def body_of(raw: dict[str, Any]) -> Any:
    return BODY.to_python([{"type": "quiz", "id": "block-1", "value": deepcopy(raw)}])


def as_page(raw: dict[str, Any]) -> str:
    """What a page shows: its templates name the block that they stand at."""
    template = Template(
        "{% load wagtailcore_tags %}{% for block in body %}{% include_block block %}{% endfor %}"
    )
    body = body_of(raw)
    return template.render(Context({"body": body, "page": {"body": body}, "value": body}))


def parts_of(block: Any, value: Any) -> Iterator[tuple[Any, Any]]:
    """Every block that holds others, the quiz itself included, with its value."""
    yield block, value
    if isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from parts_of(child.block, child.value)
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            if isinstance(item, blocks.StructValue):
                yield from parts_of(block.child_block, item)
    else:
        for name, child in block.child_blocks.items():
            if isinstance(child, blocks.StreamBlock | blocks.ListBlock):
                yield from parts_of(child, value[name])


PARTS = list(parts_of(BLOCK, value_of(full_quiz())))
PART_NAMES = [type(block).__name__ for block, _ in PARTS]


def assert_keyless(text: str) -> None:
    assert CANARY not in text
    assert "4711" not in text
    assert "is_right" not in text
    assert "case_counts" not in text
    assert "pair-" not in text
    assert "step-" not in text
    assert "blank-" not in text
    assert "]]." not in text


def test_the_canaries_are_in_what_is_kept():
    """The control: the fields that must not be seen do hold what the other tests look for."""
    kept = json.dumps(BLOCK.get_prep_value(value_of(full_quiz())))
    assert kept.count(CANARY) == 31
    assert kept.count("4711.5") == 8
    assert len(PARTS) == 34


def test_a_page_shows_the_quiz_without_its_keys():
    page = as_page(full_quiz())
    assert "Prompt of multiple_choice" in page
    assert "Option 2" in page
    assert 'id="quiz-block-1"' in page
    assert_keyless(page)
    assert "checked" not in page


@pytest.mark.parametrize("other", [full_quiz("bird"), full_quiz(first_right=False)])
def test_quizzes_that_differ_in_their_keys_only_look_the_same_to_the_byte(other):
    assert as_page(other) == as_page(full_quiz())
    assert present(value_of(other), "b") == present(value_of(full_quiz()), "b")


@pytest.mark.parametrize(("block", "value"), PARTS, ids=PART_NAMES)
def test_every_part_renders_without_keys(block, value):
    context = {"page": "canary of the page", "self": "canary", "value": "canary"}
    assert_keyless(block.render(value, context))
    assert_keyless(block.render_basic(value, context))
    assert_keyless(str(block.bind(value).render()))


WORDS = "Option [12]|Prompt of|Left 1|Left 2|Left 3|Step [1-4]|Faster|Slower"
# What a reader is told of them by itself is that they are there.
SILENT = {"DistractorsBlock": "[]"} | dict.fromkeys(
    ("TextBlankBlock", "NumberBlankBlock"), '{"options": []}'
)


@pytest.mark.parametrize(("block", "value"), PARTS, ids=PART_NAMES)
def test_the_api_gets_no_keys(block, value):
    shown = json.dumps(block.get_api_representation(value))
    assert_keyless(shown)
    assert shown in SILENT.get(type(block).__name__, ()) or re.search(WORDS, shown)


@pytest.mark.parametrize(("block", "value"), PARTS, ids=PART_NAMES)
def test_the_index_of_the_search_gets_nothing(block, value):
    assert block.get_searchable_content(value) == []


def test_the_body_around_a_quiz_gives_the_index_nothing():
    assert BODY.get_searchable_content(body_of(full_quiz())) == []


def test_logs_do_not_hold_keys(caplog):
    value = value_of(full_quiz())
    with caplog.at_level(logging.INFO):
        for _, part in PARTS:
            logging.getLogger("test").info("A quiz: %s %r", part, part)
        logging.getLogger("test").info("%s %r", present(value), body_of(full_quiz())[0].value)
    assert len(caplog.records) == len(PARTS) + 1
    assert_keyless(caplog.text)


def test_the_preview_for_authors_shows_no_keys():
    value = BLOCK.normalize(full_quiz() | {"questions": []})
    assert_keyless(BLOCK.render(value))
    for block in [BLOCK, *BLOCK.child_blocks["questions"].child_blocks.values()]:
        shown = block.render(block.get_preview_value())
        assert 'class="quiz"' in shown
        assert_keyless(shown)
