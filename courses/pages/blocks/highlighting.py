"""Colouring code with Pygments, and the lines that stand out in it."""

import re
from functools import lru_cache

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pygments import highlight  # type: ignore[import-untyped]  # has no types
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]  # has no types
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]  # has no types

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
_KEPT = 512
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
    """Return the code as markup; without its tags and escapes it is the same text."""
    name = language if language in _NAMES else PLAIN_TEXT
    lexer = get_lexer_by_name(name, stripnl=False, stripall=False, ensurenl=False, tabsize=0)
    formatter = HtmlFormatter(nowrap=True, classprefix="k-", hl_lines=lines)
    return mark_safe(highlight(code, lexer, formatter))  # noqa: S308  Pygments escapes the text
