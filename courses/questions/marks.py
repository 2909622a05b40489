"""A text with blanks: authors write [[name]] where one belongs, and list the blanks below it.

The mark is a name, not an answer, as in Canvas: the text goes to translators, who may put its
blanks in another order, while the key stays with the list. Moodle's Cloze and H5P keep the answers
within the text, where a translation could change them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from courses.questions.prompts import CODE

MARK = re.compile(r"\[\[([^\[\]\n]*)\]\]")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of words or of code in one line: texts and names of blanks by turns."""

    is_code: bool
    parts: tuple[str, ...]


def marked_names(text: str) -> list[str]:
    """Return the names of the blanks in the order of the text, repeated ones too."""
    return [name.strip() for name in MARK.findall(text)]


def read_lines(text: str) -> Iterator[tuple[Span, ...]]:
    """Yield the lines of a text; code stands between backticks, and may hold blanks too."""
    for line in text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n"):
        # Splitting at a pattern with one group gives what is between and what was found by turns.
        runs = enumerate(CODE.split(line))
        yield tuple(Span(place % 2 == 1, tuple(MARK.split(run))) for place, run in runs if run)
