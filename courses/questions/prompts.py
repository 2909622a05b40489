"""The little that a prompt may hold besides words: `code` between backticks, and line breaks.

Prompts and options are plain text, not rich text: a lesson of many quizzes opens at once in the
editor, and there is no markup of authors to clean. A backtick without its fellow stays as it is.
"""

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

CODE = re.compile(r"`([^`\n]+)`")
LINE_BREAK = mark_safe("<br>")


def format_prompt(text: str) -> SafeString:
    """Return the prompt as HTML; everything in it that is not ours is escaped."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
    return format_html_join(LINE_BREAK, "{}", ((_format_line(line),) for line in lines))


def format_code(code: str) -> SafeString:
    """Return code within a line: written from left to right, and the same in every language."""
    return format_html('<code dir="ltr" translate="no">{}</code>', code)


def without_code_marks(text: str) -> str:
    """Return the words where there can be no markup."""
    return CODE.sub(r"\1", text)


def _format_line(line: str) -> SafeString:
    # Splitting at a pattern with one group gives words and code by turns.
    parts = CODE.split(line)
    return format_html_join("", "{}", ((_format_part(i, part),) for i, part in enumerate(parts)))


def _format_part(index: int, part: str) -> SafeString:
    if index % 2 == 0:
        return format_html("{}", part)
    return format_code(part)
