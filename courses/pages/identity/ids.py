"""The ids of a lesson's blocks, of the items of their lists and of the questions within them.

A fresh id is made of the lesson's key and the id it takes the place of. So a copied lesson has the
same in its row and in all its revisions, and an editor that still has the old one open saves the
same again.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid5

from wagtail import blocks
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue

from courses.pages.material import uuid_of


@dataclass(slots=True)
class Part:
    """A block of a stream, or an item of a list, with what is within it.

    `holder` has the id: a dictionary as it is stored, or the value that a form or code has made.
    """

    holder: Any
    is_block: bool
    below: list["Part"]

    @property
    def id(self) -> str:
        """The id, empty where Wagtail gives it one when it is saved."""
        is_raw = isinstance(self.holder, dict)
        return str((self.holder.get("id") if is_raw else self.holder.id) or "")

    @id.setter
    def id(self, value: str) -> None:
        if isinstance(self.holder, dict):
            self.holder["id"] = value
        else:
            self.holder.id = value

    def with_below(self) -> Iterator["Part"]:
        """Return it and all that is within it."""
        yield self
        for part in self.below:
            yield from part.with_below()


def parts_of(value: Any) -> list[Part]:
    """Return the parts of a stream, a list or a structure; what was not looked at yet, as it is
    stored."""
    if isinstance(value, StreamValue):
        return [_part_of_stream(value, at) for at in range(len(value))]
    if isinstance(value, ListValue):
        return [Part(one, False, parts_of(one.value)) for one in value.bound_blocks]
    if isinstance(value, blocks.StructValue):
        return [part for one in value.values() for part in parts_of(one)]
    return []


def _part_of_stream(stream: StreamValue, at: int) -> Part:
    child = stream._bound_blocks[at]
    if child is not None:
        return Part(child, True, parts_of(child.value))
    return _raw_block(stream.stream_block, stream._raw_data[at])


def stored_parts(block: Any, stored: Any) -> list[Part]:
    """Return the parts of what is stored for this kind of block."""
    if isinstance(block, blocks.BaseStreamBlock):
        return [_raw_block(block, one) for one in _dictionaries(stored)]
    if isinstance(block, blocks.ListBlock):
        return [
            Part(one, False, stored_parts(block.child_block, one.get("value")))
            for one in _dictionaries(stored)
            if one.get("type") == "item"
        ]
    if isinstance(block, blocks.BaseStructBlock) and isinstance(stored, dict):
        return [
            part
            for name, child in block.child_blocks.items()
            for part in stored_parts(child, stored.get(name))
        ]
    return []


def _raw_block(stream: Any, one: dict[str, Any]) -> Part:
    child = stream.child_blocks.get(one.get("type"))
    return Part(one, True, stored_parts(child, one.get("value")) if child is not None else [])


def _dictionaries(stored: Any) -> list[dict[str, Any]]:
    return [one for one in stored if isinstance(one, dict)] if isinstance(stored, list) else []


def ids_of(parts: Iterable[Part], *, blocks_only: bool = False) -> set[str]:
    """Return the ids of the parts and of all within them, each as it is written among ours."""
    return {
        lasting_id(part.id)
        for top in parts
        for part in top.with_below()
        if part.id and (part.is_block or not blocks_only)
    }


def lasting_id(one: str) -> str:
    """Return an id as it is written among ours: what is no UUID is named as the outline does."""
    return str(uuid_of(one))


def fresh_id(lesson_key: UUID, old: str, number: int = 1) -> str:
    """Return the id that takes the place of `old` in the lesson with this key."""
    return str(uuid5(lesson_key, old if number == 1 else f"{old}#{number}"))


@dataclass
class Renewal:
    """Gives parts of one lesson fresh ids; `changed` has what took the place of what."""

    lesson_key: UUID
    changed: dict[str, str] = field(default_factory=dict)

    def renew_all(self, parts: Iterable[Part]) -> None:
        """Give every part its fresh id: the lesson is a copy."""
        for top in parts:
            for part in top.with_below():
                if part.id:
                    self._set(part, fresh_id(self.lesson_key, lasting_id(part.id)))

    def settle(self, parts: list[Part], foreign: Collection[str] = ()) -> None:
        """Let each id be there once and be this lesson's: the second, and what is another
        lesson's, get a fresh one, with all that is within them."""
        self._taken, self._seen = ids_of(parts), set[str]()
        for part in parts:
            self._settle(part, foreign, is_anew=False)

    def _settle(self, part: Part, foreign: Collection[str], *, is_anew: bool) -> None:
        if part.id:
            old = lasting_id(part.id)
            is_anew = is_anew or old in self._seen or old in foreign
            new = self._free(old) if is_anew else old
            self._seen.add(new)
            if part.id != new:
                self._set(part, new)
        for one in part.below:
            self._settle(one, foreign, is_anew=is_anew)

    def _free(self, old: str) -> str:
        number = 1
        while (new := fresh_id(self.lesson_key, old, number)) in self._taken:
            number += 1
        self._taken.add(new)
        return new

    def _set(self, part: Part, new: str) -> None:
        self.changed.setdefault(part.id, new)
        part.id = new


def are_settled(parts: Iterable[Part]) -> bool:
    """Say whether every id is written as ours are, and there once."""
    ids = [part.id for top in parts for part in top.with_below() if part.id]
    return len(set(ids)) == len(ids) and all(one == lasting_id(one) for one in ids)


def keep_own(value: Any) -> None:
    """Have a stream keep copies of what is stored: it may be written in other places, too."""
    if isinstance(value, StreamValue):
        value._raw_data = _copied(value._raw_data)
    for one in _within(value):
        keep_own(one)


def _copied(stored: Any) -> Any:
    # What code puts in two places is two afterwards.
    if isinstance(stored, dict):
        return {name: _copied(one) for name, one in stored.items()}
    return [_copied(one) for one in stored] if isinstance(stored, list) else stored


def _within(value: Any) -> list[Any]:
    """Return the values within a stream, a list or a structure that were looked at."""
    if isinstance(value, StreamValue):
        children: list[Any] = value._bound_blocks
        return [child.value for child in children if child is not None]
    if isinstance(value, ListValue):
        return [one.value for one in value.bound_blocks]
    return list(value.values()) if isinstance(value, blocks.StructValue) else []


def forget_stored(value: Any) -> None:
    """Have a stream's values written anew: what it keeps beside them has the ids of before."""
    if isinstance(value, StreamValue):
        for at, child in enumerate(value._bound_blocks):
            if child is not None:
                value._raw_data[at] = None
    for one in _within(value):
        forget_stored(one)
