"""What readiness must know of other tables, fetched together however many pages are checked."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from django.db.models import Q
from wagtail.blocks.field_block import ChooserBlock
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from courses.pages.readiness.raw import raw_parts
from courses.pages.readiness.texts import parts_of


class Target(Enum):
    """What a link to one of the site's pages leads to."""

    OPEN = auto()
    # It is there, but readers do not get to see it.
    UNSEEN = auto()
    GONE = auto()


@dataclass
class Known:
    """What the rules are told, so that none of them asks the database."""

    targets: dict[int, Target] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    documents: dict[int, Any] = field(default_factory=dict)
    # Pages whose address another page has.
    taken: set[int] = field(default_factory=set)
    with_empty: bool = False

    def target(self, key: int | None) -> Target:
        """Return what a link to the page of this key leads to."""
        return self.targets.get(key, Target.GONE) if key is not None else Target.GONE


@dataclass
class Named:
    """The keys that pages name: what their blocks have chosen, and what their texts link to."""

    chosen: set[int] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)


def streams_of(page: Page) -> Iterator[StreamField]:
    """Yield the page's stream fields."""
    yield from (one for one in page._meta.get_fields() if isinstance(one, StreamField))


def texts_of(page: Page) -> Iterator[RichTextField]:
    """Yield the page's fields that hold one rich text each."""
    yield from (one for one in page._meta.get_fields() if isinstance(one, RichTextField))


def named_by(drafts: Iterable[Page]) -> Named:
    """Read from the drafts which keys they name."""
    named = Named()
    for draft in drafts:
        for one in texts_of(draft):
            _read_text(getattr(draft, one.name) or "", named)
        for stream in streams_of(draft):
            value = getattr(draft, stream.name)
            for block, raw in raw_parts(stream.stream_block, list(value.raw_data)):
                if isinstance(block, ChooserBlock):
                    named.chosen |= {raw} if isinstance(raw, int) else set()
                elif isinstance(raw, str):
                    _read_text(raw, named)
    return named


def _read_text(source: str, named: Named) -> None:
    for link in parts_of(source).links:
        if link.key is not None:
            (named.documents if link.kind == "document" else named.pages).add(link.key)


def gather(drafts: Sequence[Page], named: Named, *, within: Page | None = None) -> Known:
    """Fetch what is to be known. `within` is the course, where all that it keeps is among drafts.

    Four statements, however many drafts there are.
    """
    known = Known()
    coming = {draft.pk for draft in drafts}
    known.documents = get_document_model().objects.in_bulk(named.documents)
    _fetch_targets(known, named.pages, coming, within)
    known.taken = _taken(drafts)
    return known


def _fetch_targets(
    known: Known, keys: Collection[int], coming: Collection[int], within: Page | None
) -> None:
    found: list[Page] = list(_rows().filter(pk__in=keys))
    above = {path for page in found for path in _paths_above(page)}
    closed = set(
        _rows()
        .filter(path__in=above, live=False)
        .exclude(pk__in=coming)
        .values_list("path", flat=True)
    )
    for page in found:
        is_left = within is not None and page.is_descendant_of(within) and page.pk not in coming
        is_there = page.live or page.pk in coming
        is_open = is_there and not is_left and closed.isdisjoint(_paths_above(page))
        known.targets[page.pk] = Target.OPEN if is_open else Target.UNSEEN
        known.titles[page.pk] = page.draft_title or page.title


def _rows() -> Any:
    # mypy knows this manager by what pages inherit, not by what they are.
    return Page.objects.all()


def _paths_above(page: Page) -> list[str]:
    step = page.steplen
    return [page.path[:end] for end in range(step, len(page.path), step)]


def _taken(drafts: Sequence[Page]) -> set[int]:
    """Return the drafts whose address another page beside them has, or would have.

    Wagtail asks for each page by itself.
    """
    coming = {draft.pk: draft for draft in drafts}
    beside = Q(pk__in=[])
    for above in {draft.path[: -draft.steplen] for draft in drafts}:
        beside |= Q(path__startswith=above, depth=len(above) // Page.steplen + 1)
    slugs = {draft.slug for draft in drafts}
    rows = _rows().filter(beside, slug__in=slugs).exclude(pk__in=coming)
    places = Counter(
        (path[: -Page.steplen], slug) for path, slug in rows.values_list("path", "slug")
    )
    places.update(_address(draft) for draft in drafts)
    return {draft.pk for draft in drafts if places[_address(draft)] > 1}


def _address(page: Page) -> tuple[str, str]:
    return page.path[: -page.steplen], page.slug
