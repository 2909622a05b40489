"""Saying at each changed block of a lesson what the change means for those who have learnt."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from courses.pages.comparing.parts import Mark, PageChange, PartChange, What
from courses.pages.material import Judgement, Place, uuid_of

BODY = "body"
_MARKS = {
    Judgement.COSMETIC: Mark.COSMETIC,
    Judgement.MOVED: Mark.COSMETIC,
    Judgement.ASKS: Mark.COSMETIC,
    Judgement.MATERIAL: Mark.LOOK_AGAIN,
}
_WEIGHTY = (Mark.ASKS, Mark.LOOK_AGAIN, Mark.ENDS)


def marks_of(
    judgements: Mapping[Place, Judgement],
    *,
    look_again: Collection[Place] = (),
    ends: Collection[Place] = (),
    is_asking: bool = False,
) -> dict[Place, Mark]:
    """Return what each change means: with what its author said, or before they were asked.

    `ends` are the removed blocks of which learners may have a record.
    """
    found = {place: _MARKS[one] for place, one in judgements.items() if one in _MARKS}
    found.update(dict.fromkeys(ends, Mark.ENDS))
    if is_asking:
        asks = (place for place, one in judgements.items() if one is Judgement.ASKS)
        found.update(dict.fromkeys(asks, Mark.ASKS))
    found.update({place: Mark.LOOK_AGAIN for place in look_again if place in found})
    return found


def marked(changes: Iterable[PageChange], marks: Mapping[Place, Mark]) -> list[PageChange]:
    """Return the changes with a mark at each block that has one."""
    return [_page(change, marks) for change in changes]


def parts_at(changes: Iterable[PageChange]) -> dict[Place, tuple[PageChange, PartChange]]:
    """Return the changed blocks of lessons by where they are."""
    return {
        (change.key, uuid): (change, part)
        for change in changes
        for uuid, part in _blocks(change.parts)
    }


def _page(change: PageChange, marks: Mapping[Place, Mark]) -> PageChange:
    own = {uuid: mark for (key, uuid), mark in marks.items() if key == change.key}
    if not own:
        return change
    parts = tuple(_part(part, own) if part.field == BODY else part for part in change.parts)
    found = set(own.values()) if change.what is What.REMOVED else set(_found(parts))
    return replace(change, parts=parts, marks=tuple(one for one in _WEIGHTY if one in found))


def _part(part: PartChange, marks: Mapping[UUID, Mark]) -> PartChange:
    return replace(
        part,
        mark=marks.get(uuid_of(part.block_id)) if part.block_id else None,
        parts=tuple(_part(inner, marks) for inner in part.parts),
    )


def _found(parts: Iterable[PartChange]) -> Iterator[Mark]:
    for part in parts:
        if part.mark is not None:
            yield part.mark
        yield from _found(part.parts)


def _blocks(parts: Iterable[PartChange]) -> Iterator[tuple[UUID, PartChange]]:
    for part in parts:
        if part.block_id:
            yield uuid_of(part.block_id), part
        yield from _blocks(part.parts)
