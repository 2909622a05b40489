"""Whatever else the blocks and fields of a page refuse: it is not finished."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.pages.models import LessonPage
from courses.pages.readiness.nodes import Node
from courses.pages.readiness.registry import Finding, PageFacts, last_rule, page_rule
from courses.pages.readiness.strict import Fault


@page_rule("empty_lesson")
def empty_lesson(facts: PageFacts) -> Iterable[Finding]:
    """Find lessons that would go live without a single block."""
    page = facts.page
    if isinstance(page, LessonPage) and not facts.known.with_empty and not len(page.body):
        words = _("The lesson is empty. Write it, or take it out of the course.")
        yield Finding(words, field="body")


@last_rule("unfinished_block")
def unfinished_block(facts: PageFacts) -> Iterable[Finding]:
    """Find what would be refused in the editor, once for each block, and no rule has named."""
    for words, name in _of_fields(facts):
        yield Finding(words, field=name)
    told: set[int] = set()
    for fault in facts.faults:
        around = _block_of(fault.node)
        if id(around) in told or _is_named(fault.node, facts.named):
            continue
        told.add(id(around))
        yield Finding(_words(fault), fault.node)


def _is_named(node: Node, named: list[Node]) -> bool:
    return any(one is node for one in named)


def _block_of(node: Node) -> Node:
    while not node.is_item and node.parent is not None:
        node = node.parent
    return node


def _words(fault: Fault) -> str:
    """Return what the block says; of an empty field, which one it is."""
    if not fault.is_empty_field:
        return fault.words
    label = str(fault.node.block.label or "")
    if not label or fault.node.is_item:
        return _("Nothing is written here yet. Write it, or delete it.")
    return _("“%(field)s” is empty. Fill it in, or delete the block.") % {"field": label}


def _of_fields(facts: PageFacts) -> Iterator[tuple[str, str]]:
    """Yield what the page's own fields refuse; what points at other tables is theirs to keep."""
    page = facts.page
    pointing = [one.name for one in page._meta.get_fields() if isinstance(one, models.ForeignKey)]
    try:
        page.clean_fields(exclude=pointing)
    except ValidationError as error:
        for name, errors in error.error_dict.items():
            messages = [message for one in errors for message in one.messages]
            yield _of_field(page, name, " ".join(messages)), name
    if page.pk in facts.known.taken:
        words = _("Another page beside this one has the same address. Change one of them.")
        yield _of_field(page, "slug", words), "slug"


def _of_field(page: Page, name: str, words: str) -> str:
    label = page._meta.get_field(name).verbose_name
    return _("“%(field)s”: %(words)s") % {"field": label, "words": words}
