# ruff: noqa: RUF001 - signs that look alike are what this is about
"""Patterns of authors: what they may say, and that nothing brings them to a standstill."""

import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.questions.accepted import AcceptedError, read_accepted
from courses.questions.patterns import PatternError, read_pattern
from courses.questions.spelling import comparable
from tests.courses.questions.grading.made import FEW

pytestmark = pytest.mark.soak

FITS = [
    (r"colou?r", "Color", True),
    (r"colou?r", "colours", False),
    (r"colou?r", "a color", False),
    (r"\d+ metres", "١٢ metres", True),
    (r"\w+", "élève", True),
    (r"\w+", "مدرسة", True),
    (r"\w+", "two words", False),
    (r"\w+\s\w+", "two words", True),
    (r"[\w-]+", "mother-in-law", True),
    (r"[^\d]+", "abc", True),
    (r"[^\d]+", "ab3", False),
    (r"\W+", "?!", True),
    (r"\W+", "?a", False),
    (r"\S+", "a b", False),
    (r"STRASSE", "straße", True),
    (r"Straße", "STRASSE", True),
    (r"x²+", "x^2^2", True),
    (r"[A-C]x", "bx", True),
    (r"[]a]+", "]a", True),
    (r"[a\]]", "]", True),
    (r"\p{Greek}+", "λόγος", True),
    (r"(?:a|b){2,3}", "aba", True),
    (r"(?P<Name>a)b", "AB", True),
    (r"1\.5", "1.5", True),
    (r"1\.5", "1x5", False),
    (r"l'(eau|air)", "l’eau", True),
    (r"l’(eau|air)", "l'air", True),
    (r"istanbul", "İSTANBUL", True),
    (r"مدرسة", "مَدْرَسَة", True),
    (r"[[:alpha:]]+", "abc", True),
]


@pytest.mark.parametrize(("pattern", "answer", "expected"), FITS)
def test_a_pattern_fits_the_whole_answer_in_any_spelling(pattern, answer, expected):
    spelt = comparable(answer, case_counts=False, spaces_count=False)
    assert read_pattern(pattern).fits(spelt) is expected


def test_capitals_and_accents_count_where_the_author_says_so():
    assert read_pattern("Na", case_counts=True).fits("Na") is True
    assert read_pattern("Na", case_counts=True).fits("na") is False
    assert read_pattern("é+", accents_count=False).fits("ee") is True
    assert read_pattern("é+").fits("ee") is False


REFUSED = [
    "(",
    "a)",
    "[a",
    "a{3,1}",
    "*a",
    r"(a)\1",
    "(?=a)a",
    "(?<!a)b",
    r"\bword",
    r"\Qa\E",
    r"[\W]",
    "a\\",
    r"\x41",
    "(?R)",
    "a{1001}",
    "((a{100}){100}){100}",
    r"\p{Nonsense}",
    "a" * 201,
    "\ud800(",
]


@pytest.mark.parametrize("pattern", REFUSED)
def test_what_is_no_pattern_is_told_to_its_author(pattern):
    with pytest.raises(PatternError) as refused:
        read_pattern(pattern)
    assert refused.value.message.endswith(".")


def test_accepted_answers_are_checked_as_patterns_when_they_are_some():
    rules = {"case_counts": False, "spaces_count": False}
    assert read_accepted("colou?r\ngr[ae]y", **rules, is_pattern=True) == ("colou?r", "gr[ae]y")
    assert read_accepted("why (", **rules) == ("why (",)
    for text, said in {
        "why (": "“why (” is not a pattern that can be used.",
        "a*": "“a*” fits an empty answer too. Ask for at least one character.",
        r"\w{1,100}": r"“\w{1,100}” repeats too much. Make the numbers in braces smaller.",
        "a{1001}": "“a{1001}” repeats too much.",
        "\n".join("abcdefghijk"): "Give at most 10 patterns.",
        "a+\na+": "“a+” is accepted already by another line. Leave one out.",
    }.items():
        with pytest.raises(AcceptedError) as refused:
            read_accepted(text, **rules, is_pattern=True)
        assert refused.value.message.startswith(said)


# Each of these takes an engine that tries one way after another minutes or for ever, to read the
# pattern or to hold it against one of the answers.
HOSTILE = [
    r"(a+)+$",
    r"(a|aa)+$",
    r"(a|a)*b",
    r"(.*)*x",
    r"(x+x+)+y",
    r"(?:a?){200}a{200}",
    r"(.*a.{100})*b",
    r"(?:.*a.{30}){9}b",
    r"[^x]*[^y]*[^z]*a.{99}b",
    "(.*)" * 49,
    "(" * 60 + "a" + ")*" * 60,
    r"(\w*)*x",
    r"(?:a{30}){30}",
    r"(.?a?){900}",
    r"(?:.?é?){400}c",
]
ANSWERS = ["a" * 500, "a" * 499 + "!", "ab" * 250, "é" * 500, "x" * 500]
PATIENCE_SECONDS = 0.5


@pytest.mark.parametrize("pattern", HOSTILE)
def test_no_answer_brings_a_pattern_to_a_standstill(pattern):
    began = time.thread_time()
    ready = read_pattern(pattern)
    for answer in ANSWERS:
        ready.fits(answer)
    assert time.thread_time() - began < PATIENCE_SECONDS


WORDS = st.text(st.characters(), max_size=12)


@FEW
@given(WORDS, st.booleans(), st.booleans())
def test_any_text_is_a_pattern_or_is_refused(text, case_counts, accents_count):
    rules = {"case_counts": case_counts, "accents_count": accents_count}
    try:
        ready = read_pattern(text, **rules)
    except PatternError as error:
        assert error.message.endswith(".")
    else:
        assert ready.fits("a") in {True, False}


@FEW
@given(WORDS.filter(str.strip), st.booleans(), st.booleans())
def test_a_pattern_of_plain_letters_fits_what_it_says(text, case_counts, accents_count):
    """Whatever the signs are: as a pattern they accept what they accept as an answer."""
    rules = {"case_counts": case_counts, "accents_count": accents_count}
    words = comparable(text, spaces_count=False, **rules)
    written = "".join(f"\\{sign}" if sign in string.punctuation else sign for sign in words)
    assert read_pattern(written, **rules).fits(words) is True
