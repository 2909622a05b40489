"""What streams name in other tables, read from what is kept, without fetching any of it."""

import json
from collections.abc import Iterator
from typing import Any

from wagtail import blocks
from wagtail.blocks.field_block import ChooserBlock, RichTextBlock


def raw_parts(block: Any, raw: Any) -> Iterator[tuple[Any, Any]]:
    """Yield choosers and rich texts within `raw`, each as its block and what is kept of it."""
    if isinstance(block, blocks.BaseStreamBlock):
        for one in _items(raw):
            child = block.child_blocks.get(one.get("type"))
            if child is not None:
                yield from raw_parts(child, one.get("value"))
    elif isinstance(block, blocks.ListBlock):
        for one in raw if isinstance(raw, list) else ():
            is_item = isinstance(one, dict) and one.get("type") == "item" and "value" in one
            yield from raw_parts(block.child_block, one["value"] if is_item else one)
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from raw_parts(child, raw.get(name) if isinstance(raw, dict) else None)
    elif isinstance(block, ChooserBlock | RichTextBlock):
        yield block, raw


def _items(raw: Any) -> list[dict[str, Any]]:
    if isinstance(raw, str):
        raw = json.loads(raw or "[]")
    return [one for one in raw or () if isinstance(one, dict)]
