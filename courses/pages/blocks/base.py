"""What the blocks of a lesson have in common."""

from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import field_block

from cms.core.blocks import CheckedStructBlock, UntranslatedMixin

__all__ = ["CheckedStructBlock", "UntranslatedMixin"]

# The headings of the list in which an author chooses a block.
TEXT_GROUP = _("Text")
MEDIA_GROUP = _("Media")
CODE_GROUP = _("Code")
PRACTICE_GROUP = _("Practice")
FILES_GROUP = _("Files")
LAYOUT_GROUP = _("Layout")


class UntranslatedCharBlock(UntranslatedMixin, field_block.CharBlock):
    """One line that is the same in every language."""


def says_nothing(text: Any) -> bool:
    """Say whether a rich text has no words: its editor leaves an empty paragraph behind."""
    return not strip_tags(getattr(text, "source", text) or "").replace("\xa0", " ").strip()
