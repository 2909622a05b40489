"""What a block refuses when it is to be published, and that a draft of it is never refused."""

import pytest
from django.core.exceptions import ValidationError

from cms.core.fields import StreamField
from courses.pages.blocks import LessonBodyBlock

BODY = LessonBodyBlock()
DRAFT = StreamField(BODY).formfield()
DRAFT.is_deferred_validation = True
REQUIRED = "This field is required."
NOTHING = "Write what stands here, or delete the block."
LINES = "Write numbers and ranges with commas between them, such as 3,5-7."
CODE = {"code": "one\ntwo\nthree\n", "language": "python"}
TEXT = [{"type": "text", "value": "<p>Here</p>"}]


def table(columns, rows, **more):
    columns = [{"type": kind, "heading": heading} for kind, heading in columns]
    return {"table": {"columns": columns, "rows": [{"values": row} for row in rows]}, **more}


def plain(errors):
    """Return the tree of errors with the bare words of each."""
    if not isinstance(errors, dict):
        return errors
    if set(errors) <= {"messages", "blockErrors"}:
        return errors.get("messages") or plain(errors["blockErrors"])
    return {name: plain(inner) for name, inner in errors.items()}


def faults_of(name, value):
    """Return what the editor is told about one block: where, and in which words."""
    stream = BODY.to_python([{"type": name, "value": value, "id": "1"}])
    with pytest.raises(ValidationError) as caught:
        BODY.clean(stream)
    return plain(caught.value.as_json_data())[0]


# What stands in the way of publishing: the block, what is in it, what is said at which field.
FAULTS = [
    ("heading", {"text": "  ", "level": "2"}, {"text": [REQUIRED]}),
    (
        "heading",
        {"text": "Flow", "level": "1"},
        {"level": ["Select a valid choice. 1 is not one of the available choices."]},
    ),
    ("text", "", [REQUIRED]),
    ("quotation", {"text": ""}, {"text": [REQUIRED]}),
    (
        "quotation",
        {"text": "All flows.", "source_url": "javascript:alert(1)"},
        {"source_url": ["Enter a valid URL."]},
    ),
    (
        "quotation",
        {"text": "All flows.", "source_url": "ftp://example.org/a"},
        {"source_url": ["Enter a valid URL."]},
    ),
    ("callout", {"kind": "tip", "body": ""}, {"body": [REQUIRED]}),
    ("callout", {"kind": "tip", "body": "<p>\xa0</p>"}, {"body": [NOTHING]}),
    (
        "callout",
        {"kind": "shout", "body": "<p>Now</p>"},
        {"kind": ["Select a valid choice. shout is not one of the available choices."]},
    ),
    ("accordion", {"parts": []}, {"parts": ["The minimum number of items is 1"]}),
    (
        "accordion",
        {"parts": [{"kind": "hint", "body": "<p></p>"}]},
        {"parts": {0: {"body": [NOTHING]}}},
    ),
    (
        "image",
        {"image": None, "decorative": False, "alt_text": " "},
        {
            "image": [REQUIRED],
            "alt_text": ["Describe the picture, or mark it as decorative."],
        },
    ),
    ("image", {"image": None, "decorative": True}, {"image": [REQUIRED]}),
    (
        "image",
        {"image": None, "alt_text": "DSC_0042.JPG"},
        {
            "image": [REQUIRED],
            "alt_text": ["This is the name of a file. Say what the picture shows."],
        },
    ),
    ("code", {**CODE, "code": ""}, {"code": [REQUIRED]}),
    (
        "code",
        {**CODE, "code": "x" * 20_001},
        {"code": ["Ensure this value has at most 20000 characters (it has 20001)."]},
    ),
    (
        "code",
        {**CODE, "language": "brainfuck"},
        {"language": ["Select a valid choice. brainfuck is not one of the available choices."]},
    ),
    ("code", {**CODE, "highlighted_lines": "1;2"}, {"highlighted_lines": [LINES]}),
    ("code", {**CODE, "highlighted_lines": "1,"}, {"highlighted_lines": [LINES]}),
    (
        "code",
        {**CODE, "highlighted_lines": "3-2"},
        {"highlighted_lines": ["The range 3-2 runs backwards. Write the smaller number first."]},
    ),
    (
        "code",
        {**CODE, "highlighted_lines": "2-4"},
        {"highlighted_lines": ["There is no line 4: the code has lines 1 to 3."]},
    ),
    (
        "code",
        {**CODE, "highlighted_lines": "0"},
        {"highlighted_lines": ["There is no line 0: the code has lines 1 to 3."]},
    ),
    ("document", {"document": None}, {"document": [REQUIRED]}),
    ("downloads", {"documents": []}, {"documents": ["The minimum number of items is 1"]}),
    ("downloads", {"documents": [None]}, {"documents": {0: [REQUIRED]}}),
    (
        "table",
        table([], []),
        {"table": ["Give the table at least one column and one row."]},
    ),
    (
        "table",
        table([("text", "Float")], []),
        {"table": ["Give the table at least one column and one row."]},
    ),
    (
        "table",
        table([("text", "Float"), ("number", " ")], [["1", "15.8"]]),
        {"table": ["Give every column a heading that says what it holds."]},
    ),
    ("columns", {"first": TEXT, "second": []}, {"second": [REQUIRED]}),
    (
        "columns",
        {"first": [{"type": "code", "value": {**CODE, "code": ""}}], "second": TEXT},
        {"first": {0: {"code": [REQUIRED]}}},
    ),
]
# These are wrong, not merely unfinished: a draft says so at once.
WRONG = ("Select a valid", "Enter a valid", "Ensure this")


@pytest.mark.parametrize(("name", "value", "faults"), FAULTS)
def test_a_fault_stands_at_its_field(name, value, faults):
    assert faults_of(name, value) == faults


@pytest.mark.parametrize(("name", "value", "faults"), FAULTS)
def test_a_draft_is_kept_however_little_of_it_is_written(name, value, faults):
    stream = BODY.to_python([{"type": name, "value": value, "id": "1"}])
    if any(words in str(faults) for words in WRONG):
        with pytest.raises(ValidationError):
            DRAFT.clean(stream)
        return
    kept = DRAFT.clean(stream)
    assert [(child.block_type, child.id) for child in kept] == [(name, "1")]
    # And what is asked for at publishing is asked for again.
    assert faults_of(name, value) == faults


@pytest.mark.parametrize("name", list(BODY.child_blocks))
def test_a_block_that_was_only_just_added_is_kept_as_a_draft(name):
    """The editor saves by itself: first of all what nobody has written in yet."""
    block = BODY.child_blocks[name]
    fresh = block.get_prep_value(block.get_default())
    kept = DRAFT.clean(BODY.to_python([{"type": name, "value": fresh, "id": "1"}]))
    stored = BODY.get_prep_value(kept)
    assert [(child["type"], child["id"]) for child in stored] == [(name, "1")]
    # A page of such blocks can be looked at, in the editor's preview.
    assert isinstance(BODY.to_python(stored)[0].render(), str)
