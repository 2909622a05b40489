"""Lessons that were moved to another course: whose they are while both go live at their own time.

A lesson is the course's whose release had it last; the outline says which. A full release takes
over what was moved into its tree. Nothing else does, and nothing takes down what another has.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from courses.outline.models import Lesson
from courses.pages.enums import ReleaseKind, ReleaseState
from courses.pages.errors import InAnotherCourseError
from courses.pages.models import CoursePage, Release, ReleaseItem
from courses.pages.releases.content import Draft, syllabus_without


def is_held_elsewhere(course_key: UUID) -> Exists:
    """Ask of pages whether another course has the lesson now."""
    lessons = Lesson.objects.filter(key=OuterRef("translation_key"))
    return Exists(lessons.exclude(course__key=course_key))


def held_elsewhere(course_key: UUID, keys: Iterable[UUID]) -> set[UUID]:
    """Return which of these lessons another course has now, in one statement."""
    rows = Lesson.objects.filter(key__in=list(keys)).exclude(course__key=course_key)
    return set(rows.values_list("key", flat=True))


def find_taken(release: Release, draft: Draft, course_page: CoursePage) -> set[UUID]:
    """Return the lessons of a release that another course has: what it takes over, or leaves out.

    Raises InAnotherCourseError where the release could do neither.
    """
    items = draft.by_key()
    held = held_elsewhere(release.course.key, items)
    if not held or release.kind == ReleaseKind.CORRECTION:
        return held
    rows = Page.objects.filter(translation_key__in=held, path__startswith=course_page.path)
    inside = set(rows.values_list("translation_key", flat=True))
    outside = held if release.kind == ReleaseKind.ROLLBACK else held - inside
    if outside:
        raise InAnotherCourseError(items[min(outside)].title)
    return held


def leave_out(draft: Draft, keys: set[UUID]) -> Draft:
    """Return a course without these lessons."""
    items = tuple(item for item in draft.items if item.key not in keys)
    return replace(draft, items=items, syllabus=syllabus_without(draft.syllabus, keys))


def end_other_languages(keys: set[UUID], course_page: CoursePage, by: Any) -> None:
    """Take lessons that were taken over off the site in languages that their new course lacks."""
    if not keys:
        return
    languages = CoursePage.objects.filter(
        translation_key=course_page.translation_key, alias_of=None
    )
    everywhere: Any = Page.objects
    rows = everywhere.live().filter(translation_key__in=keys, alias_of=None)
    for page in rows.exclude(locale__in=languages.values("locale")).order_by("path").specific():
        UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)


def items_in_other_languages(keys: set[UUID], locale_id: int) -> list[ReleaseItem]:
    """Return what the release that had these lessons until now says of their translations."""
    if not keys:
        return []
    rows = ReleaseItem.objects.filter(release__state=ReleaseState.LIVE, page_key__in=keys)
    found = rows.exclude(locale=locale_id).order_by("release__released_at", "pk")
    # Of several, that of the last.
    return list({(row.page_key, row.locale_id): row for row in found}.values())
