"""What blocks refuse by themselves when they are to be published, and at which of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.blocks import BaseStreamBlock

from courses.pages.readiness.nodes import Node


@dataclass(frozen=True, eq=False)
class Fault:
    """What one block, or one field of it, refuses."""

    node: Node
    error: ValidationError

    @property
    def is_empty_field(self) -> bool:
        """Say whether it is no more than that nothing was filled in."""
        if isinstance(self.node.block, BaseStreamBlock):
            return not len(self.node.value) and self.node.block.required
        return getattr(self.error, "code", None) == "required"

    @property
    def words(self) -> str:
        """Return what the block says."""
        return " ".join(self.error.messages)


def faults_of(root: Node) -> list[Fault]:
    """Return all that the blocks refuse; an empty list for what may be published."""
    try:
        root.block.clean(root.value)
    except ValidationError as error:
        return list(_spread(root, error))
    return []


def _spread(node: Node, error: ValidationError) -> Iterator[Fault]:
    """Yield the errors in a tree of errors, each at the innermost place that it names."""
    inner: dict[Any, ValidationError] = getattr(error, "block_errors", None) or {}
    outer = getattr(error, "non_block_errors", None)
    for child in node.children:
        if child.key in inner:
            yield from _spread(child, inner[child.key])
    if outer is not None:
        for one in outer.as_data():
            yield Fault(node, one)
    if outer is None or not (inner or outer):
        # A plain error, or one of a kind with places that no stream knows, such as a table's.
        yield from (Fault(node, one) for one in _plain(error))


def _plain(error: ValidationError) -> list[ValidationError]:
    cells: dict[Any, dict[Any, ValidationError]] = getattr(error, "cell_errors", None) or {}
    found = [one for row in cells.values() for cell in row.values() for one in cell.error_list]
    return found[:1] or list(error.error_list)
