"""What every block of a lesson has, wherever it stands in the tree of blocks."""

import re

import pytest
from django import forms
from wagtail import blocks, hooks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from courses.pages.blocks import LessonBodyBlock

BODY = LessonBodyBlock()
# The names in stored lessons; one that is gone takes its blocks out of every lesson.
NAMES = [
    "heading",
    "text",
    "quotation",
    "callout",
    "accordion",
    "image",
    "video",
    "audio",
    "code",
    "quiz",
    "document",
    "downloads",
    "table",
    "columns",
    "divider",
]
HOLDERS = (
    blocks.BaseStructBlock,
    blocks.BaseStreamBlock,
    blocks.ListBlock,
    TypedTableBlock,
)


def below(block, path=""):
    """Yield the path and the block of everything within `block`."""
    children = dict(getattr(block, "child_blocks", {}))
    if isinstance(block, blocks.ListBlock):
        children["*"] = block.child_block
    for name, child in children.items():
        yield f"{path}{name}", child
        yield from below(child, f"{path}{name}.")


TREE = dict(below(BODY))
CHOSEN = {path: TREE[path] for path in TREE if "." not in path}


def snake(block):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(block).__name__).lower()


def test_the_names_are_those_that_lessons_keep():
    assert list(BODY.child_blocks) == NAMES


def test_the_walk_reaches_what_is_nested():
    assert {"accordion.parts.*.body", "columns.second.code.code", "table.table.number"} <= set(TREE)


@pytest.mark.parametrize("path", [path for path in TREE if isinstance(TREE[path], HOLDERS)])
def test_what_holds_other_blocks_never_falls_back_to_wagtails_template(path):
    """Wagtail's own prints every field by its name, keys included."""
    block = TREE[path]
    assert block.get_template(block.get_default()) == (
        f"components/streamfield/{snake(block)}.html"
    )


@pytest.mark.parametrize("path", [*CHOSEN, *(f"columns.first.{n}" for n in ("text", "image"))])
def test_what_an_author_chooses_says_what_it_is(path):
    block = TREE[path]
    assert block.get_template(None) == f"components/streamfield/{snake(block)}.html"
    assert block.get_description() != ""
    assert block.meta.group != ""
    assert block.meta.icon not in {"placeholder", ""}
    assert block.is_previewable is True


def test_every_icon_is_one_that_the_admin_has():
    has = {
        re.search(r"([^/]+)\.svg$", path)[1]
        for hook in hooks.get_hooks("register_icons")
        for path in hook([])
    }
    holders = [path for path in TREE if isinstance(TREE[path], HOLDERS) or path in CHOSEN]
    assert {path: TREE[path].meta.icon for path in holders if TREE[path].meta.icon not in has} == {}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("heading", ["<h2>The surface is a flatterer</h2>"]),
        ("quotation", ["<blockquote>", "Everything flows", "Heraclitus"]),
        ("callout", ['aria-label="Note: Field note"', '<p class="as4">Field note</p>', "median"]),
        ("accordion", ["<details", "Hint", "The bed slows", "<details", "Solution", "Multiply"]),
        ("table", ["<caption>Readings", '<th scope="col"', '<th scope="row"', '"num">15.8<']),
        ("columns", ["The surface is fast.", "The bed is slow."]),
        ("divider", ["<hr>"]),
    ],
)
def test_a_block_shows_what_is_in_it_in_order_and_nothing_of_how_it_is_kept(name, words):
    block = CHOSEN[name]
    html = block.render(block.get_preview_value())
    places = [html.find(word) for word in words]
    assert -1 not in places
    assert html.count("<details") == words.count("<details")
    # Neither a repr nor the names of fields.
    assert re.findall(r"Value\(|&lt;|key_points|row_headings|highlighted_lines|parts", html) == []


def test_the_groups_are_these_in_this_order():
    groups = list(dict.fromkeys(str(block.meta.group) for block in CHOSEN.values()))
    assert groups == ["Text", "Media", "Code", "Practice", "Files", "Layout"]


CANARY = "<script>alert('canary')</script>"


def fill(block):
    """Return a value of `block` with the canary in every line and text in it."""
    if isinstance(block, blocks.RichTextBlock | blocks.ChooserBlock | blocks.StaticBlock):
        return block.get_default()
    if isinstance(block, blocks.BaseStructBlock):
        return {name: fill(child) for name, child in block.child_blocks.items()}
    if isinstance(block, blocks.ListBlock):
        return [fill(block.child_block)]
    if isinstance(block, blocks.BaseStreamBlock):
        return [{"type": name, "value": fill(child)} for name, child in block.child_blocks.items()]
    if isinstance(block, TypedTableBlock):
        columns = [{"type": "text", "heading": CANARY}]
        return {"caption": CANARY, "columns": columns, "rows": [{"values": [CANARY]}]}
    is_text = isinstance(block.field, forms.CharField) and not isinstance(
        block.field, forms.URLField
    )
    return CANARY if is_text else block.get_prep_value(block.get_default())


@pytest.mark.parametrize("name", list(CHOSEN))
def test_what_is_typed_is_text_and_never_markup(name):
    stream = BODY.to_python([{"type": name, "value": fill(CHOSEN[name]), "id": "1"}])
    html = stream.render_as_block()
    assert CANARY not in html
    if name not in {"text", "divider", "document", "downloads", "image", "video", "audio"}:
        assert "canary" in html
