"""Words within a line and lines within a text."""

import random

import pytest

from courses.pages.comparing.matching import Effort
from courses.pages.comparing.parts import Row
from courses.pages.comparing.texts import CODE, PROSE, lines_compared, marked, tokens
from tests.courses.pages.comparing.states import said


def line(old, new):
    return tuple(said(side) for side in marked(old, new, Effort()))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("over ten metres", "over twenty metres", ("over [ten] metres", "over {twenty} metres")),
        ("write down", "write it down", ("write down", "write {it }down")),
        ("a, b", "a b", ("a[,] b", "a b")),
        # Two texts that share next to nothing are not cut into crumbs.
        (
            "Look before you leap",
            "All is well that ends, you see",
            ("[Look before you leap]", "{All is well that ends, you see}"),
        ),
        # A space between two changed words is changed with them.
        ("one two three four", "one 2 3 four", ("one [two three] four", "one {2 3} four")),
        # Letters keep their marks, and scripts without spaces are told letter by letter.
        ("عَرَبِيّ جديد", "عَرَبِيّ قديم", ("عَرَبِيّ [جديد]", "عَرَبِيّ {قديم}")),
        ("水は速い", "水は遅い", ("水は[速]い", "水は{遅}い")),
        # Spaces are words too.
        ("end", "end  ", ("end", "end{  }")),
    ],
)
def test_words(old, new, expected):
    assert line(old, new) == expected


def test_tokens_joined_are_the_text():
    chance = random.Random(3)
    letters = "aé\u0301ع\u064b水 \t\n<>&\u200d👩\u00a0-_9"
    for _round in range(300):
        text = "".join(chance.choices(letters, k=chance.randrange(20)))
        assert "".join(tokens(text)) == text


def shown(rows):
    return [
        row.skipped
        or (
            row.what,
            row.old_number,
            None if row.old is None else said(row.old),
            row.new_number,
            None if row.new is None else said(row.new),
        )
        for row in rows
    ]


def test_code_keeps_every_space_and_shows_two_lines_around():
    old = "a\nb\nc\n\tif x:  \n\t\ty()\nd\ne\nf\ng"
    new = "a\nb\nc\n    if x:\n\t\ty()\nd\ne\nf\ng\n"
    assert shown(lines_compared(old, new, Effort(), CODE)) == [
        1,
        ("", 2, "b", 2, "b"),
        ("", 3, "c", 3, "c"),
        ("changed", 4, "[\t]if x:[  ]", 4, "{    }if x:"),
        ("", 5, "\t\ty()", 5, "\t\ty()"),
        ("", 6, "d", 6, "d"),
        1,
        ("", 8, "f", 8, "f"),
        ("", 9, "g", 9, "g"),
        ("added", None, None, 10, ""),
    ]


def test_lines_that_came_and_went_stand_where_they_belong():
    old = "import os\n\ndef flow(speed):\n    return speed * 2\n\nprint(1)"
    new = (
        "import os\n\ndef flow(speed, area):\n    check(area)\n    return speed * area\n\nprint(1)"
    )
    found = shown(lines_compared(old, new, Effort(), CODE))
    assert [row for row in found if row[0]] == [
        ("changed", 3, "def flow(speed):", 3, "def flow(speed{, area}):"),
        ("added", None, None, 4, "    check(area)"),
        ("changed", 4, "    return speed * [2]", 5, "    return speed * {area}"),
    ]


def test_prose_has_no_numbers_and_no_lines_around():
    old, new = "One.\nTwo.\nThree.\nFour.", "One.\nTwo.\nThree!\nFour."
    assert shown(lines_compared(old, new, Effort(), PROSE)) == [
        2,
        ("changed", None, "Three[.]", None, "Three{!}"),
        1,
    ]


def test_both_versions_can_be_read_back_from_the_rows():
    chance = random.Random(5)
    kinds = ["", "a b", "a c", "  x", "x", "a b c d"]
    for _round in range(200):
        texts = ["\n".join(chance.choices(kinds, k=chance.randrange(1, 9))) for _side in "on"]
        rows = [] if texts[0] == texts[1] else lines_compared(*texts, Effort(), CODE)
        assert_rows_are(rows, *(text.split("\n") for text in texts))


def assert_rows_are(rows, old, new):
    at = to = 0
    for row in rows:
        if row.skipped:
            assert old[at : at + row.skipped] == new[to : to + row.skipped]
            at, to = at + row.skipped, to + row.skipped
            continue
        assert isinstance(row, Row)
        if row.old is not None:
            assert ("".join(p.text for p in row.old), row.old_number) == (old[at], at + 1)
            at += 1
        if row.new is not None:
            assert ("".join(p.text for p in row.new), row.new_number) == (new[to], to + 1)
            to += 1
    assert (at, to) == (len(old), len(new)) or not rows
