"""What is the same in two sequences, the fewest moves, and that neither takes for ever."""

import random
from collections import Counter

import pytest

from courses.pages.comparing.matching import (
    STEPS_FOR_ONE,
    Effort,
    aligned,
    likeness,
    moved,
    runs,
)
from courses.pages.comparing.texts import CODE, lines_compared


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("abc", "abc", set()),
        ("abc", "acb", {"c"}),
        ("abcd", "bcda", {"a"}),
        ("abcd", "dabc", {"d"}),
        ("abcde", "edcba", {"b", "c", "d", "e"}),
        ("abxc", "cab", {"c"}),
        ("", "abc", set()),
        ("abc", "", set()),
    ],
)
def test_the_fewest_moves(old, new, expected):
    assert moved(old, new) == expected


def test_what_did_not_move_stands_in_the_same_order_and_is_as_much_as_can_be():
    """Compared with all subsets, for every order of six."""
    chance = random.Random(7)
    for _round in range(60):
        new = chance.sample(range(6), 6)
        stayed = [one for one in new if one not in moved(range(6), new)]
        assert stayed == sorted(stayed)
        subsets = ([n for at, n in enumerate(new) if bits >> at & 1] for bits in range(64))
        assert len(stayed) == max(len(one) for one in subsets if one == sorted(one))


def rebuilt(found, old, new):
    """Put both sequences together again from their runs."""
    olds = [old[run.old_from : run.old_to] for run in found]
    news = [new[run.new_from : run.new_to] for run in found]
    assert all(o == n for run, o, n in zip(found, olds, news, strict=True) if run.is_same)
    return "".join(olds), "".join(news)


@pytest.mark.parametrize("allowed", [0, 12, 40, 10**6])
def test_runs_cover_both_whatever_they_may_cost(allowed):
    chance = random.Random(11)
    for _round in range(200):
        old, new = ("".join(chance.choices("ab ", k=chance.randrange(9))) for _side in "on")
        found = runs(old, new, Effort(for_one=allowed), str.isspace)
        assert rebuilt(found, old, new) == (old, new)


class Counted(str):
    """A line that counts how often it is looked up or compared."""

    steps = 0

    def __hash__(self):
        Counted.steps += 1
        return super().__hash__()

    def __eq__(self, other):
        Counted.steps += 1
        return super().__eq__(other)


def lines(count, kinds, seed):
    """Return lines of few kinds: each is equal to many others, the worst there is."""
    chance = random.Random(seed)
    return [Counted(chance.randrange(kinds)) for _line in range(count)]


@pytest.mark.parametrize("kinds", [1, 2, 40, 100_000])
def test_two_thousand_lines_take_no_more_than_their_allowance(kinds):
    old, new = lines(2000, kinds, 1), lines(2000, kinds, 2)
    Counted.steps = 0
    effort = Effort()
    found = runs(old, new, effort)
    assert Counted.steps < 60_000
    assert 10**7 - effort.left <= STEPS_FOR_ONE + 4_000
    assert found[-1].old_to == found[-1].new_to == 2000


def test_what_is_too_much_is_shown_as_replaced_and_nothing_of_it_is_lost():
    old, new = ("\n".join(lines(2000, 2, seed)) for seed in (1, 2))
    rows = lines_compared(old, new, Effort(for_one=10_000), CODE)
    sides = [[r.old for r in rows if r.old], [r.new for r in rows if r.new]]
    skipped = sum(row.skipped for row in rows)
    for side in sides:
        assert len(side) + skipped == 2000
    assert any(row.what for row in rows)


def test_all_texts_of_a_comparison_share_what_it_may_take():
    effort = Effort(for_all=500, for_one=400)
    first = runs("abcd" * 6, "bcda" * 6, effort)
    assert len(first) > 1
    left = effort.left
    for _again in range(9):
        last = runs("xbcd" * 6, "bcdx" * 6, effort)
    assert effort.left < left
    assert [run.is_same for run in last] == [False]
    # What begins alike is found all the same.
    assert runs("same old", "same new", effort)[0][:3] == (True, 0, 5)


def test_long_texts_are_divided_by_the_lines_that_are_there_once():
    numbered = [f"line {n}" for n in range(1000)]
    old = [text for line in numbered for text in (line, "same")]
    new = ["begin", *old[:600], "put in", *old[600:1400], *old[1500:], "end"]
    effort = Effort()
    found = [run for run in runs(old, new, effort) if not run.is_same]
    assert found == [
        (False, 0, 0, 0, 1),
        (False, 600, 600, 601, 602),
        (False, 1400, 1500, 1402, 1402),
        (False, 2000, 2000, 1902, 1903),
    ]
    assert 10**7 - effort.left < STEPS_FOR_ONE


def counters(*texts):
    return [Counter(text.split()) for text in texts]


def test_lines_are_paired_by_the_words_that_they_share():
    old = counters("the surface is fast", "write every time down")
    new = counters("a new line", "the surface is very fast", "other words", "write times down")
    assert aligned(old, new, 0.4, Effort()) == [
        (None, 0),
        (0, 1),
        (None, 2),
        (1, 3),
    ]


def test_too_many_lines_are_paired_by_their_places():
    old = counters(*(f"line number {n}" for n in range(60)))
    new = counters(*(f"line number {n}" for n in range(60)), "one more")
    pairs = aligned(old, new, 0.4, Effort())
    assert pairs == [*((n, n) for n in range(60)), (None, 60)]


def test_likeness():
    one, other = counters("a b c d", "a b x y")
    assert likeness(one, other) == 0.5
    assert likeness(Counter(), Counter()) == 1
    assert likeness(one, Counter()) == 0
