"""What the changes of a release mean for those who have learnt from the last one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from courses.outline.services import CarriedBlock
from courses.pages.comparing.matching import moved
from courses.pages.enums import PageKind
from courses.pages.material.reading import ReadBlock, has_material, read_blocks

if TYPE_CHECKING:
    from courses.pages.releases.content import Draft, Item

# A lesson's key and a block's id: records of learners hang on both together.
Place = tuple[UUID, UUID]


class Judgement(StrEnum):
    """What became of a block. Never seen by people."""

    # Other words, another look: what learners have done is as good as it was.
    COSMETIC = "cosmetic"
    # Another wording of what was asked: only its author knows whether it asks the same.
    ASKS = "asks"
    # What learners' work depends on: they are asked to look again, and keep what they have.
    MATERIAL = "material"
    NEW = "new"
    # Learners' records of it end.
    REMOVED = "removed"
    # It stands elsewhere, with all that learners have of it.
    MOVED = "moved"


@dataclass
class _Lessons:
    """The blocks of those lessons that are not the same on both sides."""

    old: dict[UUID, dict[UUID, ReadBlock]] = field(default_factory=dict)
    new: dict[UUID, dict[UUID, ReadBlock]] = field(default_factory=dict)


def judge_changes(
    old: "Draft | None", new: "Draft", carried: Iterable[CarriedBlock] = ()
) -> dict[Place, Judgement]:
    """Return what became of each block between two states of a course; of the others nothing.

    `carried` are blocks that went from one lesson to another with their records.
    """
    lessons = _read(_lessons(old), _lessons(new))
    origins = _origins(lessons, carried)
    found: dict[Place, Judgement] = {}
    for key in [*lessons.new, *(key for key in lessons.old if key not in lessons.new)]:
        before, after = lessons.old.get(key, {}), lessons.new.get(key, {})
        went = moved(list(before), list(after))
        for uuid, block in after.items():
            origin = before.get(uuid) or origins.get((key, uuid))
            is_moved = uuid in went or uuid not in before
            judged = _judge(origin, block, is_moved=is_moved)
            if judged is not None:
                found[key, uuid] = judged
        for uuid in before:
            if uuid not in after:
                is_carried = any(place[1] == uuid for place in origins)
                found[key, uuid] = Judgement.MOVED if is_carried else Judgement.REMOVED
    return found


def ending(old: "Draft | None", judgements: Mapping[Place, Judgement]) -> list[Place]:
    """Return the removed blocks of which learners may have a record: all but plain words."""
    lessons = _lessons(old)
    gone = [place for place, one in judgements.items() if one is Judgement.REMOVED]
    read = {key: read_blocks(lessons[key].content.get("body") or ()) for key, _block in gone}
    return [place for place in gone if has_material(read[place[0]][place[1]].kind)]


def _judge(old: ReadBlock | None, new: ReadBlock, *, is_moved: bool) -> Judgement | None:
    if old is None:
        return Judgement.NEW
    if (old.kind, old.material) != (new.kind, new.material):
        return Judgement.MATERIAL
    if old.words != new.words:
        return Judgement.ASKS
    if old.own != new.own:
        return Judgement.COSMETIC
    return Judgement.MOVED if is_moved else None


def _lessons(draft: "Draft | None") -> dict[UUID, "Item"]:
    items = draft.items if draft is not None else ()
    return {item.key: item for item in items if item.kind == PageKind.LESSON}


def _read(old: Mapping[UUID, "Item"], new: Mapping[UUID, "Item"]) -> _Lessons:
    found = _Lessons()
    hashes = [{key: item.hash for key, item in side.items()} for side in (old, new)]
    for side, items, others in ((found.old, old, hashes[1]), (found.new, new, hashes[0])):
        for key, item in items.items():
            if others.get(key) != item.hash:
                side[key] = read_blocks(item.content.get("body") or ())
    return found


def _origins(lessons: _Lessons, carried: Iterable[CarriedBlock]) -> dict[Place, ReadBlock]:
    """Return of each block that came with its record what it was in the lesson it came from."""
    links: dict[UUID, list[frozenset[UUID]]] = {}
    for one in carried:
        links.setdefault(one.uuid, []).append(one.lessons)
    found: dict[Place, ReadBlock] = {}
    for uuid, pairs in links.items():
        went = [key for key, blocks in lessons.old.items() if uuid in blocks]
        went = [key for key in went if uuid not in lessons.new.get(key, {})]
        for key, blocks in lessons.new.items():
            if uuid in blocks and uuid not in lessons.old.get(key, {}):
                linked = _linked(key, pairs)
                origin = next((one for one in went if one in linked), None)
                if origin is not None:
                    found[key, uuid] = lessons.old[origin][uuid]
    return found


def _linked(key: UUID, pairs: Iterable[frozenset[UUID]]) -> set[UUID]:
    """Return the lessons that a block went through, in either direction."""
    found, pairs = {key}, list(pairs)
    for _step in pairs:
        for pair in pairs:
            if pair & found:
                found |= pair
    return found
