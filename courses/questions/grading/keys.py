"""Keys: what makes an answer right, read from what a question holds. They stay on the server.

`read_key` returns None where an author left nothing to grade by. A key says nothing of itself in
logs and error pages.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Protocol

from courses.questions.accepted import (
    MOST_PATTERNS,
    Pattern,
    PatternError,
    accepted_lines,
    read_pattern,
)
from courses.questions.enums import ChoiceRule, OrderRule, Truth
from courses.questions.grading.plain import items_of, text_of, ticked
from courses.questions.numbers import NumberError, parse_number, read_units, unit_name
from courses.questions.spelling import comparable

# Tells a distractor that is kept without an id from the right side at the same place.
NAMELESS_DISTRACTOR = "distractor-"
_PERCENT = 100


class Key(Protocol):
    """Whatever answers to one question are held against."""


class _Silent:
    """Says no more of itself than what kind of key it is."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"


@dataclass(frozen=True, slots=True, repr=False)
class ChoiceKey(_Silent):
    """The options that are shown, and those of them that are right."""

    options: tuple[str, ...]
    right: frozenset[str]
    rule: ChoiceRule = ChoiceRule.PARTIAL


@dataclass(frozen=True, slots=True, repr=False)
class NumberKey(_Silent):
    """The right number, how far off an answer may be, and what units are worth."""

    number: Fraction
    margin: Fraction
    units: dict[str, Fraction]


@dataclass(frozen=True, slots=True, repr=False)
class TextKey(_Silent):
    """The accepted answers in the form in which they are compared, or patterns of them."""

    case_counts: bool
    spaces_count: bool
    accents_count: bool
    accepted: frozenset[str] = frozenset()
    patterns: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class MatchingKey(_Silent):
    """The right text for each left side, and the texts that can be chosen, by their ids."""

    wanted: dict[str, str]
    offered: dict[str, str]


@dataclass(frozen=True, slots=True, repr=False)
class OrderingKey(_Silent):
    """The steps in their right order, with their texts."""

    steps: tuple[tuple[str, str], ...]
    rule: OrderRule = OrderRule.RELATIVE


@dataclass(frozen=True, slots=True, repr=False)
class BlanksKey(_Silent):
    """The kind and the key of each blank, by their ids."""

    blanks: dict[str, tuple[str, Key]]


@dataclass(frozen=True, slots=True, repr=False)
class ReaderKey(_Silent):
    """There is no key: a person reads the answer."""


def choice_key(value: Any) -> ChoiceKey | None:
    """Return the options that have a text, and which of them are ticked."""
    options = [item for item in items_of(value, "options") if text_of(item.value, "text")]
    right = frozenset(item.id for item in options if ticked(item.value, "is_right"))
    rule = ChoiceRule.ALL if text_of(value, "rule") == ChoiceRule.ALL else ChoiceRule.PARTIAL
    return ChoiceKey(tuple(item.id for item in options), right, rule) if right else None


def truth_key(value: Any) -> ChoiceKey | None:
    """Return which of the two a statement is."""
    answer = text_of(value, "answer")
    return ChoiceKey(tuple(Truth.values), frozenset({answer})) if answer in Truth.values else None


def number_key(value: Any) -> NumberKey | None:
    """Return the number with the wider of its two tolerances."""
    try:
        number = Fraction(parse_number(text_of(value, "answer").strip()))
        margins = [
            Fraction(parse_number(text_of(value, "tolerance").strip() or "0")),
            abs(number)
            * Fraction(parse_number(text_of(value, "relative_tolerance_percent").strip() or "0"))
            / _PERCENT,
        ]
        units = read_units(text_of(value, "units"))
    except NumberError:
        return None
    if own := unit_name(text_of(value, "unit")):
        units.setdefault(own, Fraction(1))
    return NumberKey(number, max(Fraction(0), *margins), units)


def text_key(value: Any) -> TextKey | None:
    """Return the accepted answers, by the rules that their author chose."""
    case_counts = ticked(value, "case_counts")
    spaces_count = ticked(value, "spaces_count")
    accents_count = ticked(value, "accents_count", default=True)
    lines = accepted_lines(text_of(value, "accepted"), spaces_count=spaces_count)
    if ticked(value, "is_pattern"):
        patterns = _patterns(lines, case_counts=case_counts, accents_count=accents_count)
        ready = TextKey(case_counts, spaces_count, accents_count, patterns=patterns)
        return ready if patterns else None
    forms = (
        comparable(
            line, case_counts=case_counts, spaces_count=spaces_count, accents_count=accents_count
        )
        for line in lines
    )
    accepted = frozenset(form for form in forms if form.strip())
    ready = TextKey(case_counts, spaces_count, accents_count, accepted=accepted)
    return ready if accepted else None


def _patterns(lines: list[str], **rules: bool) -> tuple[Pattern, ...]:
    """Return the patterns, or none if one of them cannot be used."""
    try:
        return tuple(read_pattern(line, **rules) for line in lines[:MOST_PATTERNS])
    except PatternError:
        return ()


def matching_key(value: Any) -> MatchingKey | None:
    """Return the pairs of which both sides are written, and all that can be chosen."""
    pairs = items_of(value, "pairs")
    rights = {item.id: _words(text_of(item.value, "right")) for item in pairs}
    lefts = [item.id for item in pairs if _words(text_of(item.value, "left"))]
    extra = {
        item.id: _words(item.value)
        for item in items_of(value, "distractors", nameless=NAMELESS_DISTRACTOR)
        if isinstance(item.value, str)
    }
    offered = {item_id: text for item_id, text in (extra | rights).items() if text}
    wanted = {left: offered[left] for left in lefts if left in offered}
    return MatchingKey(wanted, offered) if wanted else None


def ordering_key(value: Any) -> OrderingKey | None:
    """Return the steps that are written."""
    steps = [
        (item.id, _words(text_of(item.value, "text")))
        for item in items_of(value, "items")
        if _words(text_of(item.value, "text"))
    ]
    written = text_of(value, "rule")
    rule = OrderRule(written) if written in OrderRule.values else OrderRule.RELATIVE
    return OrderingKey(tuple(dict(steps).items()), rule) if steps else None


def blanks_key(value: Any) -> BlanksKey | None:
    """Return the keys of the blanks; where one has none, a person grades the question."""
    blanks: dict[str, tuple[str, Key]] = {}
    for blank in items_of(value, "blanks"):
        reader = _BLANKS.get(blank.kind)
        key = reader(blank.value) if reader else None
        if key is None:
            return None
        blanks[blank.id] = blank.kind, key
    return BlanksKey(blanks) if blanks else None


def reader_key(value: Any) -> ReaderKey:
    """Return that there is no key, whatever the question holds."""
    return ReaderKey()


def _words(text: str) -> str:
    """Return the text without needless spaces: two that say the same are one answer."""
    return " ".join(text.split())


_BLANKS: dict[str, Callable[[Any], Key | None]] = {
    "text": text_key,
    "number": number_key,
    "choice": choice_key,
}
