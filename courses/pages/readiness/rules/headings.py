"""Headings: none is more than one level below the one before it."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from wagtail.blocks.field_block import RichTextBlock

from courses.pages.blocks.text import HeadingBlock
from courses.pages.readiness.nodes import Node
from courses.pages.readiness.registry import Finding, PageFacts, page_rule
from courses.pages.readiness.texts import parts_of
from courses.questions.blocks.quiz import QuizBlock

# The page's title is of the first level, a quiz's title of the second.
TITLE_LEVEL = 1
QUIZ_LEVEL = 2


@page_rule("heading_skips_level")
def heading_skips_level(facts: PageFacts) -> Iterable[Finding]:
    """Find headings that leave a level out, also those within a text."""
    for tree in facts.trees:
        before = TITLE_LEVEL
        for node, level, words in _headings(tree):
            if level > before + 1:
                yield Finding(_words(words, level, before), node)
            before = level


def _headings(tree: Node) -> Iterator[tuple[Node, int, str]]:
    for node in tree.walk():
        if isinstance(node.block, HeadingBlock):
            level = str(node.value.get("level"))
            if level.isdigit():
                yield node.child("level") or node, int(level), node.value.get("text") or ""
        elif isinstance(node.block, QuizBlock) and node.value.get("title"):
            yield node, QUIZ_LEVEL, node.value["title"]
        elif isinstance(node.block, RichTextBlock):
            for heading in parts_of(getattr(node.value, "source", node.value) or "").headings:
                yield node, heading.level, heading.words


def _words(heading: str, level: int, before: int) -> str:
    values = {"heading": heading.strip(), "level": level, "right": before + 1}
    if before == TITLE_LEVEL:
        return (
            _("The heading “%(heading)s” is of level %(level)d and the first. Make it level 2.")
            % values
        )
    return (
        _(
            "The heading “%(heading)s” is of level %(level)d and skips level %(right)d. Make it"
            " level %(right)d, or put a heading of that level before it."
        )
        % values
    )
