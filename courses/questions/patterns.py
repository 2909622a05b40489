"""Patterns (regular expressions) of authors, which no answer can bring to a standstill.

RE2 takes a time that grows with the length of the answer and no faster, so the same answer is
worth the same on a busy server. It counts bytes and knows no letters but A to Z behind `\\w`;
both is made good here. What it cannot do, its author is told when the question is saved.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import re2
from django.utils.translation import gettext as translate

from courses.questions.spelling import spelt

PATTERN_LENGTH = 200
# Of bytes: room for forty letters of any script, and compiled within a tenth of a second.
_MOST_MEMORY = 1 << 20
# At a megabyte each: as much as a worker may hold of them.
_KEPT = 64

# What stands for letters, digits and spaces, in every script: outside of brackets and within.
_CLASSES = {"d": r"\p{Nd}", "w": r"\p{L}\p{M}\p{Nd}_", "s": r"\s\p{Z}"}
_HEAD_OF_GROUP = re.compile(r"\(\?(?:P?<[A-Za-z_]\w*>|[a-zA-Z-]*:|[a-zA-Z-]+\))", re.ASCII)
_PROPERTY = re.compile(r"\\[pP](?:[A-Z]|\{\^?[A-Za-z_]+\})", re.ASCII)
_REPETITION = re.compile(r"\{\d+(?:,\d*)?\}", re.ASCII)
_POSIX = re.compile(r"\[:\^?[a-z]+:\]", re.ASCII)


class PatternError(ValueError):
    """The pattern cannot be used; the message tells its author why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True, repr=False)
class Pattern:
    """A pattern that is ready: it fits an answer as a whole or not at all."""

    program: Any

    def fits(self, answer: str) -> bool:
        """Say whether all of `answer`, spelt by the pattern's own rules, is what it describes."""
        return self.program.fullmatch(answer) is not None


@lru_cache(maxsize=_KEPT)
def read_pattern(text: str, *, case_counts: bool = False, accents_count: bool = True) -> Pattern:
    """Return the pattern that `text` describes, whose letters are spelt as answers are."""
    if len(text) > PATTERN_LENGTH:
        raise PatternError(translate("Keep every pattern to 200 characters."))
    written = _Writer(case_counts=case_counts, accents_count=accents_count).write(text)
    options = re2.Options()
    options.max_mem = _MOST_MEMORY
    options.never_capture = True
    options.log_errors = False
    options.case_sensitive = case_counts
    try:
        return Pattern(re2.compile(written, options))
    except (re2.error, UnicodeError) as error:
        raise PatternError(_said_of(error) % {"pattern": text}) from error


def _said_of(error: Exception) -> str:
    if any(said in str(error) for said in ("pattern too large", "invalid repetition size")):
        return translate("“%(pattern)s” repeats too much. Make the numbers in braces smaller.")
    return translate(
        "“%(pattern)s” is not a pattern that can be used. Check its brackets, repetitions and "
        "escapes; conditions on what stands before or behind, and references to groups, are not "
        "possible."
    )


class _Writer:
    """Writes a pattern anew: in the spelling of answers, with classes that know every script."""

    def __init__(self, *, case_counts: bool, accents_count: bool) -> None:
        self.rules = {"case_counts": case_counts, "accents_count": accents_count}
        self.in_brackets = False

    def write(self, text: str) -> str:
        text = unicodedata.normalize("NFC", text)
        place, parts = 0, []
        while place < len(text):
            length, part = self.step(text, place)
            parts.append(part)
            place += length
        return "".join(parts)

    def step(self, text: str, place: int) -> tuple[int, str]:
        """Return how much of the text to pass, and what to write for it."""
        letter = text[place]
        if letter == "\\":
            return self.escape(text, place)
        if self.in_brackets:
            return self.step_in_brackets(text, place)
        if letter == "[":
            self.in_brackets = True
            # A closing bracket at the very beginning is one of the letters.
            head = re.compile(r"\[\^?\]?").match(text, place)
            return (len(head[0]), head[0].replace("]", r"\]")) if head else (1, letter)
        for whole in (_HEAD_OF_GROUP, _REPETITION):
            if found := whole.match(text, place):
                return len(found[0]), found[0]
        return 1, self.literal(letter)

    def step_in_brackets(self, text: str, place: int) -> tuple[int, str]:
        if found := _POSIX.match(text, place):
            return len(found[0]), found[0]
        if text[place] == "]":
            self.in_brackets = False
            return 1, "]"
        made = spelt(text[place], **self.rules)
        if len(made) != 1 or not made.isalnum():
            return 1, text[place]
        return 1, made

    def escape(self, text: str, place: int) -> tuple[int, str]:
        if found := _PROPERTY.match(text, place):
            return len(found[0]), found[0]
        letter = text[place + 1 : place + 2]
        if letter in _CLASSES:
            inside = _CLASSES[letter]
            return 2, inside if self.in_brackets else f"[{inside}]"
        if letter.lower() in _CLASSES and letter and not self.in_brackets:
            return 2, f"[^{_CLASSES[letter.lower()]}]"
        if letter and letter.isascii() and not letter.isalnum():
            return 2, f"\\{letter}"
        raise PatternError(
            translate("“%(escape)s” cannot be used in a pattern.") % {"escape": f"\\{letter}"}
        )

    def literal(self, letter: str) -> str:
        if letter.isascii() and not letter.isalpha():
            return letter
        made = spelt(letter, **self.rules)
        if made == letter:
            return letter
        made = str(re2.escape(made))
        return made if len(made) == 1 else f"(?:{made})"
