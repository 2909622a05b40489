"""What a question holds, whether Wagtail's blocks hold it or JSON that was kept of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wagtail.blocks import StreamValue
from wagtail.blocks.list_block import ListValue


@dataclass(frozen=True, slots=True, repr=False)
class Item:
    """One item of a list or a stream, under the id by which answers name it."""

    id: str
    kind: str
    value: Any


def text_of(value: Any, name: str) -> str:
    """Return a text; an author may not have come to it yet."""
    text = value.get(name) if isinstance(value, Mapping) else None
    return text if isinstance(text, str) else ""


def ticked(value: Any, name: str, *, default: bool = False) -> bool:
    """Return whether a box is ticked; `default` is what it means that none was there yet."""
    tick = value.get(name, default) if isinstance(value, Mapping) else default
    return default if tick is None else bool(tick)


def whole_number_of(value: Any, name: str) -> int:
    """Return a whole number of 0 or more; 0 is what a draft without one counts as."""
    number = value.get(name) if isinstance(value, Mapping) else None
    return max(number, 0) if isinstance(number, int) and not isinstance(number, bool) else 0


def items_of(value: Any, name: str, nameless: str = "") -> tuple[Item, ...]:
    """Return the items of a list or a stream in the order in which they are kept.

    One that is kept without an id has its place for an id, as it has for readers; `nameless`
    tells it from the places of another list.
    """
    kept = value.get(name) if isinstance(value, Mapping) else None
    if isinstance(kept, ListValue):
        found = [(child.original_id, "item", child.value) for child in kept.bound_blocks]
    elif isinstance(kept, StreamValue):
        found = [(child.id, child.block_type, child.value) for child in kept]
    elif isinstance(kept, list | tuple):
        found = [_kept_item(item) for item in kept]
    else:
        found = []
    return tuple(
        Item(item_id if isinstance(item_id, str) and item_id else f"{nameless}{place}", kind, held)
        for place, (item_id, kind, held) in enumerate(found, start=1)
    )


def _kept_item(item: Any) -> tuple[Any, str, Any]:
    """Return id, kind and value of an item; lists that are kept without ids hold values alone."""
    if isinstance(item, Mapping) and "type" in item and "value" in item:
        return item.get("id"), text_of(item, "type"), item["value"]
    return None, "item", item
