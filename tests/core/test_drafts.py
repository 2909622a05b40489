"""Streams are checked by each request alone, though their blocks are shared by all threads."""

import pytest
from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.blocks import BlockField

from cms.core.fields import SteadyBlockField, StreamField

EMPTY = [("words", "")]
REQUIRED = {0: {"messages": ["This field is required."]}}


class WaitingBlock(blocks.CharBlock):
    """Does something else in the middle of being checked, as another thread would."""

    meanwhile = None

    def clean(self, value):
        value = super().clean(value)
        if self.meanwhile:
            self.meanwhile()
        return value


class LinesBlock(blocks.StreamBlock):
    words = blocks.CharBlock()
    wait = WaitingBlock()


def fields_of(form_class):
    """Return the fields of two forms over the same blocks: one publishes, one saves a draft."""
    block = LinesBlock()
    publishing, draft = form_class(block=block), form_class(block=block)
    draft.is_deferred_validation = True
    return block, publishing, draft


def outcome(field, value):
    try:
        return [child.value for child in field.clean(field.block.normalize(value))]
    except ValidationError as error:
        return error.as_json_data()["blockErrors"]


def meet(form_class, monkeypatch, first, second):
    """Check with `first`, and in the middle of it with `second`; return both outcomes."""
    _block, publishing, draft = fields_of(form_class)
    fields = {"publishing": publishing, "draft": draft}
    between = []

    def meanwhile():
        monkeypatch.setattr(WaitingBlock, "meanwhile", None)
        between.append(outcome(fields[second], EMPTY))

    monkeypatch.setattr(WaitingBlock, "meanwhile", staticmethod(meanwhile))
    whole = outcome(fields[first], [("wait", "here"), *EMPTY])
    return whole, between[0]


def test_what_is_published_while_a_draft_is_saved_is_checked(monkeypatch):
    saved, published = meet(SteadyBlockField, monkeypatch, "draft", "publishing")
    assert saved == ["here", ""]
    assert published == REQUIRED


def test_a_draft_that_is_saved_while_another_publishes_changes_nothing_for_it(monkeypatch):
    published, saved = meet(SteadyBlockField, monkeypatch, "publishing", "draft")
    assert saved == [""]
    assert published == {1: {"messages": ["This field is required."]}}


def test_wagtails_own_field_lets_it_through(monkeypatch):
    """When this fails, Wagtail has mended it and ours can go."""
    _, published = meet(BlockField, monkeypatch, "draft", "publishing")
    assert published == [""]


def test_a_draft_keeps_ids_and_belongs_to_the_fields_own_blocks():
    block, _, draft = fields_of(SteadyBlockField)
    stored = [{"type": "words", "value": "", "id": "a"}, {"type": "wait", "value": "x", "id": "b"}]
    cleaned = draft.clean(block.to_python(stored))
    assert cleaned.stream_block is block
    assert [child.block for child in cleaned] == list(block.child_blocks.values())
    assert block.get_prep_value(cleaned) == stored


def test_streams_within_streams_are_drafts_too_and_are_asked_when_they_are_published():
    inner = blocks.StreamBlock([("words", blocks.CharBlock())])
    lists = blocks.ListBlock(blocks.StructBlock([("lines", inner)]))
    block = blocks.StreamBlock([("box", blocks.StructBlock([("lists", lists)]))])
    value = block.normalize([("box", {"lists": [{"lines": EMPTY}]})])
    publishing, draft = SteadyBlockField(block=block), SteadyBlockField(block=block)
    draft.is_deferred_validation = True
    cleaned = draft.clean(value)
    assert cleaned[0].value["lists"][0]["lines"].stream_block is inner
    # A draft that has been checked is not taken for what may be published.
    for stream in (value, cleaned):
        with pytest.raises(ValidationError):
            publishing.clean(stream)
    assert block.is_deferred_validation is False


def test_streams_of_the_site_are_checked_so():
    assert type(StreamField(LinesBlock()).formfield()) is SteadyBlockField


@pytest.mark.parametrize("value", [EMPTY, [("words", "x" * 11)]])
def test_a_draft_is_still_told_what_is_wrong_rather_than_missing(value):
    block = blocks.StreamBlock([("words", blocks.CharBlock(max_length=10))])
    draft = SteadyBlockField(block=block)
    draft.is_deferred_validation = True
    long = "Ensure this value has at most 10 characters (it has 11)."
    expected = [""] if value == EMPTY else {0: {"messages": [long]}}
    assert outcome(draft, value) == expected
