"""Lessons that move to another course with their record.

The tree is the draft: readers keep the lesson where it was released, until one of the two courses
is released. With the other course's release it is that course's.
"""

from dataclasses import dataclass
from typing import Any, cast

from django.db import transaction
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Locale, Page

from cms.accounts.models import User
from courses.pages.errors import (
    AddressTakenError,
    AnotherFirstLanguageError,
    NotAllowedError,
    PageGoneError,
    SameCourseError,
    UnderReviewError,
    WithChapterError,
    WrongPlaceError,
)
from courses.pages.models import ChapterPage, CoursePage, LessonPage, Removal
from courses.pages.permissions import user_can_edit_course
from courses.pages.releases.going_live import lock_pages
from courses.pages.releases.keeping import open_release, refuse_translation
from courses.pages.services.outline import course_above, free_slug, page_of, refuse_locked


@dataclass(frozen=True)
class LessonMoved:
    """What moved, and where it stood, for moving it back."""

    page: Page
    from_chapter: int
    from_position: int


@transaction.atomic
def move_lesson(lesson: Page, chapter: Page, position: int, *, by: User) -> LessonMoved:
    """Put a lesson into a chapter of another course, at this place among its lessons.

    Its other languages follow where they have the chapter. Raises WithChapterError,
    WrongPlaceError, SameCourseError, AnotherFirstLanguageError, NotAllowedError,
    NotTheSourceError, UnderReviewError, PageGoneError, PageLockedError and AddressTakenError.
    """
    source, target = _courses(lesson, chapter, by)
    # Whoever adds, moves, submits or releases anything in one of the two waits here, or was
    # waited for: places in the tree are computed from what was read.
    lock_pages(Page.objects.filter(pk__in=[source.pk, target.pk]))
    page, parent = page_of(_anew(source), lesson.pk), page_of(_anew(target), chapter.pk)
    above = page.get_parent()
    for course in (source, target):
        if open_release(course.course_key) is not None:
            raise UnderReviewError
    refuse_locked(page, by)
    if Removal.objects.filter(page__in=[page.pk, above.pk, parent.pk]).exists():
        raise PageGoneError
    siblings = list(above.get_children().values_list("pk", flat=True))
    moved = LessonMoved(page, above.pk, siblings.index(page.pk))
    _give_free_slug(page, parent, _anew(target))
    _move(page, parent, position, by)
    _follow(page, parent, by)
    return moved


def _courses(lesson: Page, chapter: Page, by: User) -> tuple[CoursePage, CoursePage]:
    if issubclass(lesson.specific_class or Page, ChapterPage):
        raise WithChapterError
    is_lesson = issubclass(lesson.specific_class or Page, LessonPage)
    if not is_lesson or not issubclass(chapter.specific_class or Page, ChapterPage):
        raise WrongPlaceError
    source, target = course_above(lesson), course_above(chapter)
    if source is None or target is None:
        raise PageGoneError
    if not user_can_edit_course(by, source) or not user_can_edit_course(by, target):
        raise NotAllowedError
    if source.course_key == target.course_key:
        raise SameCourseError
    for course in (source, target):
        refuse_translation(course)
    if source.locale_id != target.locale_id:
        raise AnotherFirstLanguageError
    return source, target


def _anew(course: CoursePage) -> Page:
    row = CoursePage.objects.filter(pk=course.pk).first()
    if row is None:
        raise PageGoneError
    return cast(Page, row)


def _give_free_slug(page: Page, parent: Page, course: Page) -> None:
    """Each lesson has its slug in its course for itself; readers keep the address of a live one."""
    if not course.get_descendants().filter(slug=page.slug).exists():
        return
    if page.live:
        raise AddressTakenError
    slug = free_slug(parent, page.slug, otherwise="page", but=page.pk)
    specific = page.specific
    specific.slug = slug
    specific.save(update_fields=["slug"], clean=False)
    draft = page.get_latest_revision_as_object()
    draft.slug = slug
    draft.save_revision(log_action=False, clean=False)


def _move(page: Page, parent: Page, position: int, by: User) -> None:
    others = list(parent.get_children().order_by("path"))
    target, place = parent, "last-child"
    if 0 <= position < len(others):
        target, place = others[position], "left"
    # The roles in the courses have decided.
    fresh = Page.objects.get(pk=page.pk).specific
    MovePageAction(fresh, target, pos=place, user=by).execute(skip_permission_checks=True)


def _follow(page: Page, parent: Page, by: User) -> None:
    for language in _others(page):
        beside = _in_language(parent, language.locale_id)
        if beside is None:
            continue
        if beside.get_children().filter(slug=language.slug).exists():
            # Each language is a tree of its own. Here it keeps its place, and its address.
            continue
        _move(language, beside, -1, by)


def _others(page: Page) -> list[Page]:
    everywhere: Any = Page.objects
    rows = everywhere.filter(translation_key=page.translation_key, alias_of=None)
    return list(rows.exclude(pk=page.pk).order_by("path"))


def _in_language(page: Page, locale_id: int) -> Page | None:
    everywhere: Any = Page.objects
    rows = everywhere.filter(translation_key=page.translation_key, alias_of=None)
    return cast(Page | None, rows.filter(locale=locale_id).first())


def languages_left(lesson: Page, course: CoursePage) -> list[Locale]:
    """Return the languages that readers have the lesson in and that the other course lacks.

    With that course's release the lesson leaves the site in these, and stays as a draft.
    """
    there = CoursePage.objects.filter(translation_key=course.course_key, alias_of=None)
    kept = set(there.values_list("locale", flat=True))
    lost = [page.locale_id for page in _others(lesson) if page.live and page.locale_id not in kept]
    return list(Locale.objects.filter(pk__in=lost).order_by("pk"))
