"""The blocks of a lesson, read from what is stored of its body."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID, uuid5

from django.apps import apps

from courses.outline.services import SyllabusBlock
from courses.pages.material.declared import (
    ASKING,
    MATERIAL,
    Read,
    entries,
    held_fields,
    reader_of,
)

# Ids that no editor of ours made are named anew, the same each time.
_STRANGE = UUID("5a8f4b62-6c1e-4d9b-9a53-0c6c2f1f9d11")
REQUIRED = "is_required"


@dataclass(frozen=True, slots=True)
class ReadBlock:
    """A block as it is stored. `words` is what asks when it changes; `own` is all it says itself,
    without the blocks that it holds."""

    kind: str
    material: Any
    words: Any
    own: Any


@dataclass(frozen=True, slots=True)
class _Kind:
    material: Read
    words: Read
    has_material: bool
    # What a block says that does not say whether it is needed; None where that cannot be said.
    is_required: bool | None
    held: Mapping[str, "Mapping[str, _Kind]"]


def blocks_of(body: Iterable[Mapping[str, Any]]) -> tuple[SyllabusBlock, ...]:
    """Return the blocks of a released lesson in their order, what stands in columns included."""
    found: dict[UUID, SyllabusBlock] = {}
    for uuid, name, kind, value in _walk(list(body), _kinds()):
        block = SyllabusBlock(
            uuid=uuid,
            kind=name,
            is_required=_is_required(kind, value),
            material=[name, kind.material(value)],
        )
        found.setdefault(uuid, block)
    return tuple(found.values())


def read_blocks(body: Iterable[Mapping[str, Any]]) -> dict[UUID, ReadBlock]:
    """Return the blocks of a lesson in their order, for a comparison."""
    found: dict[UUID, ReadBlock] = {}
    for uuid, name, kind, value in _walk(list(body), _kinds()):
        block = ReadBlock(name, kind.material(value), kind.words(value), _own(kind, value))
        found.setdefault(uuid, block)
    return found


def has_material(name: str) -> bool:
    """Say whether anything of this kind of block is material."""
    kind = _kinds().get(name)
    return kind is not None and kind.has_material


def uuid_of(block_id: str) -> UUID:
    """Return a block's lasting id."""
    try:
        return UUID(block_id)
    except ValueError:
        return uuid5(_STRANGE, block_id)


def _walk(
    body: Any, kinds: Mapping[str, _Kind], place: str = ""
) -> Iterator[tuple[UUID, str, _Kind, Any]]:
    for block_id, name, value in entries(body, place):
        kind = kinds.get(name, _UNKNOWN)
        yield uuid_of(block_id), name, kind, value
        for field, held in kind.held.items():
            inner = value.get(field) if isinstance(value, dict) else ()
            yield from _walk(inner, held, f"{block_id}.{field}.")


def _own(kind: _Kind, value: Any) -> Any:
    if not kind.held or not isinstance(value, dict):
        return value
    return {name: one for name, one in value.items() if name not in kind.held}


def _is_required(kind: _Kind, value: Any) -> bool:
    if kind.is_required is None:
        return False
    said = value.get(REQUIRED) if isinstance(value, dict) else None
    return kind.is_required if said is None else bool(said)


def _unknown(value: Any) -> Any:
    return {}


# A block of a type that lessons no longer have: nobody knows what of it mattered.
_UNKNOWN = _Kind(_unknown, _unknown, False, None, {})


@cache
def _kinds() -> Mapping[str, _Kind]:
    # By name: what pages are compared by must not need the pages.
    field: Any = apps.get_model("courses_pages", "LessonPage")._meta.get_field("body")
    return _kinds_in(field.stream_block)


def _kinds_in(stream: Any) -> dict[str, _Kind]:
    return {name: _kind(block) for name, block in stream.child_blocks.items()}


def _kind(block: Any) -> _Kind:
    children = getattr(block, "child_blocks", {})
    required = children.get(REQUIRED)
    return _Kind(
        material=reader_of(block, MATERIAL),
        words=reader_of(block, ASKING),
        has_material=bool(getattr(block, MATERIAL, ())),
        is_required=bool(required.get_default()) if required is not None else None,
        held={name: _kinds_in(children[name]) for name in held_fields(block)},
    )
