"""Chapters and lessons: adding and renaming."""

from typing import cast

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page

from cms.accounts.models import User
from courses.pages.errors import (
    NotAllowedError,
    PageGoneError,
    PageLockedError,
    TitleMissingError,
    TitleTooLongError,
)
from courses.pages.models import ChapterPage, CoursePage, LessonPage
from courses.pages.permissions import user_can_edit_course

LONGEST_TITLE = 255


def checked_title(title: str) -> str:
    """Return the title without white space around it.

    Raises TitleMissingError and TitleTooLongError.
    """
    title = " ".join(title.split())
    if not title:
        raise TitleMissingError
    if len(title) > LONGEST_TITLE:
        raise TitleTooLongError
    return title


def free_slug(parent: Page, title: str, *, otherwise: str, but: int | None = None) -> str:
    """Return a slug made of the title that nothing beside it has, apart from the page `but`.

    Chapters and lessons have theirs in the whole course for themselves: a lesson that moves to
    another chapter keeps it.
    """
    wanted = slugify(title, allow_unicode=True)[:200] or otherwise
    near = parent.get_children()
    if course := course_above(parent):
        near = near | course.get_descendants()
    near = near.filter(slug__startswith=wanted).exclude(pk=but)
    taken = set(near.values_list("slug", flat=True))
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def course_above(page: Page) -> CoursePage | None:
    """Return the course that the page is, or is below."""
    return CoursePage.objects.ancestor_of(page, inclusive=True).first()


def locked_course(course_page: CoursePage) -> Page:
    """Lock the course's row and return it as it now is. Call it first in a transaction.

    Everything that changes the outline takes this one lock: treebeard computes places in the
    tree from what it read, and two changes at once would take one place or lose a page.
    Raises PageGoneError.
    """
    course = Page.objects.select_for_update().filter(pk=course_page.pk).first()
    if course is None:
        raise PageGoneError
    return cast(Page, course)


def page_of(course: Page, pk: int) -> Page:
    """Return a chapter or lesson of the course, read anew. Raises PageGoneError."""
    page = Page.objects.descendant_of(course).filter(pk=pk).first()
    if page is None:
        raise PageGoneError
    return cast(Page, page.specific)


@transaction.atomic
def add_chapter(course_page: CoursePage, title: str, *, by: User) -> ChapterPage:
    """Add a draft chapter at the end of the course.

    Raises NotAllowedError, TitleMissingError, TitleTooLongError and PageGoneError.
    """
    if not user_can_edit_course(by, course_page):
        raise NotAllowedError
    chapter = ChapterPage(
        title=checked_title(title), locale=course_page.locale, live=False, owner=by
    )
    return cast(ChapterPage, _add(locked_course(course_page), chapter, by))


@transaction.atomic
def add_lesson(chapter: ChapterPage, title: str, *, by: User) -> LessonPage:
    """Add a draft lesson at the end of the chapter.

    Raises NotAllowedError, TitleMissingError, TitleTooLongError and PageGoneError.
    """
    course_page = cast(CoursePage, chapter.get_parent().specific)
    if not user_can_edit_course(by, course_page):
        raise NotAllowedError
    lesson = LessonPage(title=checked_title(title), locale=chapter.locale, live=False, owner=by)
    # Read anew behind the lock: it may have moved, or gone, since it was read.
    fresh = page_of(locked_course(course_page), chapter.pk)
    return cast(LessonPage, _add(fresh, lesson, by))


def _add(parent: Page, child: Page, by: User) -> Page:
    child.slug = free_slug(parent, child.title, otherwise="page")
    parent.add_child(instance=child)
    child.save_revision(user=by, log_action=False)
    return child


@transaction.atomic
def rename_page(course_page: CoursePage, pk: int, title: str, *, by: User) -> Page:
    """Give a chapter or lesson another title; return its draft.

    A live page keeps its title for readers until it is published, and its address for good.
    Raises NotAllowedError, TitleMissingError, TitleTooLongError, PageGoneError, PageLockedError.
    """
    if not user_can_edit_course(by, course_page):
        raise NotAllowedError
    title = checked_title(title)
    page = page_of(locked_course(course_page), pk)
    refuse_locked(page, by)
    draft = page.get_latest_revision_as_object()
    if draft.title == title:
        return draft
    draft.title = title
    if not draft.live and draft.first_published_at is None:
        # As the editor does: nobody knows the address of a page that never was live.
        draft.slug = free_slug(page.get_parent(), title, otherwise="page", but=page.pk)
        draft.save()
    # The rest of a draft may be unfinished, and is not what is being saved.
    draft.save_revision(user=by, log_action=True, clean=False)
    return draft


def refuse_locked(page: Page, by: User) -> None:
    """Raise PageLockedError if the page is locked for this person."""
    lock = page.get_lock()
    if lock is not None and lock.for_user(by):
        raise PageLockedError
