"""What holds for any two states: the same is nothing, and no change goes untold."""

import copy
from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from courses.pages.comparing import compare
from courses.pages.comparing.matching import Effort
from courses.pages.comparing.rich import paragraphs, rich_compared
from courses.pages.comparing.texts import CODE, lines_compared
from tests.courses.pages.comparing.states import blocks_compared, course, leaves, lesson
from tests.courses.pages.comparing.test_blocks import BLOCKS
from tests.courses.pages.comparing.test_texts import assert_rows_are

# The same cases in every run: a failure is one of the code, never of the day.
tried = settings(max_examples=60, deadline=None, derandomize=True, database=None)
WORDS = st.text("ab <>&\"'éع水\t", max_size=12)
KINDS = st.sampled_from([name for name in BLOCKS if name != "divider"])
# What holds a choice, or a number that is kept as words: not any text will do there.
CHOICES = {"kind", "level", "language", "answer", "type", "id"}


def places(value, way=()):
    """Yield the way to everything within a stored value that is no list and no dictionary."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in CHOICES:
                yield from places(inner, (*way, key))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from places(inner, (*way, place))
    else:
        yield way


def at(value, way):
    for step in way:
        value = value[step]
    return value


def put(value, way, new):
    if not way:
        return new
    changed = copy.deepcopy(value)
    at(changed, way[:-1])[way[-1]] = new
    return changed


@st.composite
def one_changed(draw):
    """A block, and the same with one value in it changed."""
    name = draw(KINDS)
    old = BLOCKS[name]
    way = draw(st.sampled_from(list(places(old))))
    value = at(old, way)
    if isinstance(value, bool):
        new = not value
    elif isinstance(value, str) and value.startswith("<p>"):
        new = f"<p>{escape(draw(WORDS.filter(str.strip)), quote=False)}</p>"
    elif isinstance(value, str):
        new = draw(WORDS.filter(lambda text: text != value))
    else:
        new = (value or 0) + draw(st.integers(1, 99))
    return name, old, put(old, way, new), new


def side(part):
    """Return the text of the new side of every leaf below a part."""
    told = ["".join(piece.text for piece in row.new or ()) for row in part.rows]
    if part.table:
        grid = part.table.new
        cells = [*grid.heads, *(cell for row in grid.rows for cell in row.cells)]
        told += ["".join(piece.text for piece in cell.pieces) for cell in cells]
    return told + [text for inner in part.parts for text in side(inner)]


@tried
@given(one_changed())
def test_one_changed_value_is_told_once_with_what_it_is_now(case):
    name, old, new, value = case
    (part,) = blocks_compared([("divider", None), (name, old)], [("divider", None), (name, new)])
    assert (part.what, part.block_id) == ("changed", "1")
    places_told = {line[0] for line in leaves([part]) if isinstance(line, tuple)}
    assert len(places_told) <= 1
    if isinstance(value, bool):
        value = "yes" if value else "no"
    elif name in {"text", "callout", "accordion", "columns"} and str(value).startswith("<p>"):
        value = paragraphs(value)[0].text
    assert str(value) in side(part) or value == ""


BODIES = st.lists(
    st.tuples(st.sampled_from("abcdefg"), WORDS), max_size=7, unique_by=lambda block: block[0]
)


def body_of(rows):
    return [("heading", {"text": text, "level": "2"}, key) for key, text in rows]


@tried
@given(BODIES, BODIES)
def test_what_became_of_each_block_is_told(old, new):
    told = {part.block_id: part for part in blocks_compared(body_of(old), body_of(new))}
    before, now = dict(old), dict(new)
    assert {key for key in told if told[key].what == "added"} == now.keys() - before.keys()
    assert {key for key in told if told[key].what == "removed"} == before.keys() - now.keys()
    common = before.keys() & now.keys()
    assert {key for key in common if before[key] != now[key]} == {
        key for key, part in told.items() if part.what == "changed"
    }
    # Without those that moved, both have one order.
    stayed = [key for key in common if not (key in told and told[key].move)]
    orders = [[key for key, _text in rows if key in stayed] for rows in (old, new)]
    assert orders[0] == orders[1]


@tried
@given(BODIES)
def test_the_same_is_nothing(rows):
    blocks = [{"type": name, "value": value, "id": key} for name, value, key in body_of(rows)]
    state = course((2, [lesson(3, body=blocks)]))
    assert compare(state, copy.deepcopy(state)) == []


LINES = st.lists(st.sampled_from(["", "a b", "a c", "  x", "x  ", "\tx"]), max_size=9)


@tried
@given(LINES, LINES, st.sampled_from([0, 25, 10**6]))
def test_both_codes_can_be_read_back_whatever_it_may_cost(old, new, allowed):
    texts = ["\n".join(lines) for lines in (old, new)]
    if texts[0] != texts[1]:
        rows = lines_compared(*texts, Effort(for_one=allowed), CODE)
        assert_rows_are(rows, *(text.split("\n") for text in texts))


PARAGRAPHS = st.lists(
    st.tuples(st.sampled_from(["p", "h2", "li"]), WORDS.filter(str.strip), st.booleans()),
    max_size=4,
)


def rich_of(rows):
    html = [
        f"<{kind}>{f'<b>{escape(text)}</b>' if is_bold else escape(text)}</{kind}>"
        for kind, text, is_bold in rows
    ]
    return "".join(html)


@tried
@given(PARAGRAPHS, PARAGRAPHS)
def test_both_rich_texts_can_be_read_back_but_for_what_is_the_same(old, new):
    rows = rich_compared(rich_of(old), rich_of(new), Effort())
    for given_rows, name in ((old, "old"), (new, "new")):
        texts = [paragraph.text for paragraph in paragraphs(rich_of(given_rows))]
        told = [getattr(row, name) for row in rows if getattr(row, name)]
        skipped = sum(row.skipped for row in rows)
        assert all("".join(piece.text for piece in one) in texts for one in told)
        assert not rows or len(told) + skipped == len(texts)
    assert bool(rows) == (paragraphs(rich_of(old)) != paragraphs(rich_of(new)))
