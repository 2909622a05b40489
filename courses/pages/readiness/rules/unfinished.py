"""Whatever else the blocks and fields of a page refuse: it is not finished."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
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
    yield from _of_fields(facts)
    told: set[int] = set()
    for fault in facts.faults:
        around = _block_of(fault.node)
        if id(around) in told or _is_named(fault.node, facts.named):
            continue
        told.add(id(around))
        yield _of_fault(fault)


def _is_named(node: Node, named: list[Node]) -> bool:
    return any(one is node for one in named)


def _block_of(node: Node) -> Node:
    while not node.is_item and node.parent is not None:
        node = node.parent
    return node


def _of_fault(fault: Fault) -> Finding:
    """Return what the block says, with the field that it says it of."""
    label = "" if fault.node.is_item else str(fault.node.block.label or "")
    if not fault.is_empty_field:
        return Finding(fault.words, fault.node, label=label)
    if not label:
        return Finding(_("Nothing is written here yet. Write it, or delete it."), fault.node)
    words = _("“%(field)s” is empty. Fill it in, or delete the block.") % {"field": label}
    return Finding(words, fault.node)


def _of_fields(facts: PageFacts) -> Iterator[Finding]:
    """Yield what the page's own fields refuse; what points at other tables is theirs to keep."""
    page = facts.page
    pointing = [one.name for one in page._meta.get_fields() if isinstance(one, models.ForeignKey)]
    try:
        page.clean_fields(exclude=pointing)
    except ValidationError as error:
        for name, errors in error.error_dict.items():
            messages = [message for one in errors for message in one.messages]
            yield Finding(" ".join(messages), field=name, label=_label(page, name))
    if page.pk in facts.known.taken:
        words = _("Another page beside this one has the same address. Change one of them.")
        yield Finding(words, field="slug", label=_label(page, "slug"))


def _label(page: Page, name: str) -> str:
    return capfirst(str(getattr(page._meta.get_field(name), "verbose_name", name)))
