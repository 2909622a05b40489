"""Who may do what in a course. Its roles answer, and administrators may do everything."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef

from cms.accounts.enums import STAFF_ROLES, Role
from cms.accounts.permissions import user_may_enter_admin
from courses.pages.enums import WRITING_ROLES, CourseRole
from courses.pages.models import CourseMembership, CoursePage

# The roles on the site that writing and reviewing a course ask for.
MAY_WRITE = (Role.INSTRUCTOR.value, Role.ADMINISTRATOR.value)
MAY_REVIEW = tuple(role.value for role in STAFF_ROLES)


def is_administrator(user: Any) -> bool:
    """Say whether the person looks after the whole site."""
    if not user.is_authenticated or not user.is_active:
        return False
    return bool(user.is_superuser or user.groups.filter(name=Role.ADMINISTRATOR.value).exists())


def course_role_of(user: Any, course_key: UUID) -> CourseRole | None:
    """Return what the person does in the course, None for nothing."""
    if not user.is_authenticated or not user.is_active:
        return None
    return _standing(CourseMembership.objects.filter(course__key=course_key, user_id=user.pk))


def standing_role(user: Any, course_id: int) -> CourseRole | None:
    """Return the person's role in the course as long as their roles on the site bear it."""
    if not user.is_active:
        return None
    return _standing(CourseMembership.objects.filter(course=course_id, user_id=user.pk))


def _standing(rows: Any) -> CourseRole | None:
    """A membership outlives the loss of the role that it needs, without being good for anything:
    who gets the role back has their courses back."""
    groups = Group.objects.filter(user=OuterRef("user_id"))
    row = (
        rows.annotate(
            writes=Exists(groups.filter(name__in=MAY_WRITE)),
            reads=Exists(groups.filter(name__in=MAY_REVIEW)),
        )
        .values("role", "writes", "reads", "user__is_superuser")
        .first()
    )
    if row is None:
        return None
    role = CourseRole(row["role"])
    bears = row["writes"] if role in WRITING_ROLES else row["reads"]
    return role if bears or row["user__is_superuser"] else None


def user_may_take_role(user: Any, role: CourseRole) -> bool:
    """Say whether the person's roles on the site let them take this role in a course."""
    if not user.is_active:
        return False
    names = MAY_WRITE if role in WRITING_ROLES else MAY_REVIEW
    return bool(user.is_superuser or user.groups.filter(name__in=names).exists())


def user_may_create_courses(user: Any) -> bool:
    """Say whether the person is an instructor, or looks after the whole site."""
    if not user.is_authenticated or not user_may_enter_admin(user):
        return False
    return bool(user.is_superuser or user.groups.filter(name__in=MAY_WRITE).exists())


def user_can_edit_course(user: Any, course_page: CoursePage) -> bool:
    """Say whether the person may write the course's pages."""
    return course_role_of(user, course_page.course_key) in WRITING_ROLES or is_administrator(user)


def user_can_manage_members(user: Any, course_page: CoursePage) -> bool:
    """Say whether the person may add people to the course and take them off."""
    role = course_role_of(user, course_page.course_key)
    return role is CourseRole.OWNER or is_administrator(user)


def user_may_review(user: Any, course_key: UUID) -> bool:
    """Say whether the person may decide over what the course's writers submit.

    Administrators, the course's own reviewers, and whoever has the role Reviewer on the site; but
    nobody who writes the course, administrators excepted.
    """
    if is_administrator(user):
        return True
    role = course_role_of(user, course_key)
    if role is not None:
        return role is CourseRole.REVIEWER
    return reviews_for_site(user)


def reviews_for_site(user: Any) -> bool:
    """Say whether the person reviews whatever is submitted on this site."""
    if not user.is_authenticated or not user.is_active:
        return False
    return bool(user.groups.filter(name=Role.REVIEWER.value).exists())
