"""Links from a lesson's text to one of its own blocks: they name the block by its id."""

import re
from collections.abc import Mapping
from typing import Any

from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue
from wagtail.rich_text import RichText

LINK = re.compile(r'(href="#)([^"]+)(")')


def relinked(stored: Any, changed: Mapping[str, str]) -> Any:
    """Return what is stored with its links led to the ids that took the place of others."""
    if isinstance(stored, str):
        return LINK.sub(lambda found: _led(found, changed), stored) if "#" in stored else stored
    if isinstance(stored, dict):
        return {name: relinked(one, changed) for name, one in stored.items()}
    return [relinked(one, changed) for one in stored] if isinstance(stored, list) else stored


def _led(found: re.Match[str], changed: Mapping[str, str]) -> str:
    before, old, after = found.groups()
    return f"{before}{changed.get(old, old)}{after}"


def relink(value: Any, changed: Mapping[str, str]) -> None:
    """Do so in values that a form or code has made, and in what is stored beside them."""
    if isinstance(value, RichText):
        value.source = relinked(value.source, changed)
    elif isinstance(value, StreamValue):
        children: list[Any] = value._bound_blocks
        for at, child in enumerate(children):
            if child is None:
                value._raw_data[at] = relinked(value._raw_data[at], changed)
            else:
                relink(child.value, changed)
    elif isinstance(value, ListValue):
        for one in value.bound_blocks:
            relink(one.value, changed)
    elif isinstance(value, blocks.StructValue):
        for one in value.values():
            relink(one, changed)
