"""Checking the draft of a stream without making anybody else's check lenient meanwhile.

Blocks are shared by all threads of a process. To check a draft, Wagtail tells them to ask for
nothing and, when done, to ask again: what another thread publishes in between goes unchecked,
and its own draft may be refused. Here a copy that never asks for anything checks drafts.
"""

import copy
from collections.abc import Iterator
from typing import Any

from wagtail.blocks import BaseStreamBlock, BlockField, StreamValue


class SteadyBlockField(BlockField):
    """The field of a stream in a form, whose checks do not meet those of other threads."""

    def clean(self, value: Any) -> Any:
        """Return the checked stream; as a draft where the form says so."""
        is_draft = getattr(self, "is_deferred_validation", False)
        return (_lenient(self.block) if is_draft else self.block).clean(value)


def _lenient(block: Any) -> Any:
    """Return the copy of a tree of blocks that asks for nothing, made when first needed."""
    if "_lenient_copy" not in vars(block):
        tree = list(_tree(block))
        # What a block is made of stays in common: it is not changed, and a default may hold what
        # cannot be copied.
        kept = [part for one in tree for part in (one.meta, one._constructor_args)]
        copies: dict[int, Any] = {id(part): part for part in kept}
        found = copy.deepcopy(block, copies)
        for one in tree:
            if isinstance(one, BaseStreamBlock):
                _take_streams_of(one, copies[id(one)])
        found.defer_required_validation()
        block._lenient_copy = found
    return block._lenient_copy


def _take_streams_of(original: Any, copied: Any) -> None:
    """Let the copy check the original's streams: a stream has its children checked by the blocks
    that it was made with. What comes back belongs to the original again."""
    check = copied.clean

    def clean(value: StreamValue) -> StreamValue:
        return _belonging_to(original, check(_belonging_to(copied, value)))

    copied.clean = clean


def _belonging_to(block: Any, value: StreamValue) -> StreamValue:
    return StreamValue(block, [(child.block_type, child.value, child.id) for child in value])


def _tree(block: Any) -> Iterator[Any]:
    yield block
    children = [*getattr(block, "child_blocks", {}).values()]
    if hasattr(block, "child_block"):
        children.append(block.child_block)
    for child in children:
        yield from _tree(child)
