"""What is read from what authors type: prompts, numbers, accepted answers."""

from decimal import Decimal

import pytest

from courses.questions.accepted import AcceptedError, comparable, read_accepted
from courses.questions.numbers import NumberError, parse_number
from courses.questions.prompts import format_prompt

CODE = '<code dir="ltr" translate="no">'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("What is the flow?", "What is the flow?"),
        ("One\r\ntwo\rthree\n\nfour", "One<br>two<br>three<br><br>four"),
        ("Call `f(x)` and `g`", f"Call {CODE}f(x)</code> and {CODE}g</code>"),
        ("A lone ` stays", "A lone ` stays"),
        ("An empty `` stays", "An empty `` stays"),
        ("Not `over\na line`", "Not `over<br>a line`"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ('`<b>` & `"`', f"{CODE}&lt;b&gt;</code> &amp; {CODE}&quot;</code>"),
        ("{} {0} %s", "{} {0} %s"),
    ],
)
def test_a_prompt_holds_code_and_line_breaks_and_nothing_else(text, html):
    assert str(format_prompt(text)) == html


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.29", Decimal("0.29")),
        ("-4", Decimal(-4)),
        ("+1.50e-7", Decimal("1.50e-7")),
        ("0.1000000000000000000000000000000001", Decimal("0.1000000000000000000000000000000001")),
    ],
)
def test_a_number_is_read_exactly(text, number):
    read = parse_number(text)
    assert read == number
    assert read.as_tuple() == number.as_tuple()


@pytest.mark.parametrize(
    "text",
    [
        "",
        " 1",
        "1.",
        ".5",
        "0,5",
        "1_000",
        "\u0661",  # one, in Arabic
        "NaN",
        "Infinity",
        "0x1f",
        "1e9999",
        "1\n",
        "1" * 41,
    ],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(NumberError):
        parse_number(text)


@pytest.mark.parametrize(
    ("answer", "case_counts", "spaces_count", "compared"),
    [
        ("  The  Median ", False, False, "the median"),
        ("  The  Median ", True, False, "The Median"),
        ("  The  Median ", False, True, "  the  median "),
        ("  The  Median ", True, True, "  The  Median "),
        ("STRASSE", False, False, "strasse"),
        ("Straße", False, False, "strasse"),
    ],
)
def test_the_rules_say_what_counts(answer, case_counts, spaces_count, compared):
    assert comparable(answer, case_counts=case_counts, spaces_count=spaces_count) == compared


def test_accepted_answers_are_one_on_each_line():
    read = read_accepted(" a b\r\n\r\nC \n", case_counts=False, spaces_count=False)
    assert read == ("a b", "C")
    assert read_accepted(" a b\r\nC ", case_counts=False, spaces_count=True) == (" a b", "C ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (" \n\t", "Give at least one answer that you accept."),
        ("\n".join(map(str, range(51))), "Give at most 50 answers."),
        ("a" * 201, "Keep every answer to 200 characters."),
        ("a\nA", "“A” is accepted already by another line. Leave one out."),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(text, message):
    with pytest.raises(AcceptedError) as refused:
        read_accepted(text, case_counts=False, spaces_count=False)
    assert refused.value.message == message
