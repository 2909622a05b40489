"""How deep a tree of categories is, told from a mapping of each key to the key above it."""

from collections.abc import Mapping
from uuid import UUID

MAX_DEPTH = 3

Parents = Mapping[UUID, UUID | None]


def depth_below(key: UUID, parents: Parents, *, stop_at: UUID) -> int | None:
    """Return at which depth, from 0, something under `key` would stand.

    None when `stop_at` is met on the way up: it would then stand under itself.
    """
    depth = 0
    at: UUID | None = key
    # Counted as well: rows written past our rules may make a circle that does not hold stop_at.
    while at is not None and depth <= len(parents):
        if at == stop_at:
            return None
        depth += 1
        at = parents.get(at)
    return depth


def height_of(key: UUID, parents: Parents) -> int:
    """Return how many levels the category and what is under it take; 1 when nothing is."""
    children: dict[UUID, list[UUID]] = {}
    for child, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(child)
    height, level, seen = 0, [key], {key}
    while level:
        height += 1
        level = [child for parent in level for child in children.get(parent, ())]
        level = [child for child in level if child not in seen]
        seen.update(level)
    return height
