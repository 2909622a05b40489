"""How two versions of a block are shown beside each other, where Wagtail's own way spoils it.

It takes what it does not know for HTML: of code it drops what looks like a tag, and of a table it
runs the cells together.
"""

import difflib
from collections.abc import Iterator
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.compare import BlockComparison, StructBlockComparison


class LinesComparison(BlockComparison):
    """Compares a text line by line, spaces included."""

    def lines(self, value: Any) -> list[str]:
        """Return the lines of one version."""
        return (value or "").split("\n")

    def htmlvalue(self, val: Any) -> SafeString:
        """Return one version, its lines as they are."""
        return format_html("<pre>{}</pre>", "\n".join(self.lines(val)))

    def htmldiff(self) -> SafeString:
        """Return both versions in one, with what went and what came marked."""
        changes = self._changes(self.lines(self.val_a), self.lines(self.val_b))
        marked = (
            (format_html('<span class="{}">{}</span>', kind, line) if kind else line,)
            for kind, line in changes
        )
        return format_html("<pre>{}</pre>", format_html_join("\n", "{}", marked))

    @staticmethod
    def _changes(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
        matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
        for kind, first, last, new_first, new_last in matcher.get_opcodes():
            if kind == "equal":
                yield from (("", line) for line in old[first:last])
                continue
            yield from (("deletion", line) for line in old[first:last])
            yield from (("addition", line) for line in new[new_first:new_last])


class TableComparison(LinesComparison):
    """Compares a table row by row."""

    def lines(self, value: Any) -> list[str]:
        """Return caption, headings and rows, with a bar between two cells."""
        if value is None:
            return []
        rows = [[column["heading"] for column in value.columns]]
        rows += [row["values"] for row in value.row_data]
        caption = [value.caption] if value.caption else []
        return caption + [" | ".join("" if v is None else str(v) for v in row) for row in rows]


class StoredComparison(StructBlockComparison):
    """Finds out by what is stored whether anything changed: some values are equal to nothing."""

    def has_changed(self) -> bool:
        """Say whether the two versions are stored differently."""
        stored = self.block.get_prep_value
        return bool(stored(self.val_a) != stored(self.val_b))
