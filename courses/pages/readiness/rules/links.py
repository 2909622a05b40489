"""Links: each leads somewhere. Nothing is fetched from the network to see it."""

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from wagtail.blocks.field_block import RichTextBlock

from courses.pages.blocks.text import WebAddressBlock
from courses.pages.models import CoursePage
from courses.pages.readiness.known import Known, Target, texts_of
from courses.pages.readiness.registry import Finding, PageFacts, page_rule
from courses.pages.readiness.rules.documents import is_empty
from courses.pages.readiness.texts import Link, parts_of
from courses.questions.blocks.quiz import QuizBlock

# The parts of each kind of page that can be linked to, whatever is written in it.
ANYWHERE = {"top", "main"}
OF_COURSES = {"outline", "learn", "about", "needs", "teachers", "faq"}
OF_LESSONS = {"outline"}
WEB = ("http", "https")


@page_rule("link_to_nowhere")
def link_to_nowhere(facts: PageFacts) -> Iterable[Finding]:
    """Find links in texts, and addresses of sources, that lead a reader nowhere."""
    anchors = set(_anchors(facts))
    for node in facts.nodes(RichTextBlock):
        for link in parts_of(getattr(node.value, "source", node.value) or "").links:
            if words := _fault(link, facts.known, anchors):
                yield Finding(words, node)
    for one in texts_of(facts.page):
        for link in parts_of(getattr(facts.page, one.name) or "").links:
            if words := _fault(link, facts.known, anchors):
                yield Finding(words, field=one.name)
    for fault in facts.faults:
        if isinstance(fault.node.block, WebAddressBlock):
            yield Finding(
                _("This is no address of a page on the web. It begins with https://."), fault.node
            )


def _anchors(facts: PageFacts) -> Iterator[str]:
    yield from ANYWHERE
    yield from OF_COURSES if isinstance(facts.page, CoursePage) else OF_LESSONS
    for tree in facts.trees:
        # Each block of a lesson stands in an element that carries its id.
        yield from (f"b-{node.block_id}" for node in tree.children if node.block_id)
    for node in facts.nodes(QuizBlock):
        if node.value.get("title") and node.block_id:
            yield f"quiz-{node.block_id}"


def _fault(link: Link, known: Known, anchors: set[str]) -> str:
    """Return what is wrong with the link; nothing for one that leads somewhere."""
    words = {"words": link.words.strip() or link.target}
    if link.kind == "page":
        return _fault_of_page(link, known, words)
    if link.kind == "document":
        document = known.documents.get(link.key or 0)
        if document is None or is_empty(document):
            return (
                _(
                    "The link “%(words)s” leads to a document that is gone or empty. Choose"
                    " another one, or remove the link."
                )
                % words
            )
        return ""
    if link.target.startswith("#"):
        if link.target[1:] in anchors:
            return ""
        return (
            _(
                "The link “%(words)s” leads to a part of this page that is not there. Choose"
                " another target, or remove the link."
            )
            % words
        )
    return "" if _leads_somewhere(link.target) else _nowhere(words)


def _fault_of_page(link: Link, known: Known, words: dict[str, str]) -> str:
    target = known.target(link.key)
    if target is Target.GONE:
        return (
            _(
                "The link “%(words)s” leads to a page that was deleted. Choose another one, or"
                " remove the link."
            )
            % words
        )
    if target is Target.UNSEEN:
        return _(
            "The link “%(words)s” leads to “%(title)s”, which readers will not find: it is a"
            " draft. Let it go live first, choose another page, or remove the link."
        ) % {**words, "title": known.titles.get(link.key or 0, "")}
    return ""


def _leads_somewhere(address: str) -> bool:
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:  # such as half an IPv6 address
        return False
    if parts.scheme in WEB:
        return bool(host)
    if parts.scheme:
        return bool(parts.path or parts.netloc)
    # Without a scheme: "//host/path", or a place on this site.
    return bool(host) if address.startswith("//") else address.startswith(("/", "?"))


def _nowhere(words: dict[str, str]) -> str:
    return (
        _(
            "The link “%(words)s” has no complete address. Give one that begins with https://,"
            " or remove the link."
        )
        % words
    )
