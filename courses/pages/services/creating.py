"""A course comes into the world: row, workspace, owner, page, first chapter and lesson."""

import logging
import uuid
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import Locale

from cms.accounts.models import User
from cms.eventlog import emit
from courses.outline.models import Category, Course
from courses.outline.services import ensure_course
from courses.pages.enums import CourseRole
from courses.pages.errors import NoCatalogueError, NotAnInstructorError
from courses.pages.models import CatalogPage, ChapterPage, CourseMembership, CoursePage, LessonPage
from courses.pages.permissions import user_may_create_courses
from courses.pages.services.instructors import ensure_instructor_page
from courses.pages.services.outline import checked_title, free_slug
from courses.pages.services.workspaces import ensure_workspace

logger = logging.getLogger(__name__)


@transaction.atomic
def create_course(
    title: str,
    *,
    category: Category | None,
    owner: User,
    locale: Locale | None = None,
    key: UUID | None = None,
    outcome: str = "",
) -> CoursePage:
    """Make a draft course with one chapter and one lesson, and let its owner write it.

    `locale` is the language it is written in; without it the site's own. All or nothing.
    `key` is the key that the course will have: called with it again, it returns the course.
    Raises NotAnInstructorError, NoCatalogueError, TitleMissingError and TitleTooLongError.
    """
    if not user_may_create_courses(owner):
        raise NotAnInstructorError
    title = checked_title(title)
    catalogue = _locked_catalogue(locale or Locale.get_default())
    key = key or uuid.uuid4()
    # The catalogue's row is the lock: a form that came twice finds here what the first made.
    made = CoursePage.objects.filter(translation_key=key).order_by("pk").first()
    if made is not None:
        return made
    if Course.objects.filter(key=key).exists():
        # Its pages were deleted since: records must not find a new course under the old key.
        key = uuid.uuid4()
    course = ensure_course(key)
    ensure_workspace(course, title)
    add_owner(course, owner)
    page = _draft(catalogue, title, category, outcome.strip())
    page.translation_key, page.owner = key, owner
    # Its groups get their rights by the receiver, as they do on the course's other languages.
    catalogue.add_child(instance=page)
    page.save_revision(user=owner, log_action=False)
    _add_first_pages(page, owner)
    ensure_instructor_page(owner, catalogue)
    emit("courses.course_created", actor=owner, subject=course, data={"page_id": page.pk})
    logger.info(
        "A course was made",
        extra={"event": "courses.course_created", "course_id": course.pk, "user_id": owner.pk},
    )
    return page


def _draft(
    catalogue: CatalogPage, title: str, category: Category | None, outcome: str
) -> CoursePage:
    return CoursePage(
        title=title,
        slug=free_slug(catalogue, title, otherwise="course"),
        locale=catalogue.locale,
        category=_in_locale(category, catalogue.locale),
        live=False,
        outcomes=[("item", outcome)] if outcome else [],
    )


def add_owner(course: Any, owner: User) -> None:
    """Write the first membership and join the group."""
    CourseMembership.objects.create(
        course=course, user=owner, role=CourseRole.OWNER, added_by=owner
    )
    owner.groups.add(course.workspace.editors)


def _locked_catalogue(locale: Locale) -> CatalogPage:
    """Return the language's catalogue, locked: two new children at once would take one place."""
    catalogue = CatalogPage.objects.select_for_update(of=("self",)).filter(locale=locale).first()
    if catalogue is None:
        raise NoCatalogueError
    return catalogue


def _in_locale(category: Category | None, locale: Locale) -> Category | None:
    if category is None or category.locale_id == locale.pk:
        return category
    return Category.objects.filter(translation_key=category.translation_key, locale=locale).first()


def _add_first_pages(page: CoursePage, owner: User) -> None:
    with translation.override(page.locale.language_code):
        titles = _("First chapter"), _("First lesson")
    chapter = ChapterPage(title=titles[0], locale=page.locale, live=False, owner=owner)
    page.add_child(instance=chapter)
    chapter.save_revision(user=owner, log_action=False)
    lesson = LessonPage(title=titles[1], locale=page.locale, live=False, owner=owner)
    chapter.add_child(instance=lesson)
    lesson.save_revision(user=owner, log_action=False)
