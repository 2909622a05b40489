"""Pictures: words for those who cannot see them, or the tick that they add nothing."""

from collections.abc import Iterable

from courses.pages.blocks.image import LessonImageBlock
from courses.pages.readiness.registry import Finding, PageFacts, page_rule


@page_rule("image_without_alt")
def image_without_alt(facts: PageFacts) -> Iterable[Finding]:
    """Find pictures without words. A cover needs none: its course's title stands beside it."""
    for node in facts.nodes(LessonImageBlock):
        words = node.block.faults(node.value).get("alt_text", "")
        if node.value.get("image") is not None and words:
            yield Finding(words, node.child("alt_text"))
