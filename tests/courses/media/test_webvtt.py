"""WebVTT is read strictly, and every mistake is named with its line."""

import pytest

from courses.media.webvtt import MOST_CUES, Cue, Mistake, WebVttError, parse

SOUND = """\
WEBVTT - Crook Beck

STYLE
::cue { color: white }

REGION
id:bank width:40%

NOTE Recorded in May.
Nobody reads this.

opening
00:00.000 --> 00:02.500
Ten floats, ten times.

00:00:02.500 --> 00:00:05.000 align:start line:90%
<v.loud Ines>Take the <i>middle</i> &amp; not <00:00:04.000>the fastest.
- Why?

100:00:05.000 --> 100:00:06.000
&lt;water&gt;
"""


def test_cues_come_out_as_plain_words_with_their_times():
    assert parse(SOUND.encode()) == [
        Cue(0, 2_500, "Ten floats, ten times."),
        Cue(2_500, 5_000, "Ines: Take the middle & not the fastest.\n- Why?"),
        Cue(360_005_000, 360_006_000, "<water>"),
    ]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_the_byte_order_mark_do_not_matter(newline, mark):
    text = mark + "WEBVTT\n\n00:01.000 --> 00:02.000\nYes.\n"
    assert parse(text.replace("\n", newline).encode()) == [Cue(1_000, 2_000, "Yes.")]


def test_a_cue_without_words_is_none():
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n\n00:03.000 --> 00:04.000\nYes.\n"
    assert parse(text.encode()) == [Cue(3_000, 4_000, "Yes.")]


GOOD = "00:01.000 --> 00:02.000\nYes.\n"


@pytest.mark.parametrize(
    ("text", "mistake", "line"),
    [
        ("", Mistake.NO_HEADER, 1),
        ("1\n00:00:01,000 --> 00:00:02,000\nSubRip.\n", Mistake.NO_HEADER, 1),
        ("WEBVTTT\n\n" + GOOD, Mistake.NO_HEADER, 1),
        ("webvtt\n\n" + GOOD, Mistake.NO_HEADER, 1),
        ("WEBVTT\n" + GOOD, Mistake.NO_BLANK_LINE, 2),
        ("WEBVTT\n\n", Mistake.NO_CUES, 3),
        ("WEBVTT\n\nNOTE nothing\n", Mistake.NO_CUES, 4),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\nNo.\n", Mistake.TIMING, 3),
        ("WEBVTT\n\n00:01.000-->00:02.000\nNo.\n", Mistake.TIMING, 3),
        ("WEBVTT\n\n00:61.000 --> 00:62.000\nNo.\n", Mistake.TIMING, 3),
        ("WEBVTT\n\n1:00:01.000 --> 1:00:02.000\nNo.\n", Mistake.TIMING, 3),
        ("WEBVTT\n\n00:01.00 --> 00:02.000\nNo.\n", Mistake.TIMING, 3),
        ("WEBVTT\n\nname\n00:01.000 -> 00:02.000\nNo.\n", Mistake.NO_TIMING, 3),
        ("WEBVTT\n\n" + GOOD + "\nWords alone.\n", Mistake.NO_TIMING, 6),
        ("WEBVTT\n\n00:01.000 --> 00:02.000 left\nNo.\n", Mistake.SETTINGS, 3),
        ("WEBVTT\n\n00:02.000 --> 00:02.000\nNo.\n", Mistake.ENDS_BEFORE_START, 3),
        ("WEBVTT\n\n" + GOOD + "\nname\n00:00.000 --> 00:03.000\nNo.\n", Mistake.OUT_OF_ORDER, 7),
        ("WEBVTT\n\n" + GOOD + "00:03.000 --> 00:04.000\nNo.\n", Mistake.NO_BLANK_LINE, 5),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nThis --> that.\n", Mistake.TIMING, 4),
        ("WEBVTT\n\nNOTE\n" + GOOD, Mistake.NO_BLANK_LINE, 4),
        ("WEBVTT\n\n" + GOOD + "\nSTYLE\n::cue {}\n", Mistake.LATE_STYLE, 6),
    ],
)
def test_a_mistake_is_named_with_its_line(text, mistake, line):
    with pytest.raises(WebVttError) as refused:
        parse(text.encode())
    assert (refused.value.mistake, refused.value.line) == (mistake, line)


def test_another_encoding_is_refused_where_it_shows():
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nDéjà vu.\n"
    with pytest.raises(WebVttError) as refused:
        parse(text.encode("latin-1"))
    assert (refused.value.mistake, refused.value.line) == (Mistake.NOT_UTF8, 4)


def test_a_file_without_end_is_refused():
    with pytest.raises(WebVttError) as refused:
        parse(("WEBVTT\n\n" + (GOOD + "\n") * (MOST_CUES + 1)).encode())
    assert refused.value.mistake is Mistake.TOO_MANY_CUES
    assert refused.value.line == 3 + 3 * MOST_CUES


def test_a_zero_byte_reaches_no_database():
    assert parse(b"WEBVTT\n\n00:01.000 --> 00:02.000\nA\0b\n")[0].text == "A\ufffdb"
