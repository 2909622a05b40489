"""Reading WebVTT (https://www.w3.org/TR/webvtt1/), strictly: a mistake is named with its line.

Browsers drop a cue that they cannot read without a word, and its learner misses what was said;
so the author is told instead.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

_ARROW = "-->"
_TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+(.*))?")
# The same with commas, or without thousandths: SubRip, and what people type.
_NEARLY_TIMING = re.compile(r"[\d:.,]+[ \t]*-->[ \t]*[\d:.,]+.*")
_SETTING = re.compile(r"(?:vertical|line|position|size|align|region):\S+")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>")
_TAG = re.compile(r"<[^>]*>")
MOST_CUES = 20_000


class Mistake(Enum):
    """What can be wrong with a file."""

    NOT_UTF8 = "not_utf8"
    NO_HEADER = "no_header"
    NO_BLANK_LINE = "no_blank_line"
    TIMING = "timing"
    SETTINGS = "settings"
    ENDS_BEFORE_START = "ends_before_start"
    OUT_OF_ORDER = "out_of_order"
    NO_TIMING = "no_timing"
    LATE_STYLE = "late_style"
    NO_CUES = "no_cues"
    TOO_MANY_CUES = "too_many_cues"


class WebVttError(Exception):
    """The file is no WebVTT that every browser reads; says what is wrong, and on which line."""

    def __init__(self, mistake: Mistake, line: int) -> None:
        super().__init__(f"{mistake.value} in line {line}")
        self.mistake = mistake
        self.line = line


@dataclass(frozen=True)
class Cue:
    """Some words, and when they are said."""

    start_ms: int
    end_ms: int
    text: str


def parse(data: bytes) -> list[Cue]:
    """Return the cues with their words as plain text, or raise WebVttError."""
    lines = _lines(data)
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        raise WebVttError(Mistake.NO_HEADER, 1)
    cues: list[Cue] = []
    has_cue = False
    latest = 0
    for number, block in _blocks(lines):
        if _is_aside(block, number, has_cue=has_cue):
            continue
        cue = _cue(block, number)
        if cue.start_ms < latest:
            raise WebVttError(Mistake.OUT_OF_ORDER, number + _timing_index(block))
        has_cue, latest = True, cue.start_ms
        if cue.text:
            cues.append(cue)
        if len(cues) > MOST_CUES:
            raise WebVttError(Mistake.TOO_MANY_CUES, number)
    if not cues:
        raise WebVttError(Mistake.NO_CUES, len(lines))
    return cues


def _lines(data: bytes) -> list[str]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WebVttError(Mistake.NOT_UTF8, data[: error.start].count(b"\n") + 1) from error
    # As browsers do, for no text that is stored or shown may hold a zero byte.
    text = text.replace("\0", "\N{REPLACEMENT CHARACTER}")
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _blocks(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield each run of lines that are not empty, with the number of its first line.

    The header's own run ends at the first empty line; a cue that follows without one would
    become part of it.
    """
    block: list[str] = []
    begins = 2
    is_header = True
    for number, line in enumerate([*lines[1:], ""], start=2):
        if line:
            if is_header and _ARROW in line:
                raise WebVttError(Mistake.NO_BLANK_LINE, number)
            if not block:
                begins = number
            block.append(line)
            continue
        if block and not is_header:
            yield begins, block
        is_header = False
        block = []


def _is_aside(block: list[str], number: int, *, has_cue: bool) -> bool:
    """Say whether the block is a note, a style or a region: something that nobody reads."""
    first = block[0]
    is_note = re.fullmatch(r"NOTE(?:[ \t].*)?", first) is not None
    is_style = re.fullmatch(r"(?:STYLE|REGION)[ \t]*", first) is not None
    if not (is_note or is_style):
        return False
    for index, line in enumerate(block):
        if _ARROW in line:
            raise WebVttError(Mistake.NO_BLANK_LINE, number + index)
    if is_style and has_cue:
        raise WebVttError(Mistake.LATE_STYLE, number)
    return True


def _timing_index(block: list[str]) -> int:
    """Return which line of a cue has its time: the first, or the second after a name."""
    return 0 if _ARROW in block[0] else 1


def _cue(block: list[str], number: int) -> Cue:
    at = _timing_index(block)
    if at >= len(block) or _ARROW not in block[at]:
        raise WebVttError(Mistake.NO_TIMING, number)
    found = _TIMING.fullmatch(block[at].strip(" \t"))
    if found is None:
        raise WebVttError(Mistake.TIMING, number + at)
    parts = found.groups()
    if any(not _SETTING.fullmatch(setting) for setting in (parts[8] or "").split()):
        raise WebVttError(Mistake.SETTINGS, number + at)
    start, end = _milliseconds(parts[0:4]), _milliseconds(parts[4:8])
    if end <= start:
        raise WebVttError(Mistake.ENDS_BEFORE_START, number + at)
    words = block[at + 1 :]
    for index, line in enumerate(words, start=at + 1):
        if _ARROW in line:
            is_time = _NEARLY_TIMING.fullmatch(line.strip()) is not None
            mistake = Mistake.NO_BLANK_LINE if is_time else Mistake.TIMING
            raise WebVttError(mistake, number + index)
    return Cue(start, end, _plain(words))


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _plain(words: list[str]) -> str:
    """Return the words without marks; who speaks stands before what is said."""
    text = _VOICE.sub(r"\1: ", "\n".join(words))
    text = html.unescape(_TAG.sub("", text))
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
