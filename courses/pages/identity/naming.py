"""What blocks are called in a list from which somebody chooses some."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import Truncator
from wagtail import blocks
from wagtail.blocks import field_block

from courses.pages.models import LessonPage

LONGEST = 100


@dataclass(frozen=True)
class NamedBlock:
    """A block of a lesson: its id, what kind it is, and how it begins."""

    id: str
    kind: str
    words: str


def named_blocks(draft: LessonPage) -> list[NamedBlock]:
    """Return a lesson's blocks in their order, read from what is stored."""
    children = draft.body.stream_block.child_blocks
    return [
        NamedBlock(
            str(one["id"]), str(children[one["type"]].label), beginning(children[one["type"]], one)
        )
        for one in draft.body.raw_data
        if one.get("id")
    ]


def beginning(block: Any, stored: dict[str, Any]) -> str:
    """Return the first words of a block, empty where it has none."""
    for text in _texts(block, stored.get("value")):
        words = " ".join(strip_tags(text).replace("\xa0", " ").split())
        if words:
            return Truncator(words).chars(LONGEST)
    return ""


def _texts(block: Any, stored: Any) -> Iterator[str]:
    if isinstance(block, field_block.RichTextBlock | field_block.CharBlock | field_block.TextBlock):
        yield str(stored or "")
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from _texts(child, stored.get(name) if isinstance(stored, dict) else None)
    elif isinstance(stored, list):
        for one in stored:
            is_named = isinstance(one, dict) and "value" in one
            child = _child(block, one) if is_named else None
            if child is not None:
                yield from _texts(child, one["value"])


def _child(block: Any, one: dict[str, Any]) -> Any:
    if isinstance(block, blocks.ListBlock):
        return block.child_block
    if isinstance(block, blocks.BaseStreamBlock):
        return block.child_blocks.get(one.get("type"))
    return None
