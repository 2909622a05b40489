"""Who may do what in a course. Its roles answer, and administrators may do everything."""

from typing import Any
from uuid import UUID

from cms.accounts.enums import Role
from cms.accounts.permissions import user_may_enter_admin
from courses.pages.enums import WRITING_ROLES, CourseRole
from courses.pages.models import CourseMembership, CoursePage


def is_administrator(user: Any) -> bool:
    """Say whether the person looks after the whole site."""
    if not user.is_authenticated or not user.is_active:
        return False
    return bool(user.is_superuser or user.groups.filter(name=Role.ADMINISTRATOR.value).exists())


def course_role_of(user: Any, course_key: UUID) -> CourseRole | None:
    """Return what the person does in the course, None for nothing."""
    if not user.is_authenticated or not user.is_active:
        return None
    role = (
        CourseMembership.objects.filter(course__key=course_key, user_id=user.pk)
        .values_list("role", flat=True)
        .first()
    )
    return CourseRole(role) if role else None


def user_may_create_courses(user: Any) -> bool:
    """Say whether the person is an instructor, or looks after the whole site."""
    if not user.is_authenticated or not user_may_enter_admin(user):
        return False
    return is_administrator(user) or user.groups.filter(name=Role.INSTRUCTOR.value).exists()


def user_can_edit_course(user: Any, course_page: CoursePage) -> bool:
    """Say whether the person may write the course's pages."""
    return course_role_of(user, course_page.course_key) in WRITING_ROLES or is_administrator(user)


def user_can_manage_members(user: Any, course_page: CoursePage) -> bool:
    """Say whether the person may add people to the course and take them off."""
    role = course_role_of(user, course_page.course_key)
    return role is CourseRole.OWNER or is_administrator(user)
