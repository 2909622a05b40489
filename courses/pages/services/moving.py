"""Chapters and lessons in another order, lessons also into another chapter."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page

from cms.accounts.models import User
from courses.pages.errors import (
    AddressTakenError,
    NotAllowedError,
    OutlineChangedError,
    PageGoneError,
    WrongPlaceError,
)
from courses.pages.models import ChapterPage, CoursePage, LessonPage
from courses.pages.permissions import user_can_edit_course
from courses.pages.services.outline import free_slug, locked_course


@dataclass(frozen=True)
class Move:
    """What moving came to, and how it would be taken back."""

    page: Page
    has_moved: bool
    from_parent: int
    from_position: int


def version_of(places: Iterable[tuple[int, int]]) -> str:
    """Return a short text that differs when order or chapters differ.

    `places` are (depth, primary key) of all chapters and lessons in their order.
    """
    text = ",".join(f"{depth}:{pk}" for depth, pk in places)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@transaction.atomic
def move_page(
    course_page: CoursePage, pk: int, *, to: int, position: int, seen: str | None, by: User
) -> Move:
    """Put a chapter or lesson of the course below the page `to`, at this place among the others.

    `seen` is the version of the outline that the person looked at, None for whatever it is.
    Raises NotAllowedError, OutlineChangedError, PageGoneError and WrongPlaceError.
    """
    if not user_can_edit_course(by, course_page):
        raise NotAllowedError
    course = locked_course(course_page)
    pages = list(course.get_descendants().order_by("path"))
    if seen is not None and version_of((page.depth, page.pk) for page in pages) != seen:
        raise OutlineChangedError
    by_key = {page.pk: page for page in (course, *pages)}
    page, parent = by_key.get(pk), by_key.get(to)
    if page is None or parent is None or page.pk == course.pk:
        raise PageGoneError
    if not _may_stand_in(page, parent):
        raise WrongPlaceError
    old_parent = next(one for one in by_key.values() if page.is_child_of(one))
    before = Move(page, False, old_parent.pk, _children(pages, old_parent).index(page))
    others = [child for child in _children(pages, parent) if child.pk != page.pk]
    position = max(0, min(position, len(others)))
    if parent.pk == old_parent.pk and position == before.from_position:
        return before
    if parent.pk != old_parent.pk:
        _give_free_slug(page, parent)
    target, place = (parent, "last-child")
    if position < len(others):
        target, place = others[position], "left"
    # The role in the course has decided; Wagtail would ask for "bulk delete" of a whole chapter.
    MovePageAction(page.specific, target, pos=place, user=by).execute(skip_permission_checks=True)
    return Move(page, True, before.from_parent, before.from_position)


def _children(pages: Sequence[Page], parent: Page) -> list[Page]:
    return [page for page in pages if page.is_child_of(parent)]


def _may_stand_in(page: Page, parent: Page) -> bool:
    places = {ChapterPage: CoursePage, LessonPage: ChapterPage}
    return places.get(page.specific_class) is parent.specific_class


def _give_free_slug(page: Page, parent: Page) -> None:
    """Two lessons of one chapter cannot have one address; Wagtail's move does not look."""
    slug = free_slug(parent, page.slug, otherwise="page", but=page.pk)
    beside = parent.get_children().exclude(pk=page.pk).filter(slug=page.slug)
    if slug == page.slug or not beside.exists():
        return
    if page.live:
        # Readers have this address, and keep it until the next release.
        raise AddressTakenError
    page.slug = slug
    specific = page.specific
    specific.slug = slug
    specific.save()
    draft = page.get_latest_revision_as_object()
    draft.slug = slug
    draft.save_revision(log_action=False, clean=False)
