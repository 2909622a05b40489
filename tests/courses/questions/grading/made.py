"""Questions and answers that hypothesis makes up: small, but of every kind and shape."""

import os
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests.courses.questions.grading.examples import item

SOAK = os.environ.get("FLEDGE_ROUNDS") == "soak"
FEW = settings(
    max_examples=2000 if SOAK else 25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
LETTERS = "ABCDEFG"


@dataclass(frozen=True)
class Made:
    """A question, the answer that is right in all its parts, and one that may be anything."""

    kind: str
    value: dict[str, Any]
    right: Any
    other: Any


def points() -> st.SearchStrategy[int]:
    return st.integers(0, 1000)


@st.composite
def one_choice(draw: st.DrawFn) -> Made:
    names = LETTERS[: draw(st.integers(2, 7))]
    right = draw(st.sampled_from(names))
    options = [item(name, {"text": f"Say {name}", "is_right": name == right}) for name in names]
    value = {"points": draw(points()), "options": options}
    return Made("single_choice", value, right, draw(st.sampled_from(names)))


@st.composite
def several_choices(draw: st.DrawFn) -> Made:
    names = LETTERS[: draw(st.integers(2, 7))]
    right = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    options = [item(name, {"text": f"Say {name}", "is_right": name in right}) for name in names]
    rule = draw(st.sampled_from(["", "partial", "all"]))
    value = {"points": draw(points()), "options": options, "rule": rule}
    other = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    return Made("multiple_choice", value, right, other)


@st.composite
def truths(draw: st.DrawFn) -> Made:
    said = st.sampled_from(["true", "false"])
    right = draw(said)
    return Made("true_false", {"points": draw(points()), "answer": right}, right, draw(said))


def decimals() -> st.SearchStrategy[str]:
    """Plain decimals, close to each other often enough for a tolerance to matter."""
    return st.decimals(-20, 20, places=2).map(lambda number: f"{number:.2f}")


@st.composite
def numbers(draw: st.DrawFn) -> Made:
    right = draw(decimals())
    value = {
        "points": draw(points()),
        "answer": right,
        "tolerance": draw(st.sampled_from(["", "0", "0.5", "3"])),
        "relative_tolerance_percent": draw(st.sampled_from(["", "0", "10", "100"])),
        "unit": draw(st.sampled_from(["", "m"])),
        "units": draw(st.sampled_from(["", "km = 1000\ncm = 0.01"])),
    }
    return Made("number", value, right, draw(decimals()))


def margin(value: dict[str, Any]) -> Decimal:
    share = Decimal(value["relative_tolerance_percent"] or 0) / 100
    return max(Decimal(value["tolerance"] or 0), abs(Decimal(value["answer"])) * share)


def short_words() -> st.SearchStrategy[str]:
    return st.text("aAéÉ ", min_size=1, max_size=5).filter(str.strip)


@st.composite
def short_texts(draw: st.DrawFn) -> Made:
    accepted = draw(st.lists(short_words(), min_size=1, max_size=3))
    value = {
        "points": draw(points()),
        "accepted": "\n".join(accepted),
        "case_counts": draw(st.booleans()),
        "spaces_count": draw(st.booleans()),
        "accents_count": draw(st.booleans()),
    }
    return Made("short_text", value, draw(st.sampled_from(accepted)), draw(short_words()))


@st.composite
def matchings(draw: st.DrawFn) -> Made:
    lefts = LETTERS[: draw(st.integers(1, 6))]
    words = st.sampled_from(["one", "two", "three", "four"])
    pairs = [item(f"p{left}", {"left": left, "right": draw(words)}) for left in lefts]
    extra = [item(f"x{place}", draw(words)) for place in range(draw(st.integers(0, 2)))]
    value = {"points": draw(points()), "pairs": pairs, "distractors": extra}
    right = {f"p{left}": f"p{left}" for left in lefts}
    offered = st.sampled_from([made["id"] for made in (*pairs, *extra)])
    other = draw(st.dictionaries(st.sampled_from(list(right)), offered, min_size=1))
    return Made("matching", value, right, other)


def right_sides(value: dict[str, Any]) -> dict[str, str]:
    """The words by the ids under which they can be chosen."""
    pairs = {pair["id"]: pair["value"]["right"] for pair in value["pairs"]}
    return pairs | {extra["id"]: extra["value"] for extra in value["distractors"]}


@st.composite
def orderings(draw: st.DrawFn) -> Made:
    right = list(LETTERS[: draw(st.integers(1, 7))])
    value = {
        "points": draw(points()),
        "rule": draw(st.sampled_from(["", "relative", "position", "all"])),
        "items": [item(name, {"text": f"Step {name}"}) for name in right],
    }
    return Made("ordering", value, right, draw(st.permutations(right)))


BLANK_KINDS = {"short_text": "text", "number": "number", "single_choice": "choice"}


@st.composite
def blanks(draw: st.DrawFn) -> Made:
    inside = draw(
        st.lists(st.one_of(short_texts(), numbers(), one_choice()), min_size=1, max_size=4)
    )
    names = [f"b{place}" for place in range(len(inside))]
    made = dict(zip(names, inside, strict=True))
    kept = [item(name, blank.value, BLANK_KINDS[blank.kind]) for name, blank in made.items()]
    answered = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    return Made(
        "fill_blanks",
        {"points": draw(points()), "blanks": kept},
        {name: blank.right for name, blank in made.items()},
        {name: made[name].other for name in answered},
    )


QUESTIONS = [
    one_choice(),
    several_choices(),
    truths(),
    numbers(),
    short_texts(),
    matchings(),
    orderings(),
    blanks(),
]


def questions() -> st.SearchStrategy[Made]:
    return st.one_of(QUESTIONS)
