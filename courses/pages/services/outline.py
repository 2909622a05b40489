"""Chapters and lessons: adding."""

from typing import cast

from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page

from cms.accounts.models import User
from courses.pages.errors import NotAllowedError, TitleMissingError, TitleTooLongError
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


def free_slug(parent: Page, title: str, *, otherwise: str) -> str:
    """Return a slug made of the title that no child of `parent` has."""
    wanted = slugify(title, allow_unicode=True)[:200] or otherwise
    taken = set(
        parent.get_children().filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    slug, number = wanted, 1
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug


@transaction.atomic
def add_chapter(course_page: CoursePage, title: str, *, by: User) -> ChapterPage:
    """Add a draft chapter at the end of the course.

    Raises NotAllowedError, TitleMissingError and TitleTooLongError.
    """
    if not user_can_edit_course(by, course_page):
        raise NotAllowedError
    chapter = ChapterPage(
        title=checked_title(title), locale=course_page.locale, live=False, owner=by
    )
    return cast(ChapterPage, _add(course_page, chapter, by))


@transaction.atomic
def add_lesson(chapter: ChapterPage, title: str, *, by: User) -> LessonPage:
    """Add a draft lesson at the end of the chapter.

    Raises NotAllowedError, TitleMissingError and TitleTooLongError.
    """
    course_page = cast(CoursePage, chapter.get_parent().specific)
    if not user_can_edit_course(by, course_page):
        raise NotAllowedError
    lesson = LessonPage(title=checked_title(title), locale=chapter.locale, live=False, owner=by)
    return cast(LessonPage, _add(chapter, lesson, by))


def _add(parent: Page, child: Page, by: User) -> Page:
    # Locked and read anew: two new children at once would take one place in the tree.
    fresh = cast(Page, Page.objects.select_for_update().get(pk=parent.pk))
    child.slug = free_slug(fresh, child.title, otherwise="page")
    fresh.add_child(instance=child)
    child.save_revision(user=by, log_action=False)
    return child
