"""Slugs that change hands with a release: two pages of a chapter never have one at a time."""

import uuid
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from wagtail.models import Page

from courses.pages.enums import PageKind
from courses.pages.models import CoursePage
from courses.pages.releases.content import Draft


def make_room(course_page: CoursePage, draft: Draft, pages: Mapping[UUID, Page]) -> dict[int, str]:
    """Take slugs that pages of the release are to have from those that have them now.

    Two may exchange theirs; and one that leaves with the release gives its own away. Returns the
    latter, with what they had, for `settle`.
    """
    below = [item for item in draft.items if item.kind != PageKind.COURSE]
    changing = {
        page.pk: item.content["slug"]
        for item in below
        if (page := pages.get(item.key)) is not None and page.slug != item.content["slug"]
    }
    wanted = {*changing.values(), *(i.content["slug"] for i in below if i.key not in pages)}
    if not wanted:
        return {}
    leaving = (
        Page.objects.descendant_of(course_page)
        .live()
        .filter(slug__in=wanted)
        .exclude(translation_key__in=draft.by_key())
    )
    had = dict(leaving.values_list("pk", "slug"))
    everywhere: Any = Page.objects
    for pk in (*(changing if len(changing) > 1 else ()), *had):
        everywhere.filter(pk=pk).update(slug=f"moving-{uuid.uuid4().hex}")
    return had


def settle(leaving: Mapping[int, str]) -> None:
    """Give the pages that left a slug again: their own, with a number."""
    from courses.pages.services.outline import free_slug

    for page in Page.objects.filter(pk__in=leaving).order_by("path").specific():
        page.slug = free_slug(page.get_parent(), leaving[page.pk], otherwise="page", but=page.pk)
        page.save(clean=False)
