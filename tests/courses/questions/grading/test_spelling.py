# ruff: noqa: RUF001 - signs that look alike are what this is about
"""One spelling for all ways of writing: stable, and no further than it should go."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from courses.questions.spelling import comparable
from tests.courses.questions.grading.made import FEW

pytestmark = pytest.mark.soak

ODD = "aIıİßẞŉǰΐſK½⅞²⁻ⁿ´’„«–⁄∕ ﬁœØđ\u0301\u0307\u0345\u0640\u064e\u0655\u05b8\u200f\xad\ud800"
WORDS = st.text(st.characters() | st.sampled_from(ODD), max_size=12)
RULES = st.fixed_dictionaries(
    {"case_counts": st.booleans(), "spaces_count": st.booleans(), "accents_count": st.booleans()}
)
STRICT = {"case_counts": True, "spaces_count": True, "accents_count": True}
LENIENT = {"case_counts": False, "spaces_count": False, "accents_count": False}


@FEW
@given(WORDS, RULES)
@example("ŉİẞ½", LENIENT)
@example("1½\u0345²", LENIENT)
def test_what_is_spelt_alike_once_stays_so(text, rules):
    once = comparable(text, **rules)
    assert comparable(once, **rules) == once


@FEW
@given(WORDS, RULES)
def test_the_form_in_which_a_keyboard_sends_letters_does_not_matter(text, rules):
    forms = {unicodedata.normalize(form, text) for form in ("NFC", "NFD")}
    assert len({comparable(form, **rules) for form in forms}) == 1


@FEW
@given(WORDS, RULES)
def test_what_is_alike_by_stricter_rules_is_alike_by_weaker_ones(text, rules):
    assert comparable(comparable(text, **STRICT), **rules) == comparable(text, **rules)
    assert comparable(comparable(text, **rules), **LENIENT) == comparable(text, **LENIENT)


HIDDEN = ["\u200f", "\u200e", "\u200b", "\u2067", "\ufeff", "\xad", "\ud800"]


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_nobody_sees_is_not_compared(hidden):
    assert comparable(f"{hidden}مد{hidden}رسة", **STRICT) == "مدرسة"


@pytest.mark.parametrize(
    ("one", "other"),
    [("й", "и"), ("ñ", "n"), ("ά", "α"), ("ắ", "a"), ("ı", "i"), ("Ł", "l"), ("آ", "ا")],
)
def test_accents_are_told_apart_unless_they_do_not_count(one, other):
    assert comparable(one, **STRICT) != comparable(other, **STRICT)
    assert comparable(one, **LENIENT) == comparable(other, **LENIENT)


@pytest.mark.parametrize(
    ("one", "other"),
    [("कि", "कु"), ("か", "が"), ("กิ", "กุ"), ("ي", "ب"), ("x²", "x2"), ("1½", "11/2"), ("a", "b")],
)
def test_other_signs_are_told_apart_by_the_weakest_rules(one, other):
    assert comparable(one, **LENIENT) != comparable(other, **LENIENT)
