"""Lists and streams: which item became which, by their lasting ids."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from courses.pages.comparing.matching import Effort, moved, runs


@dataclass(frozen=True)
class Entry:
    """One item of a list or a stream, as it is stored; `place` counts from one."""

    id: str
    type: str
    value: Any
    place: int
    # The lasting id, which a list of old has not.
    lasting_id: str = ""


@dataclass(frozen=True)
class Pair:
    """An item in both versions, or in one of them."""

    old: Entry | None
    new: Entry | None
    is_moved: bool = False


def paired(old: Any, new: Any, effort: Effort) -> list[Pair]:
    """Pair the stored items of two versions: in the new order, what is gone where it stood.

    An item whose type changed under the same id is another item.
    """
    olds, news = _entries(old), _entries(new)
    if not all(entry.lasting_id for entry in (*olds, *news)):
        olds, news = _named_by_content(olds, news, effort)
    return _pairs(olds, news)


def _entries(items: Any) -> list[Entry]:
    seen: dict[tuple[str, str], int] = defaultdict(int)
    found = []
    for place, item in enumerate(items if isinstance(items, list) else (), 1):
        is_wrapped = isinstance(item, dict) and "type" in item and "value" in item
        value = item["value"] if is_wrapped else item
        kind = str(item["type"]) if is_wrapped else "item"
        lasting = str(item.get("id") or "") if is_wrapped else ""
        # An id that is there twice, which only a forged form makes, still counts each.
        seen[kind, lasting] += 1
        name = f"{kind} {lasting} {seen[kind, lasting]}"
        found.append(Entry(name, kind, value, place, lasting))
    return found


def _named_by_content(
    old: Sequence[Entry], new: Sequence[Entry], effort: Effort
) -> tuple[list[Entry], list[Entry]]:
    """Name items that have no ids by what they say, or else by their place in a changed stretch."""
    names: tuple[dict[int, str], dict[int, str]] = ({}, {})
    for run in runs(_contents(old), _contents(new), effort):
        olds, news = old[run.old_from : run.old_to], new[run.new_from : run.new_to]
        for one, other in zip(olds, news, strict=False):
            if one.type == other.type:
                names[0][one.place] = names[1][other.place] = f"pair {one.place}"
    return (
        [_named(entry, names[0].get(entry.place, f"old {entry.place}")) for entry in old],
        [_named(entry, names[1].get(entry.place, f"new {entry.place}")) for entry in new],
    )


def _contents(entries: Iterable[Entry]) -> list[str]:
    return [json.dumps([one.type, one.value], sort_keys=True, default=str) for one in entries]


def _named(entry: Entry, name: str) -> Entry:
    return Entry(name, entry.type, entry.value, entry.place, entry.lasting_id)


def _pairs(old: Sequence[Entry], new: Sequence[Entry]) -> list[Pair]:
    olds = {entry.id: entry for entry in old}
    went = moved([entry.id for entry in old], [entry.id for entry in new])
    kept = {entry.id for entry in new if entry.id in olds}
    gone: dict[str, list[Entry]] = defaultdict(list)
    behind = ""
    for entry in old:
        if entry.id not in kept:
            gone[behind].append(entry)
        elif entry.id not in went:
            behind = entry.id
    pairs = [Pair(entry, None) for entry in gone[""]]
    for entry in new:
        pairs.append(Pair(olds.get(entry.id), entry, entry.id in went))
        if entry.id not in went:
            pairs += [Pair(lone, None) for lone in gone[entry.id]]
    return pairs
