"""Who teaches a course, and what somebody teaches, as readers see it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from courses.outline.enums import CourseState
from courses.outline.models import Course
from courses.pages.enums import WRITING_ROLES
from courses.pages.models import CourseMembership, CoursePage, InstructorPage


@dataclass(frozen=True)
class Teacher:
    """One of a course's instructors; `page` is None for somebody without a live one."""

    user: Any
    page: InstructorPage | None
    url: str


def teachers_of(course: CoursePage) -> list[Teacher]:
    """Return who writes the course, owners first, in two statements."""
    members = list(
        CourseMembership.objects.of_course(course.course_key)
        .writing()
        .filter(user__is_active=True)
        .select_related("user")
        .order_by("pk")
    )
    pages = {
        page.user_id: page
        for page in InstructorPage.objects.live().filter(
            user__in=[member.user_id for member in members],
            locale_id=course.locale_id,
            alias_of=None,
        )
    }
    return [
        Teacher(member.user, page, (page.get_url() or "") if page else "")
        for member in members
        for page in [pages.get(member.user_id)]
    ]


def courses_taught_by(user_id: int | None, locale_id: int) -> QuerySet[CoursePage]:
    """Return the live courses of one language that the person writes, newest first."""
    if user_id is None:
        return CoursePage.objects.none()
    keys = CourseMembership.objects.filter(user_id=user_id, role__in=WRITING_ROLES)
    return live_courses(locale_id).filter(translation_key__in=keys.values("course__key"))


def live_courses(locale_id: int) -> QuerySet[CoursePage]:
    """Return the live courses of one language that lists show, newest first.

    What is archived is for those who have it, who need no list to find it.
    """
    archived = Course.objects.filter(state=CourseState.ARCHIVED)
    return (
        CoursePage.objects.live()
        .filter(locale_id=locale_id, alias_of=None)
        .exclude(translation_key__in=archived.values("key"))
        .order_by("-first_published_at", "-pk")
    )
