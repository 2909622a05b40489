"""Writing down what a course is, as a release."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from courses.outline.models import Course
from courses.pages.enums import ReleaseKind, ReleaseState
from courses.pages.errors import NotTheSourceError
from courses.pages.models import CoursePage, Release, ReleasedContent, ReleaseItem
from courses.pages.releases.content import Draft, Item, chapters_of_lessons

# So many rows in one statement: SQLite takes so many values at once.
BATCH = 100


def live_release(course_key: UUID) -> Release | None:
    """Return what readers see of the course."""
    return Release.objects.filter(course__key=course_key).live().first()


def open_release(course_key: UUID) -> Release | None:
    """Return what waits for a reviewer or for its time."""
    return Release.objects.filter(course__key=course_key).open().first()


def source_page(course_key: UUID) -> CoursePage | None:
    """Return the course's page in the language that it was first written in."""
    return (
        CoursePage.objects.filter(translation_key=course_key, alias_of=None).order_by("pk").first()
    )


def refuse_translation(course_page: CoursePage) -> None:
    """Raise NotTheSourceError for a language that follows another: it has no outline of its own,
    and its words would go live over the source's."""
    source = source_page(course_page.course_key)
    if source is None or source.pk != course_page.pk:
        raise NotTheSourceError


def keep_release(
    course: Course,
    draft: Draft,
    *,
    locale_id: int,
    by: Any,
    now: datetime,
    base: Release | None,
    kind: ReleaseKind = ReleaseKind.FULL,
    note: str = "",
    look_again: Iterable[tuple[UUID, UUID]] = (),
) -> Release:
    """Write down the course as it is in `draft`, waiting to go live. Call it in a transaction.

    `look_again` are the blocks, by their lessons' keys and their ids, that learners should look
    at again although nothing material changed.
    """
    release = Release.objects.create(
        course=course,
        locale_id=locale_id,
        state=ReleaseState.WAITING,
        kind=kind,
        syllabus=draft.syllabus,
        hash=draft.hash,
        note=note,
        look_again=[[str(lesson), str(block)] for lesson, block in look_again],
        submitted_by=by,
        submitted_at=now,
        base=base,
    )
    keep_items(release, draft.items, locale_id)
    return release


def keep_items(release: Release, items: Iterable[Item], locale_id: int) -> None:
    """Write down pages of a release, each content once; its outline must be known by then."""
    items = list(items)
    chapters = chapters_of_lessons(release.syllabus)
    ReleasedContent.objects.bulk_create(
        [ReleasedContent(hash=item.hash, content=item.content) for item in items],
        ignore_conflicts=True,
        batch_size=BATCH,
    )
    ReleaseItem.objects.bulk_create(
        [
            ReleaseItem(
                release=release,
                page_key=item.key,
                locale_id=locale_id,
                kind=item.kind,
                chapter_key=chapters.get(str(item.key)),
                content_id=item.hash,
            )
            for item in items
        ],
        batch_size=BATCH,
    )


def hashes_of(release: Release | None) -> dict[UUID, str]:
    """Return what the pages of a release's source language are known by, by their keys."""
    if release is None:
        return {}
    rows = ReleaseItem.objects.filter(release=release, locale=release.locale_id)
    return dict(rows.values_list("page_key", "content_id"))
