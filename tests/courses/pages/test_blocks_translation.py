"""What of a lesson's blocks is given to translators, and what stays the same in every language."""

import copy
import json
import re

import pytest
from wagtail_localize.segments import OverridableSegmentValue, StringSegmentValue
from wagtail_localize.segments.extract import StreamFieldSegmentExtractor
from wagtail_localize.segments.ingest import StreamFieldSegmentsWriter
from wagtail_localize.strings import StringValue

from courses.pages.blocks import LessonBodyBlock

BODY = LessonBodyBlock()
CODE = {"code": "a = 1\n", "language": "python", "file_name": "a.py", "highlighted_lines": "1"}
TABLE = {
    "table": {
        "caption": "Floats",
        "columns": [{"type": "text", "heading": "Remark"}, {"type": "number", "heading": "Time"}],
        "rows": [
            {"values": ["clean", "15.80"]},
            {"values": ["stuck", "31"]},
            {"values": ["clean", "16"]},
        ],
    },
    "row_headings": True,
}
TEXTS = {
    "heading": ({"text": "Flow", "level": "3"}, ["Flow"]),
    "text": ("<p>Water <b>runs</b>.</p>", ["Water <b>runs</b>."]),
    "quotation": (
        {"text": "All flows.", "attribution": "Heraclitus", "source_url": "https://example.org/"},
        ["All flows.", "Heraclitus"],
    ),
    "callout": (
        {"kind": "warning", "title": "Mind", "body": "<p>Deep water.</p>"},
        ["Mind", "Deep water."],
    ),
    "accordion": (
        {
            "parts": [
                {
                    "type": "item",
                    "id": "p",
                    "value": {"kind": "hint", "title": "Look", "body": "<p>There.</p>"},
                }
            ]
        },
        ["Look", "There."],
    ),
    "image": (
        {
            "image": None,
            "decorative": False,
            "alt_text": "A beck",
            "caption": "Rain",
            "credit": "Ines",
        },
        ["A beck", "Rain", "Ines"],
    ),
    "code": (CODE, []),
    "document": ({"document": None, "caption": "Print it"}, ["Print it"]),
    "downloads": ({"title": "Sheets", "documents": []}, ["Sheets"]),
    "table": (TABLE, ["Floats", "Remark", "Time", "clean", "stuck"]),
    "columns": (
        {
            "first": [{"type": "text", "value": "<p>Before</p>", "id": "f"}],
            "second": [{"type": "code", "value": CODE, "id": "s"}],
        },
        ["Before"],
    ),
    "divider": (None, []),
}


def stream(name, value):
    return BODY.to_python([{"type": name, "value": value, "id": "b"}])


def segments_of(value):
    found = StreamFieldSegmentExtractor(None, include_overridables=True).handle_stream_block(value)
    return [segment for segment in found if not segment.is_empty()]


@pytest.mark.parametrize("name", TEXTS)
def test_words_are_offered_and_choices_are_not(name):
    value, texts = TEXTS[name]
    offered = segments_of(stream(name, value))
    strings = [segment for segment in offered if isinstance(segment, StringSegmentValue)]
    assert [segment.string.get_translatable_html() for segment in strings] == texts
    # Not offered either in place of words: levels, kinds, languages, file names, lines, numbers.
    links = [s.data for s in offered if isinstance(s, OverridableSegmentValue)]
    assert links == (["https://example.org/"] if name == "quotation" else [])


def test_every_block_but_quizzes_and_recordings_is_in_this_table():
    assert set(BODY.child_blocks) - set(TEXTS) <= {"quiz", "video", "audio"}


@pytest.mark.parametrize("name", [name for name in TEXTS if TEXTS[name][1]])
def test_translations_come_back_to_their_place_and_the_rest_is_kept(name):
    value, texts = TEXTS[name]
    source = stream(name, value)
    before = BODY.get_prep_value(source)
    target = BODY.to_python(copy.deepcopy(before))
    translated = [translation(segment) for segment in segments_of(source)]
    StreamFieldSegmentsWriter(None, None, None).handle_stream_block(target, translated)
    expected = stored(before)
    for text in texts:
        # As a value, or within the tag of a rich text.
        expected = re.sub(f'([">]){re.escape(text)}(["<])', rf"\1{text} (fr)\2", expected)
    assert stored(BODY.get_prep_value(target)) == expected
    assert expected.count("(fr)") >= len(texts)


def stored(value):
    return json.dumps(value, sort_keys=True, default=str)


def translation(segment):
    if not isinstance(segment, StringSegmentValue):
        return segment
    words = StringValue(f"{segment.string.data} (fr)")
    return StringSegmentValue(segment.path, words, attrs=segment.attrs)


def test_a_row_put_in_between_leaves_the_other_rows_their_translations():
    """Translations are kept by path: numbers of rows would move all of them on."""
    longer = copy.deepcopy(TABLE)
    longer["table"]["rows"].insert(0, {"values": ["new", "1"]})
    paths = [
        {segment.path: segment.render_text() for segment in segments_of(stream("table", value))}
        for value in (TABLE, longer)
    ]
    assert paths[0].items() <= paths[1].items()
    assert [paths[1][path] for path in paths[1] if path not in paths[0]] == ["new"]


@pytest.mark.parametrize("name", list(BODY.child_blocks))
def test_a_lesson_that_is_only_begun_can_be_given_to_translators(name):
    """What a draft leaves out is nothing to translate, and no error."""
    block = BODY.child_blocks[name]
    fresh = block.get_prep_value(block.get_default())
    assert segments_of(stream(name, fresh)) == []
    if isinstance(fresh, dict):
        # A lesson from before the block had some of its fields.
        assert segments_of(stream(name, {})) == []
