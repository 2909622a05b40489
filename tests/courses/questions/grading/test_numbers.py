# ruff: noqa: RUF001 - signs that look alike are what this is about
"""A number means the same however it is written, and units are what their author declared."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.questions.numbers import NumberError, read_answer, read_units, unit_name
from tests.courses.questions.grading.made import FEW

pytestmark = pytest.mark.soak

DIGITS = ["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９"]
RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
UNITS = read_units("l/s = 0.001\nm3/s")


@st.composite
def written(draw: st.DrawFn) -> tuple[str, Fraction]:
    """A number in one of its many ways of writing, and what it is."""
    whole, decimals = draw(st.integers(0, 10**9)), draw(st.text("0123456789", max_size=4))
    power = draw(st.integers(-20, 20))
    mark = draw(st.sampled_from(["", " ", "\u00a0", "\u202f", "'", "’", "٬"]))
    # A comma before three decimals may part thousands as well.
    point = draw(st.sampled_from([".", "٫"] if len(decimals) == 3 else [".", ",", "٫"]))
    text = f"{whole:,}".replace(",", mark) + (f"{point}{decimals}" if decimals else "")
    text = text.translate(str.maketrans(DIGITS[0], draw(st.sampled_from(DIGITS))))
    raised = f"{power}".translate(RAISED)
    text += draw(st.sampled_from([f"e{power}", f" × 10^{power}", f"·10{raised}", f"E{power:+}"]))
    sign = draw(st.sampled_from(["", "+", "-", "−", "\u200e-"]))
    value = (whole + Fraction(int(decimals or 0), 10 ** len(decimals))) * Fraction(10) ** power
    return sign + text, -value if sign[-1:] in {"-", "−"} else value


@FEW
@given(written(), st.sampled_from([("", 1), (" l/s", Fraction(1, 1000)), ("m³/s", 1)]))
def test_a_number_is_read_in_every_way_of_writing(made, unit):
    text, value = made
    assert read_answer(text + unit[0], UNITS) == (value * unit[1],)


@FEW
@given(st.text(st.characters(), max_size=30) | st.text("0123456789.,e^×1 ⁰⁹-'ms/", max_size=30))
def test_any_text_is_read_as_few_numbers_or_none(text: str):
    found = read_answer(text, UNITS)
    assert len(found) <= 2
    assert all(isinstance(number, Fraction) for number in found)


def test_reckoning_with_the_largest_exponents_stays_exact():
    found = read_answer(f"{'9' * 400}e999", {})
    assert found == (Fraction(10**400 - 1) * 10**999,)
    assert read_answer("1e-999", {}) == (Fraction(1, 10**999),)


@pytest.mark.parametrize("text", ["m³/s", "m^3/s", "M3/s", "m3 / s", " m³/s\u200f", "m³⁄s"])
def test_units_are_compared_by_what_they_say(text: str):
    assert (unit_name(text) == "m3/s") is (text != "M3/s")


WRONG: dict[str, Any] = {
    "= 5": "Begin every line with a unit, such as l/s = 0.001.",
    "5 m = 3": "Begin every line with a unit, such as l/s = 0.001.",
    "m" * 41: "Begin every line with a unit, such as l/s = 0.001.",
    "m\nm³\nm3": "“m3” is there already. Leave one out.",
    "m = two": "Write what one of a unit is worth as a number above 0: l/s = 0.001.",
    "m = 0": "Write what one of a unit is worth as a number above 0: l/s = 0.001.",
    "m = -1": "Write what one of a unit is worth as a number above 0: l/s = 0.001.",
    "m = 0,5": "Write what one of a unit is worth as a number above 0: l/s = 0.001.",
    "\n".join(f"m{n}" for n in range(21)): "Give at most 20 units.",
}


@pytest.mark.parametrize("text", WRONG)
def test_units_that_cannot_be_used_are_told_to_their_author(text: str):
    with pytest.raises(NumberError) as refused:
        read_units(text)
    assert refused.value.message == WRONG[text]


def test_units_are_worth_what_their_author_wrote():
    assert read_units("\n l/s = 0.001 \n\n m³/s \nkm=1e3") == {
        "l/s": Fraction(1, 1000),
        "m3/s": Fraction(1),
        "km": Fraction(1000),
    }
    assert read_units("") == {}
