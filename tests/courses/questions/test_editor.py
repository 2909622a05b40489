"""What the editor is told of a quiz, and what comes back of it."""

import json
import re
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.http import QueryDict
from wagtail import blocks
from wagtail.admin.compare import StreamBlockComparison
from wagtail.blocks.base import BlockWidget

from tests.courses.questions.quizzes import (
    BLOCK,
    full_quiz,
    option,
    quiz,
    single_choice,
    value_of,
)
from tests.courses.questions.test_keys import BODY, body_of

QUESTIONS = BLOCK.child_blocks["questions"]
FULL = full_quiz()
UNFINISHED = quiz(
    single_choice(prompt="", points=None, options=[]),
    {"type": "true_false", "id": "q2", "value": {"prompt": "Say `it`\nagain", "answer": ""}},
    {"type": "number", "id": "q3", "value": {"answer": "0.290", "tolerance": "", "points": 0}},
)


def seen(raw: dict[str, Any]) -> Any:
    """The value, with the defaults of fields that are not kept."""
    value = value_of(raw)
    list(value["questions"])
    return value


def told(value: Any) -> Any:
    """What the script gets: JSON of the state."""
    return json.loads(json.dumps(QUESTIONS.get_form_state(value["questions"])))


def typed(block: Any, state: Any, prefix: str, data: QueryDict) -> QueryDict:
    """Fill in a form as Wagtail's script does for this state, and as a browser sends it."""
    if isinstance(block, blocks.StreamBlock | blocks.ListBlock):
        data[f"{prefix}-count"] = str(len(state))
        for place, item in enumerate(state):
            head = f"{prefix}-{place}"
            data.update({f"{head}-deleted": "", f"{head}-order": str(place)})
            data.update({f"{head}-id": item["id"], f"{head}-type": item.get("type", "")})
            many = isinstance(block, blocks.StreamBlock)
            child = block.child_blocks[item["type"]] if many else block.child_block
            typed(child, item["value"], f"{head}-value", data)
    elif isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            typed(child, state[name], f"{prefix}-{name}", data)
    elif isinstance(block, blocks.BooleanBlock):
        data.update({prefix: "on"} if state else {})
    elif isinstance(state, list):
        data.update({prefix: state[0]} if any(state) else {})
    else:
        data[prefix] = (state or "").replace("\n", "\r\n")
    return data


@pytest.mark.parametrize("raw", [FULL, UNFINISHED], ids=["full", "unfinished"])
def test_questions_that_nobody_opened_come_back_as_they_were(raw):
    value = seen(raw)
    data = {"q-kept": json.dumps(told(value))}
    assert QUESTIONS.value_omitted_from_data(data, {}, "q") is False
    back = QUESTIONS.value_from_datadict(data, {}, "q")
    assert QUESTIONS.get_prep_value(back) == QUESTIONS.get_prep_value(value["questions"])


@pytest.mark.parametrize("raw", [FULL, UNFINISHED], ids=["full", "unfinished"])
def test_a_quiz_in_which_nothing_was_changed_counts_as_unchanged(raw):
    """Wagtail compares what the form sent before it is cleaned; only looking makes no draft."""
    value = seen(raw)
    state = json.loads(json.dumps(BLOCK.get_form_state(value)))
    data = typed(BLOCK, state, "quiz", QueryDict(mutable=True))
    back = BLOCK.value_from_datadict(data, {}, "quiz")
    assert BLOCK.get_prep_value(back) == BLOCK.get_prep_value(value)
    data["quiz-questions-0-value-prompt"] = "Another"
    changed = BLOCK.value_from_datadict(data, {}, "quiz")
    assert BLOCK.get_prep_value(changed) != BLOCK.get_prep_value(value)


def test_a_form_without_the_questions_is_known_as_such():
    assert QUESTIONS.value_omitted_from_data({}, {}, "q") is True
    assert QUESTIONS.value_omitted_from_data({"q-count": "0"}, {}, "q") is False


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "{",
        "7",
        "null",
        "[7]",
        '[{"type": "single_choice"}]',
        '[{"type": "exam", "value": {}, "id": "1"}]',
        '[{"type": "single_choice", "value": [], "id": "1"}]',
        '[{"type": "single_choice", "value": {"options": [1]}, "id": "1"}]',
    ],
)
def test_a_forged_state_is_refused(kept):
    with pytest.raises(SuspiciousOperation):
        QUESTIONS.value_from_datadict({"q-kept": kept}, {}, "q")


def test_the_editor_gets_our_words_and_our_script_after_wagtails():
    packed = json.dumps(BlockWidget(BLOCK).js_context.pack(BLOCK))
    for words in (
        "courses.questions.Quiz",
        "courses.questions.Questions",
        "courses.questions.Question",
        "Edit the questions",
        "No right answer yet",
    ):
        assert f'"{words}"' in packed
    scripts = [str(script) for script in BlockWidget(BLOCK).media._js]
    ours = [place for place, script in enumerate(scripts) if "admin-quiz.js" in script]
    wagtails = [place for place, script in enumerate(scripts) if "telepath/blocks.js" in script]
    assert len(ours) == 1
    assert wagtails[-1] < ours[0]


@pytest.fixture
def changed() -> dict[str, Any]:
    raw = full_quiz(first_right=False)
    raw["questions"][0]["value"]["prompt"] = "Prompt of single_choice, reworded"
    raw["questions"][0]["value"]["options"].append(option(3))
    del raw["questions"][1]
    return raw


@pytest.mark.parametrize("way", ["forth", "back"])
def test_editors_can_compare_two_versions(changed, way):
    before, after = (FULL, changed) if way == "forth" else (changed, FULL)
    said = StreamBlockComparison(BODY, True, True, body_of(before), body_of(after)).htmldiff()
    sign = "addition" if way == "forth" else "deletion"
    assert re.search(f'<span class="{sign}">[^<]*reworded</span>', said)
    assert f'<div class="comparison__child-object {sign}"><dl>\n    <dt>Text</dt>' in said
    assert said.count("4711.5") == 8
    assert said.count("1234567.25") == 8
