"""A page's blocks as a tree of places: what stands where, in the order in which it is read."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from wagtail import blocks
from wagtail.blocks.list_block import ListValue


@dataclass(eq=False)
class Node:
    """One value in a stream: a block, a field of a block, an item of a list, or the stream."""

    block: Any
    value: Any
    # Ids of blocks and names of fields, from the page's field down to here.
    place: tuple[str, ...]
    # The lasting id of the innermost block or item that this is, or is a part of.
    block_id: str = ""
    parent: "Node | None" = None
    # What it is called among the children of its parent: an index, or a field's name.
    key: int | str = ""
    children: "list[Node]" = field(default_factory=list)

    @property
    def number(self) -> int:
        """Return its place among its siblings, beginning with 1."""
        return self.key + 1 if isinstance(self.key, int) else 1

    @property
    def is_item(self) -> bool:
        """Say whether it stands in a stream or a list, and is no field of a block."""
        return isinstance(self.key, int)

    def child(self, key: int | str) -> "Node | None":
        """Return the child of this key."""
        return next((one for one in self.children if one.key == key), None)

    def walk(self) -> "Iterator[Node]":
        """Yield this and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def tree_of(name: str, block: Any, value: Any) -> Node:
    """Return the tree of what the page's field `name` holds."""
    root = Node(block, value, (name,))
    _grow(root)
    return root


def _grow(node: Node) -> None:
    for key, block, value, lasting in _parts(node):
        if isinstance(key, str):
            place, block_id = (*node.place, key), node.block_id
        else:
            # What has no lasting id is another one in the editor: the list is opened instead.
            place = (*node.place, lasting) if lasting else node.place
            block_id = lasting or node.block_id
        child = Node(block, value, place, block_id, node, key)
        node.children.append(child)
        _grow(child)


def _parts(node: Node) -> Iterator[tuple[int | str, Any, Any, str]]:
    value = node.value
    if isinstance(value, blocks.StreamValue):
        for index, child in enumerate(value):
            yield index, child.block, child.value, child.id or ""
    elif isinstance(value, ListValue):
        for index, one in enumerate(value.bound_blocks):
            yield index, one.block, one.value, one.original_id or ""
    elif isinstance(node.block, blocks.BaseStructBlock) and value is not None:
        for name, block in node.block.child_blocks.items():
            yield name, block, value.get(name), ""
