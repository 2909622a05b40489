# ruff: noqa: RUF001 - signs that look alike are what this is about
"""Numbers: those of authors kept to the character, those of learners read in every way of writing.

All are exact. Nothing here becomes a float, and no exponent is so large that reckoning takes long.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as translate

from courses.questions.spelling import without_unseen

NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)
MAX_NUMBER_LENGTH = 40
MOST_UNITS = 20
UNIT_LENGTH = 40

# What stands between the digits of a learner's number. Spaces part groups of three, as do the
# apostrophe and the Arabic sign; a point or a comma may do either work.
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("−‒–﹣－", "-"),
        "＋": "+",
        "٫": ".",
        "٬": "'",
        "’": "'",
        "ʼ": "'",
        "．": ".",
        "，": ",",
        "،": ",",
    }
)
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_GROUPED = r"\d{1,3}(?:(?P<mark>[\s'])\d{3})(?:(?P=mark)\d{3})*"
_WRITTEN = re.compile(
    rf"(?P<sign>[+-]?)\s*(?P<whole>{_GROUPED}(?!\d)|\d[\d.,]*|[.,]\d+)"
    r"(?P<rest>[.,]\d+)?"
    r"(?:[eE](?P<e>[+-]?\d{1,3})(?!\d)"
    r"|\s*[×·⋅∙*xX]\s*10(?:\^\s*(?P<power>[+-]?\d{1,3})(?!\d)|(?P<raised>[⁺⁻]?[⁰¹²³⁴-⁹]{1,3})))?",
    re.ASCII,
)
_BARE_POWER = re.compile(r"^(?P<sign>[+-]?)10(?=\s*\^|[⁺⁻⁰¹²³⁴-⁹])")
_COMMA_OF_EITHER_WORK = re.compile(r"[1-9]\d{0,2},\d{3}", re.ASCII)
_UNIT_SIGNS = str.maketrans({**dict.fromkeys("⋅∙•*×", "·"), "−": "-", "⁄": "/", "^": None})


class NumberError(ValueError):
    """What was typed is not a number, or not a list of units; the message tells its author why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def parse_number(text: str) -> Decimal:
    """Return exactly the number that an author typed; a Decimal drops no digit."""
    if len(text) > MAX_NUMBER_LENGTH or not NUMBER.fullmatch(text):
        raise NumberError(text)
    return Decimal(text)


def read_units(text: str) -> dict[str, Fraction]:
    """Return what one of each declared unit is in the unit of the question.

    Each line names a unit, and behind "=" its worth: `l/s = 0.001`. Without it the unit is but
    another name of the question's own.
    """
    units: dict[str, Fraction] = {}
    for line in text.splitlines():
        if not line.strip():
            continue
        written, _equals, worth = line.partition("=")
        name = unit_name(written)
        if not name or len(name) > UNIT_LENGTH or name[0].isdigit():
            raise NumberError(translate("Begin every line with a unit, such as l/s = 0.001."))
        if name in units:
            raise NumberError(
                translate("“%(unit)s” is there already. Leave one out.") % {"unit": written.strip()}
            )
        units[name] = _worth(worth.strip() or "1")
        if len(units) > MOST_UNITS:
            raise NumberError(translate("Give at most 20 units."))
    return units


def _worth(text: str) -> Fraction:
    try:
        worth = Fraction(parse_number(text))
    except NumberError:
        worth = Fraction(0)
    if worth <= 0:
        raise NumberError(
            translate("Write what one of a unit is worth as a number above 0: l/s = 0.001.")
        )
    return worth


def unit_name(text: str) -> str:
    """Return the form in which units are compared: m³/s, m^3/s and m3 / s are one."""
    text = unicodedata.normalize("NFKC", without_unseen(text)).translate(_UNIT_SIGNS)
    return "".join(text.split())


def read_answer(text: str, units: Mapping[str, Fraction]) -> tuple[Fraction, ...]:
    """Return the numbers that a learner may have meant, in the unit of the question.

    There is none if it is no number or has a unit that is not known, and there are two if a comma
    may part either decimals or thousands.
    """
    text = without_unseen(_with_plain_digits(text)).translate(_SIGNS).strip()
    text = _BARE_POWER.sub(r"\g<sign>1×10", text)
    for number, unit in _cut(text, units):
        factor = Fraction(1) if not unit else units.get(unit)
        if factor is not None:
            found = tuple(value * factor for value in _readings(number))
            if found:
                return found
    return ()


def _with_plain_digits(text: str) -> str:
    """Return the text with 0 to 9 for the digits of all scripts, and one space for all spaces.

    Raised digits stay as they are: they are exponents.
    """
    return "".join(
        str(unicodedata.decimal(letter)) if letter.isdecimal() else letter
        for letter in " ".join(text.split())
    )


def _cut(text: str, units: Mapping[str, Fraction]) -> Iterator[tuple[re.Match[str], str]]:
    """Return each way to part the text into a number and a unit, behind it or before it."""
    if number := _WRITTEN.match(text):
        yield number, unit_name(text[number.end() :])
        return
    for place in range(1, min(len(text), UNIT_LENGTH) + 1):
        if unit_name(text[:place]) in units:
            number = _WRITTEN.fullmatch(text[place:].strip())
            if number:
                yield number, unit_name(text[:place])


def _readings(written: re.Match[str]) -> list[Fraction]:
    power = written["e"] or written["power"] or (written["raised"] or "0").translate(_RAISED)
    factor = Fraction(10) ** int(power)
    sign = -1 if written["sign"] == "-" else 1
    return [
        sign * Fraction(Decimal(digits)) * factor
        for digits in _digits(written["whole"], written["rest"] or "")
    ]


def _digits(whole: str, rest: str) -> list[str]:
    """Return the digits with a point for decimals, in each way in which they can be read."""
    if re.search(r"[\s']", whole):
        return [re.sub(r"[\s']", "", whole) + rest.replace(",", ".")]
    marks = "".join(mark for mark in whole if mark in ".,")
    if rest:
        return [] if marks else [whole + rest.replace(",", ".")]
    if len(marks) < 2:  # noqa: PLR2004 - a single mark parts decimals
        thousands = whole.replace(",", "") if _COMMA_OF_EITHER_WORK.fullmatch(whole) else ""
        return [whole.replace(",", ".").rstrip("."), *([thousands] if thousands else [])]
    return _of_several_marks(whole, marks)


def _of_several_marks(whole: str, marks: str) -> list[str]:
    """Return the digits of a number in which each mark parts thousands, but for another last."""
    first, last = marks[0], marks[-1]
    if first == last:
        return [whole.replace(last, "")] if _is_grouped(whole, last) else []
    groups, decimals = whole.rsplit(last, 1)
    return [f"{groups.replace(first, '')}.{decimals or '0'}"] if _is_grouped(groups, first) else []


def _is_grouped(text: str, mark: str) -> bool:
    return re.fullmatch(rf"\d{{1,3}}(?:\{mark}\d{{3}})+", text, re.ASCII) is not None
