"""Places on a page at which reviewers comment: a field, or a block directly in one."""

from typing import Any

from wagtail import blocks
from wagtail.blocks.field_block import FieldBlock
from wagtail.fields import StreamField
from wagtail.models import Page


def anchor_at(page_id: int, place: str) -> str:
    """Return what the place is called on the screen of a review."""
    return f"at-{page_id}-{place.replace('.', '-')}"


def place_of(contentpath: str) -> str:
    """Return the part of a path that names a field, or a block directly in it."""
    return ".".join(contentpath.split(".")[:2])


def editor_path(page: Page, place: str) -> str | None:
    """Return the path at which the editor shows a comment on this place; None for no such place.

    The editor offers comments at single inputs: a block made of several has none of its own, so
    its first input stands for it.
    """
    name, *rest = place.split(".")
    if name not in {field.name for field in page._meta.get_fields()}:
        return None
    if not rest:
        return name
    field: Any = page._meta.get_field(name)
    if not isinstance(field, StreamField):
        return None
    child = next((one for one in getattr(page, name) if one.id == rest[0]), None)
    if child is None:
        return None
    return ".".join([name, rest[0], *_first_input(child.block, child.value)])


def _first_input(block: blocks.Block, value: Any) -> list[str]:
    if isinstance(block, blocks.StructBlock):
        children = sorted(
            block.child_blocks.items(), key=lambda item: not isinstance(item[1], FieldBlock)
        )
        name, child = children[0]
        return [name, *_first_input(child, value.get(name))]
    if isinstance(block, blocks.ListBlock) and value:
        first = value.bound_blocks[0]
        return [first.id, *_first_input(first.block, first.value)]
    return []
