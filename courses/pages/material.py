"""What of a lesson's blocks learners' work depends on, read from released content."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid5

from courses.outline.services import SyllabusBlock

# Ids that no editor of ours made are named anew, the same each time.
_STRANGE = UUID("5a8f4b62-6c1e-4d9b-9a53-0c6c2f1f9d11")


def blocks_of(body: Iterable[Mapping[str, Any]]) -> tuple[SyllabusBlock, ...]:
    """Return the blocks of a released lesson in their order, what stands in columns included."""
    found: dict[UUID, SyllabusBlock] = {}
    for block in body:
        one = SyllabusBlock(
            uuid=uuid_of(block["id"]),
            kind=block["type"],
            is_required=bool(
                isinstance(block["value"], dict) and block["value"].get("is_required")
            ),
            material=block["value"],
        )
        found.setdefault(one.uuid, one)
    return tuple(found.values())


def uuid_of(block_id: str) -> UUID:
    """Return a block's lasting id."""
    try:
        return UUID(block_id)
    except ValueError:
        return uuid5(_STRANGE, block_id)
