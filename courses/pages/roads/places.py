"""Which pages go live with their course, and where that is done."""

from typing import Any

from django.urls import reverse
from wagtail.models import Page

from courses.pages.models import ChapterPage, CoursePage, LessonPage
from courses.pages.releases.keeping import source_page
from courses.pages.releases.submitting import course_page_of

OF_COURSES = (CoursePage, ChapterPage, LessonPage)


def is_of_course(page: Page) -> bool:
    """Say whether the page is a course, a chapter or a lesson, in any language."""
    return issubclass(page.specific_class or Page, OF_COURSES)


def is_course(page: Page) -> bool:
    """Say whether the page is a course's own."""
    return issubclass(page.specific_class or Page, CoursePage)


def is_source(page: Page) -> bool:
    """Say whether the page goes live with its course's releases: it is no translation."""
    if not is_of_course(page) or page.alias_of_id is not None:
        return False
    try:
        key = course_page_of(page).course_key
    except LookupError:
        return False
    source = source_page(key)
    return source is not None and source.locale_id == page.locale_id


def live_sources_below(page: Page) -> bool:
    """Say whether a course below the page is live, or its chapters and lessons are."""
    return _of_courses(page).filter(live=True).exists()


def draft_sources_below(page: Page) -> bool:
    """Say whether there are drafts of courses below the page."""
    return _of_courses(page).filter(live=False).exists()


def _of_courses(page: Page) -> Any:
    return page.get_descendants().type(*OF_COURSES)


def desk_of(page: Page) -> str:
    """Return the address of the desk of the page's course."""
    return reverse("courses_admin:desk", args=[course_page_of(page).pk])
