"""Limits: at most so many of something in any hour, counted for all processes together.

An hour is counted in twelfths: an act counts for an hour at least and for five minutes more at
most. So there is no moment at which a full hour's worth starts anew, and after a refusal it
goes on little by little. What is refused does not count.

Each act is given a number by the cache in one step, so that of many at once exactly as many
pass as may. Without Redis each process counts for itself (`cms.core.caches`).
"""

import math
import time
from dataclasses import dataclass

from django.core.cache import cache

PARTS = 12
_TRIES = 3


@dataclass(frozen=True)
class Limit:
    """At most `amount` acts in any `seconds`; `name` keeps it apart from other limits."""

    name: str
    amount: int
    seconds: int = 3600

    @property
    def part_seconds(self) -> float:
        """How long the parts are in which it is counted."""
        return self.seconds / PARTS

    def key(self, subject: str, part: int) -> str:
        """Return where the acts of one part are counted."""
        return f"limit:{self.name}:{subject}:{part}"


def take(*counted: tuple[Limit, str], now: float | None = None) -> int:
    """Count one act against every limit and its subject, or against none of them.

    Return 0 when it may be done, else after how many seconds it may.
    """
    now = time.time() if now is None else now
    taken: list[str] = []
    wait = 0
    for limit, subject in counted:
        part = int(now // limit.part_seconds)
        key = limit.key(subject, part)
        number = _next_number(key, limit)
        taken.append(key)
        earlier = _earlier(limit, subject, part)
        if number + sum(earlier) > limit.amount:
            wait = max(wait, _wait(limit, [*earlier, number - 1], part, now))
    if wait:
        for key in taken:
            _give_back(key)
    return wait


def _next_number(key: str, limit: Limit) -> int:
    timeout = limit.seconds + math.ceil(limit.part_seconds) + 60
    for _ in range(_TRIES):
        if cache.add(key, 1, timeout):
            return 1
        try:
            return int(cache.incr(key))
        except ValueError:
            # It was emptied between the two, or Redis came or went.
            continue
    return 1


def _earlier(limit: Limit, subject: str, part: int) -> list[int]:
    """Return what was counted in the parts before, oldest first."""
    keys = [limit.key(subject, earlier) for earlier in range(part - PARTS, part)]
    found = cache.get_many(keys)
    return [int(found.get(key, 0)) for key in keys]


def _wait(limit: Limit, counts: list[int], part: int, now: float) -> int:
    """Return when enough of the oldest parts no longer count; `counts` ends with this one."""
    left = sum(counts)
    for number, count in enumerate(counts):
        left -= count
        if left < limit.amount:
            # A part stops to count when the one that lies a full time after it has begun.
            ends_at = (part + number + 1) * limit.part_seconds
            return max(1, math.ceil(ends_at - now))
    return limit.seconds


def _give_back(key: str) -> None:
    try:
        cache.incr(key, -1)
    except ValueError:
        # The cache was emptied: there is nothing to give back.
        return
