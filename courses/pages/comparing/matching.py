"""Finding what is the same in two sequences, without ever working for minutes."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Any, NamedTuple

# Steps that one pair of texts may take, a tenth of a second at most; and a whole comparison.
STEPS_FOR_ONE = 300_000
STEPS_FOR_ALL = 10_000_000
# Beyond this, lines that replaced each other are taken in their order.
MOST_ALIGNED = 2_500

IsJunk = Callable[[Any], bool]


class Run(NamedTuple):
    """A stretch of both sequences: the same in both, or one in place of the other."""

    is_same: bool
    old_from: int
    old_to: int
    new_from: int
    new_to: int


class _TooMuchError(Exception):
    """Comparing these would take too long."""


class Effort:
    """How much work a comparison has left. What is too much is shown as replaced."""

    def __init__(self, for_all: int = STEPS_FOR_ALL, for_one: int = STEPS_FOR_ONE) -> None:
        self.for_one = for_one
        self.left = for_all

    def allowance(self) -> "Allowance":
        """Return what the next pair may take."""
        return Allowance(self, min(self.for_one, self.left))


class Allowance:
    """The share of one pair of texts."""

    def __init__(self, effort: Effort, steps: int) -> None:
        self.effort = effort
        self.steps = steps

    def spend(self, steps: int) -> None:
        """Take note of work before it is done; refuse it when nothing is left."""
        if steps > self.steps:
            raise _TooMuchError
        self.steps -= steps
        self.effort.left -= steps


class _BoundedMatcher(SequenceMatcher[Any]):
    """The standard library's matcher, which counts its steps before it takes them.

    Looking for the longest common stretch meets each place of `b` that has the element, for each
    element of `a`: with many equal lines that is their product, again and again.
    """

    allowance: Allowance
    # What the elements of `a` cost, added up from its beginning.
    sums: list[int]

    def prepare(self, old: Sequence[Any], new: Sequence[Any], is_junk: IsJunk | None) -> None:
        """Work out what each element of `a` costs."""
        places = Counter(one for one in new if not (is_junk and is_junk(one)))
        self.sums = list(accumulate((1 + places[one] for one in old), initial=0))

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Any:
        end = len(self.sums) - 1 if ahi is None else ahi
        self.allowance.spend(self.sums[end] - self.sums[alo])
        return super().find_longest_match(alo, end, blo, bhi)


def runs(
    old: Sequence[Hashable],
    new: Sequence[Hashable],
    effort: Effort,
    is_junk: IsJunk | None = None,
) -> list[Run]:
    """Return what is the same in both and what stands in its place, from first to last.

    What begins and ends alike is found at once. `is_junk` names what is too common to begin a
    match with, such as spaces.
    """
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    old_end, new_end = len(old) - tail, len(new) - tail
    found = [Run(True, 0, head, 0, head)]
    found += _middle(old[head:old_end], new[head:new_end], head, effort, is_junk)
    found.append(Run(True, old_end, len(old), new_end, len(new)))
    return [run for run in found if run.old_to > run.old_from or run.new_to > run.new_from]


def _common(old: Sequence[Any], new: Sequence[Any]) -> int:
    count = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        count += 1
    return count


def _middle(
    old: Sequence[Any],
    new: Sequence[Any],
    at: int,
    effort: Effort,
    is_junk: IsJunk | None,
) -> list[Run]:
    if not old or not new:
        return [Run(False, at, at + len(old), at, at + len(new))]
    allowance = effort.allowance()
    try:
        allowance.spend(len(old) + len(new))
    except _TooMuchError:
        return [Run(False, at, at + len(old), at, at + len(new))]
    try:
        matcher = _BoundedMatcher(is_junk, old, new, autojunk=False)
        matcher.allowance = allowance
        matcher.prepare(old, new, is_junk)
        codes = matcher.get_opcodes()
    except _TooMuchError:
        return [_moved_by(at, run) for run in _between_landmarks(old, new, effort, is_junk)]
    found = [Run(kind == "equal", *places) for kind, *places in codes]
    return [_moved_by(at, run) for run in found]


def _moved_by(at: int, run: Run) -> Run:
    return Run(run.is_same, *(place + at for place in run[1:]))


def _between_landmarks(
    old: Sequence[Any], new: Sequence[Any], effort: Effort, is_junk: IsJunk | None
) -> list[Run]:
    """Compare long sequences part by part: what is there once in both divides them."""
    counts = Counter(old), Counter(new)
    lone = [one for one, count in counts[0].items() if count == counts[1][one] == 1]
    places = {one: place for place, one in enumerate(new)}
    marks = sorted(lone, key=lambda one: places[one])
    astray = moved(lone, marks)
    found: list[Run] = []
    at = to = 0
    olds = {one: place for place, one in enumerate(old)}
    ends = [(olds[one], places[one]) for one in marks if one not in astray]
    if not ends:
        return [Run(False, 0, len(old), 0, len(new))]
    for old_end, new_end in [*ends, (len(old), len(new))]:
        part = runs(old[at:old_end], new[to:new_end], effort, is_junk)
        found += [Run(r[0], r[1] + at, r[2] + at, r[3] + to, r[4] + to) for r in part]
        if old_end < len(old):
            found.append(Run(True, old_end, old_end + 1, new_end, new_end + 1))
        at, to = old_end + 1, new_end + 1
    return _grown_together(found)


def _grown_together(found: Sequence[Run]) -> list[Run]:
    joined: list[Run] = []
    for run in found:
        if joined and joined[-1].is_same == run.is_same:
            last = joined.pop()
            joined.append(Run(run.is_same, last[1], run[2], last[3], run[4]))
        else:
            joined.append(run)
    return joined


def aligned(
    old: Sequence[Counter[str]], new: Sequence[Counter[str]], least: float, effort: Effort
) -> list[tuple[int | None, int | None]]:
    """Pair the lines of two stretches by the words that they share, keeping both orders.

    `least` is the share of words that makes two lines one that was changed. Returned are their
    indices from first to last; None stands for a line without a counterpart.
    """
    allowance = effort.allowance()
    words = sum(len(line) + 1 for line in old)
    try:
        if len(old) * len(new) > MOST_ALIGNED:
            raise _TooMuchError
        allowance.spend(words * len(new) + len(old) * len(new))
        pairs = _best_pairs(old, new, least)
    except _TooMuchError:
        both = zip(old, new, strict=False)
        pairs = [(place, place) for place, pair in enumerate(both) if likeness(*pair) >= least]
    return _with_the_lone(pairs, len(old), len(new))


def likeness(old: Counter[str], new: Counter[str]) -> float:
    """Return how much of two lines' words is the same, from 0 to 1."""
    total = old.total() + new.total()
    if not total:
        return 1.0
    smaller, larger = (old, new) if len(old) < len(new) else (new, old)
    shared = sum(min(count, larger[word]) for word, count in smaller.items() if word in larger)
    return 2 * shared / total


def _best_pairs(
    old: Sequence[Counter[str]], new: Sequence[Counter[str]], least: float
) -> list[tuple[int, int]]:
    """Return the pairs with the greatest likeness in all that do not cross each other."""
    likes = [[likeness(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _line in range(len(old) + 1)]
    for at in range(len(old) - 1, -1, -1):
        for to in range(len(new) - 1, -1, -1):
            paired = best[at + 1][to + 1] + likes[at][to] if likes[at][to] >= least else 0.0
            best[at][to] = max(best[at + 1][to], best[at][to + 1], paired)
    pairs: list[tuple[int, int]] = []
    at = to = 0
    while at < len(old) and to < len(new):
        like = likes[at][to]
        if like >= least and best[at][to] == best[at + 1][to + 1] + like:
            pairs.append((at, to))
            at, to = at + 1, to + 1
        elif best[at][to] == best[at + 1][to]:
            at += 1
        else:
            to += 1
    return pairs


def _with_the_lone(
    pairs: Sequence[tuple[int, int]], old_count: int, new_count: int
) -> list[tuple[int | None, int | None]]:
    found: list[tuple[int | None, int | None]] = []
    at = to = 0
    for old_at, new_at in [*pairs, (old_count, new_count)]:
        found += [(lone, None) for lone in range(at, old_at)]
        found += [(None, lone) for lone in range(to, new_at)]
        if old_at < old_count:
            found.append((old_at, new_at))
        at, to = old_at + 1, new_at + 1
    return found


def moved(old: Sequence[Hashable], new: Sequence[Hashable]) -> set[Hashable]:
    """Return the fewest of those in both that must have moved to make `new` of `old`.

    All others are a longest sequence that stands in the same order in both.
    """
    places = {one: place for place, one in enumerate(old)}
    common = [one for one in new if one in places]
    lowest: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, one in enumerate(common):
        length = bisect_left(lowest, places[one])
        before.append(ends[length - 1] if length else -1)
        if length == len(lowest):
            lowest.append(places[one])
            ends.append(at)
        else:
            lowest[length] = places[one]
            ends[length] = at
    stayed: set[Hashable] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        stayed.add(common[at])
        at = before[at]
    return set(common) - stayed
