"""Rich texts: paragraphs, words, formatting and links."""

import pytest

from courses.pages.comparing.matching import Effort
from courses.pages.comparing.parts import Ref
from courses.pages.comparing.rich import paragraphs, rich_compared
from tests.courses.pages.comparing.states import said


def compared(old, new):
    rows = rich_compared(old, new, Effort())
    return [
        row.skipped or tuple(None if side is None else said(side) for side in (row.old, row.new))
        for row in rows
    ]


def notes(old, new):
    return [
        (note.label, note.about, note.old and note.old.text, note.new and note.new.text)
        for row in rich_compared(old, new, Effort())
        for note in row.notes
    ]


def test_the_same_is_nothing():
    text = '<p data-block-key="a">One <b>two</b>.</p>'
    assert rich_compared(text, text, Effort()) == ()
    # Wagtail's editor gives paragraphs keys that nobody reads.
    assert rich_compared("<p>One <b>two</b>.</p>", text, Effort()) == ()


def test_words_are_marked_within_their_paragraph_and_the_others_counted():
    old = "<p>First.</p><p>Over ten metres.</p><p>Third.</p><p>Fourth.</p>"
    new = "<p>First.</p><p>Over twenty metres.</p><p>Third.</p><p>Fourth.</p>"
    assert compared(old, new) == [1, ("Over [ten] metres.", "Over {twenty} metres."), 2]


def test_paragraphs_that_came_and_went_stand_in_their_place():
    old = "<p>The surface is fast.</p><p>All of this goes away.</p><p>End.</p>"
    new = "<p>New beginning.</p><p>The surface is very fast.</p><p>End.</p>"
    assert compared(old, new) == [
        (None, "New beginning."),
        ("The surface is fast.", "The surface is {very }fast."),
        ("All of this goes away.", None),
        1,
    ]


def test_items_of_lists_are_paragraphs_of_their_own_kind():
    source = "<ul><li>One</li><li>Two<ol><li>In it</li></ol></li></ul><hr/><h2>Next</h2>"
    assert [(p.kind, p.text) for p in paragraphs(source)] == [
        ("ul 1", "One"),
        ("ul 1", "Two"),
        ("ol 2", "In it"),
        ("hr", ""),
        ("h2", "Next"),
    ]


def test_a_paragraph_that_became_a_heading_is_told():
    assert notes("<p>What you need</p>", "<h3>What you need</h3>") == [
        ("Kind of paragraph", "", "paragraph", "heading of level 3")
    ]
    assert notes("<ul><li>One</li></ul>", "<ol><li>One</li></ol>") == [
        ("Kind of paragraph", "", "bulleted list", "numbered list")
    ]


def test_formatting_is_told_of_words_that_stayed():
    old, new = "<p>The <b>bed</b> is slow.</p>", "<p>The bed is <i>slow</i>.</p>"
    assert compared(old, new) == [("The |bed| is |slow|.", "The |bed| is |slow|.")]
    assert notes(old, new) == [
        ("No longer bold", "bed", None, None),
        ("Now italic", "slow", None, None),
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            '<p>See <a href="https://a.example">why it is</a>.</p>',
            '<p>See <a href="https://b.example">why it is</a>.</p>',
            ("Link changed", "why it is", "https://a.example", "https://b.example"),
        ),
        (
            '<p>See <a linktype="page" id="3">this</a>.</p>',
            "<p>See this.</p>",
            ("Link removed", "this", "3", None),
        ),
        (
            "<p>See why the water is slow.</p>",
            '<p>See why the water is slow, and <a href="https://b.example">more</a>.</p>',
            ("Link added", "more", None, "https://b.example"),
        ),
        (
            "",
            '<p><a href="mailto:a@b.example">Write</a></p>',
            ("Link added", "Write", None, "mailto:a@b.example"),
        ),
    ],
)
def test_where_links_lead_is_told(old, new, expected):
    assert notes(old, new) == [expected]


def test_pages_and_documents_are_named_by_their_keys():
    old = '<p><a linktype="page" id="3">this</a></p>'
    new = '<p><a linktype="document" id="4">this</a></p>'
    note = rich_compared(old, new, Effort())[0].notes[0]
    assert note.old.ref == Ref("wagtailcore.Page", "3")
    assert note.new.ref == Ref("cms_core.SiteDocument", "4")


def test_a_change_that_nobody_can_see_is_told_all_the_same():
    assert notes("<p>One</p>", '<p class="x">One</p>') == [
        ("Its words are the same; hidden mark-up is not.", "", None, None)
    ]


@pytest.mark.parametrize(
    "source",
    [
        "<p>a < b && c",
        "</p></b></a></ul>",
        "<<p>>",
        "<p><a>x</a><b>y",
        "<li>z</li>",
        "<!-- c -->",
        "",
    ],
)
def test_any_text_can_be_read(source):
    rich_compared(source, "<p>One</p>", Effort())
    assert rich_compared(source, source, Effort()) == ()


def test_what_is_not_known_is_kept_as_it_is_written():
    assert compared("<p>One</p>", '<p>One <embed embedtype="image" id="5"/></p>') == [
        ("One", 'One{ <embed embedtype="image" id="5"/>}')
    ]
