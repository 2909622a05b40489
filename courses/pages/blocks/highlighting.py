"""Colouring code with Pygments, and the lines that stand out in it."""

import re
import time
from collections.abc import Iterator
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]  # has no types
from pygments.token import STANDARD_TYPES, _TokenType  # type: ignore[import-untyped]

PLAIN_TEXT = "text"
# Pygments' short names, which lessons keep. Names of languages are the same in every language.
LANGUAGES = [
    (PLAIN_TEXT, gettext_lazy("Plain text")),
    ("bash", "Bash"),
    ("c", "C"),
    ("cpp", "C++"),
    ("csharp", "C#"),
    ("css", "CSS"),
    ("dart", "Dart"),
    ("diff", "Diff"),
    ("django", "Django / Jinja"),
    ("docker", "Dockerfile"),
    ("elixir", "Elixir"),
    ("go", "Go"),
    ("graphql", "GraphQL"),
    ("haskell", "Haskell"),
    ("html", "HTML"),
    ("http", "HTTP"),
    ("ini", "INI"),
    ("java", "Java"),
    ("javascript", "JavaScript"),
    ("json", "JSON"),
    ("julia", "Julia"),
    ("kotlin", "Kotlin"),
    ("latex", "LaTeX"),
    ("lua", "Lua"),
    ("make", "Makefile"),
    ("markdown", "Markdown"),
    ("matlab", "MATLAB"),
    ("nginx", "nginx"),
    ("perl", "Perl"),
    ("php", "PHP"),
    ("powershell", "PowerShell"),
    ("pycon", "Python console"),
    ("python", "Python"),
    ("r", "R"),
    ("ruby", "Ruby"),
    ("rust", "Rust"),
    ("scala", "Scala"),
    ("scss", "SCSS"),
    ("console", "Shell session"),
    ("sql", "SQL"),
    ("swift", "Swift"),
    ("toml", "TOML"),
    ("typescript", "TypeScript"),
    ("xml", "XML"),
    ("yaml", "YAML"),
]
_NAMES = dict(LANGUAGES)
# Colouring is the dearest part of reading a lesson with much code.
_KEPT = 128
# Time of the processor, which others on the machine do not lengthen. Any code that people write
# takes a tenth of it; a longer line is some program's output.
_COLOURING_SECONDS = 0.25
_LONGEST_LINE = _MOST_LINES = 1000
# A line, or what there is of it, with its line feed: `splitlines` would cut at more than those.
_PIECE = re.compile(r"[^\n]*\n|[^\n]+")
# What has no colour of its own needs no element either.
_UNCOLOURED = {"", "err", "n", "o", "p", "w", "x"}
_ONE = re.compile(r"(\d{1,6})(?:\s*-\s*(\d{1,6}))?")


class LineNumbersError(ValueError):
    """The lines to highlight cannot be read, or the code has no such lines."""


def language_name(language: str) -> str:
    """Return what a language is called."""
    return str(_NAMES.get(language, language))


def line_count(code: str) -> int:
    """Return how many lines the code has; an empty last one is none."""
    return len(code.removesuffix("\n").split("\n")) if code else 0


def parse_lines(written: str, count: int) -> tuple[int, ...]:
    """Return the lines meant by such as `3,5-7`, of code that has `count` lines."""
    lines: set[int] = set()
    if not written.strip():
        return ()
    for part in written.split(","):
        found = _ONE.fullmatch(part.strip())
        if found is None:
            raise LineNumbersError(
                _("Write numbers and ranges with commas between them, such as 3,5-7.")
            )
        first, last = int(found[1]), int(found[2] or found[1])
        if first > last:
            raise LineNumbersError(
                _("The range %(range)s runs backwards. Write the smaller number first.")
                % {"range": part.strip()}
            )
        if first < 1 or last > count:
            raise LineNumbersError(
                _("There is no line %(line)s: the code has lines 1 to %(count)s.")
                % {"line": first if first < 1 or first > count else last, "count": count}
            )
        lines.update(range(first, last + 1))
    return tuple(sorted(lines))


@lru_cache(maxsize=_KEPT)
def highlighted(code: str, language: str, lines: tuple[int, ...] = ()) -> SafeString:
    """Return the code as markup; without its tags and escapes it is the same text.

    Pygments' own formatter ends every text with a line feed, and its lexers tidy up beforehand.
    """
    tokens = _tokens(code, language if language in _NAMES else PLAIN_TEXT)
    marked = [
        f'<span class="hll">{line}</span>' if number in lines else line
        for number, line in enumerate(_lines(tokens), start=1)
    ]
    return mark_safe("".join(marked))  # noqa: S308  every text in it is escaped


def _tokens(code: str, language: str) -> list[tuple[str, str]]:
    """Return the pieces of the code, each with the class that colours it.

    Rather without colours than with a character lost, or with a reader kept waiting: for some
    texts a lexer takes longer with the square of their length.
    """
    # Lexers read whole lines; what is added is taken away again.
    whole = f"{code}\n"
    found: list[tuple[str, str]] = []
    lines = code.split("\n")
    if len(lines) <= _MOST_LINES and max(map(len, lines)) <= _LONGEST_LINE:
        until = time.thread_time() + _COLOURING_SECONDS
        for _, kind, text in get_lexer_by_name(language).get_tokens_unprocessed(whole):
            found.append((_class_of(kind), text))
            if time.thread_time() > until:
                break
    if "".join(text for _, text in found) != whole:
        return [("", code)]
    name, text = found[-1]
    return [*found[:-1], (name, text[:-1])]


def _class_of(kind: _TokenType) -> str:
    while kind not in STANDARD_TYPES:
        kind = kind.parent
    name = STANDARD_TYPES[kind]
    return "" if name in _UNCOLOURED else f"k-{name}"


def _lines(tokens: list[tuple[str, str]]) -> Iterator[str]:
    """Yield the markup of each line, with the line feed at its end."""
    line = ""
    for name, text in tokens:
        for piece in _PIECE.findall(text):
            words = escape(piece)
            line += f'<span class="{name}">{words}</span>' if name else words
            if piece.endswith("\n"):
                yield line
                line = ""
    if line:
        yield line
