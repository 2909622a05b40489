"""How two versions of a stream are shown in Wagtail's own comparison of revisions.

Wagtail's way takes what it does not know for HTML, runs cells and lines together, marks no item
that moved and prints every part of a quiz of which one letter changed. Here it is what a review
shows, for the streams of all pages.
"""

from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from wagtail.admin.compare import FieldComparison, register_comparison_class

from cms.core.fields import StreamField
from courses.pages.comparing.blocks import compare_items
from courses.pages.comparing.describing import describe_parts
from courses.pages.comparing.matching import Effort
from courses.pages.comparing.parts import PartChange


class StreamComparison(FieldComparison):
    """Compares the blocks of two versions, each by its own structure."""

    def has_changed(self) -> bool:
        """Say whether there is anything to be seen."""
        return bool(self._compared[0])

    def htmldiff(self) -> SafeString:
        """Return what changed, and how many blocks did not."""
        parts, unchanged = self._compared
        context = {"parts": describe_parts(parts), "unchanged": unchanged}
        return SafeString(render_to_string("courses/admin/changes/stream.html", context))

    @cached_property
    def _compared(self) -> tuple[tuple[PartChange, ...], int]:
        # As they are kept: what Wagtail would write anew has other ids where there were none.
        old, new = list(self.val_a.raw_data), list(self.val_b.raw_data)
        return compare_items(self.field.stream_block, old, new, Effort())


def register() -> None:
    """Have Wagtail compare streams so."""
    register_comparison_class(StreamField, comparison_class=StreamComparison)
