"""Asking the rules about one page, or about a whole course."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from wagtail.models import Page

from cms.core.chosen import read_together
from courses.pages.models import CoursePage
from courses.pages.readiness import rules as _rules  # noqa: F401  # rules register themselves
from courses.pages.readiness.defects import Defect, editor_address
from courses.pages.readiness.known import Known, gather, named_by, streams_of
from courses.pages.readiness.nodes import Node, tree_of
from courses.pages.readiness.places import sentence
from courses.pages.readiness.registry import (
    CourseFacts,
    Finding,
    PageFacts,
    course_rules,
    last_rules,
    page_rules,
)
from courses.pages.readiness.strict import faults_of


def check_page(draft: Page) -> list[Defect]:
    """Return what keeps this draft from going live by itself; nothing for one that is ready."""
    with _together([draft]) as known:
        return list(defects_of(draft, known))


def findings_of_page(draft: Page) -> list[Finding]:
    """Return what `check_page` does, as the rules say it and with the blocks it is about."""
    with _together([draft]) as known:
        return [finding for _code, finding in findings_of(draft, known)]


@contextmanager
def _together(drafts: Sequence[Page], within: Page | None = None) -> Iterator[Known]:
    """Fetch what the drafts name, and have it at hand while their blocks are read."""
    named = named_by(drafts)
    known = gather(drafts, named, within=within)
    with read_together(named.chosen):
        yield known


def check_course_ready(
    course_page: CoursePage, drafts: Sequence[Page], *, with_empty: bool = False
) -> list[Defect]:
    """Return what keeps the course from going live as `drafts`, in the order of the pages.

    `drafts` are all pages of the course as they would be live, the course's own among them:
    what the course has beside them is taken for removed. With `with_empty`, lessons without any
    block may go live. As many statements for seventy lessons as for five.
    """
    with _together(drafts, course_page) as known:
        known.with_empty = with_empty
        found = list(_of_course(CourseFacts(course_page, drafts, known)))
        for draft in drafts:
            found += defects_of(draft, known)
        return found


def _of_course(facts: CourseFacts) -> Iterator[Defect]:
    for code, rule in course_rules.items():
        for finding in rule(facts):
            yield _defect(code, finding, facts.course_page)


def defects_of(draft: Page, known: Known) -> Iterator[Defect]:
    """Yield what the rules find in the draft, in the order in which it is read."""
    yield from (_defect(code, finding, draft) for code, finding in findings_of(draft, known))


def findings_of(draft: Page, known: Known) -> list[tuple[str, Finding]]:
    """Return what the rules say of the draft, each with its code, in reading order."""
    trees = [
        tree_of(one.name, one.stream_block, getattr(draft, one.name)) for one in streams_of(draft)
    ]
    facts = PageFacts(draft, trees, known)
    facts.faults = [fault for tree in trees for fault in faults_of(tree)]
    found: list[tuple[str, Finding]] = []
    for rules in (page_rules, last_rules):
        for code, rule in rules.items():
            found += [(code, finding) for finding in rule(facts)]
        facts.named = [finding.node for _code, finding in found if finding.node is not None]
    order = {id(node): at for at, node in enumerate(facts.nodes())}
    found.sort(key=lambda one: order.get(id(one[1].node), -1))
    return found


def _defect(code: str, finding: Finding, page: Page) -> Defect:
    page = finding.page or page
    node: Node | None = finding.node
    place = node.place if node is not None else (finding.field,) if finding.field else ()
    return Defect(
        code=code,
        message=sentence(finding.words, node, finding.label),
        page_id=page.pk,
        page_title=page.title,
        field=place[0] if place else "",
        block_id=node.block_id if node is not None else "",
        url=finding.url or editor_address(page.pk, *place),
    )
