"""Reading back what the editor was told of blocks that nobody opened there.

The script holds the state that Wagtail wrote into the page and sends it as JSON; the fields read
their part of it as they would read a form.
"""

import json
from typing import Any

from django.core.exceptions import SuspiciousOperation
from wagtail import blocks
from wagtail.blocks.list_block import ListValue


def read_state(text: str) -> Any:
    """Return the state that the form sent; only a forged form sends anything else."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise SuspiciousOperation("The state of the questions is no JSON.") from error


def value_of_state(block: blocks.Block, state: Any) -> Any:
    """Return the value for which `block.get_form_state` gave `state`."""
    try:
        return _value(block, state)
    except (AttributeError, KeyError, TypeError) as error:
        raise SuspiciousOperation("The state of the questions has another form.") from error


def _value(block: Any, state: Any) -> Any:
    if isinstance(block, blocks.StreamBlock):
        children = [
            (item["type"], _value(block.child_blocks[item["type"]], item["value"]), item.get("id"))
            for item in state
        ]
        return blocks.StreamValue(block, children)
    if isinstance(block, blocks.ListBlock):
        child = block.child_block
        items = [
            ListValue.ListChild(child, _value(child, item["value"]), id=item.get("id"))
            for item in state
        ]
        return ListValue(block, bound_blocks=items)
    if isinstance(block, blocks.StructBlock):
        fields = block.child_blocks.items()
        return block.normalize({name: _value(field, state.get(name)) for name, field in fields})
    return block.value_from_datadict(_as_posted(state), {}, "field")


def _as_posted(state: Any) -> dict[str, Any]:
    """Return a form that holds this one field; an unticked box is not sent."""
    if isinstance(state, list):  # a radio's: what is chosen
        state = state[0] if state else None
    if state is False:
        return {}
    return {"field": "on" if state is True else str(state or "")}
