"""Who works on a course."""

import logging

from django.db import transaction

from cms.accounts.models import User
from cms.eventlog import emit
from courses.outline.models import Course
from courses.pages.enums import WRITING_ROLES, CourseRole
from courses.pages.errors import LastOwnerError, NotAllowedError
from courses.pages.models import CourseMembership, CoursePage, CourseWorkspace
from courses.pages.permissions import user_can_manage_members

logger = logging.getLogger(__name__)


@transaction.atomic
def add_member(course_page: CoursePage, user: User, role: CourseRole, *, by: User) -> bool:
    """Give the person the role in the course, in all its languages; return whether it is new.

    Raises NotAllowedError, and LastOwnerError when nobody would be left to own the course.
    """
    if not user_can_manage_members(by, course_page):
        raise NotAllowedError
    course, workspace = _locked(course_page)
    row = course.memberships.filter(user=user).first()
    if row is not None and row.role == role:
        return False
    if row is None:
        CourseMembership.objects.create(course=course, user=user, role=role, added_by=by)
    else:
        _refuse_last_owner(course, row, becomes=role)
        row.role = role
        row.save(update_fields=["role"])
    _join_groups(user, workspace, role)
    emit(
        "courses.member_added",
        actor=by,
        subject=course,
        data={"user_id": user.pk, "role": role.value, "page_id": course_page.pk},
    )
    return True


@transaction.atomic
def remove_member(course_page: CoursePage, user: User, *, by: User) -> bool:
    """Take the person off the course; return whether they were on it.

    Raises NotAllowedError (anybody may take themselves off) and LastOwnerError.
    """
    if user != by and not user_can_manage_members(by, course_page):
        raise NotAllowedError
    course, workspace = _locked(course_page)
    row = course.memberships.filter(user=user).first()
    if row is None:
        return False
    _refuse_last_owner(course, row, becomes=None)
    row.delete()
    _join_groups(user, workspace, None)
    emit(
        "courses.member_removed",
        actor=by,
        subject=course,
        data={"user_id": user.pk, "page_id": course_page.pk},
    )
    return True


def _locked(course_page: CoursePage) -> tuple[Course, CourseWorkspace]:
    """Lock the course's row: two owners must not take each other off at the same time."""
    course = Course.objects.select_for_update().get(key=course_page.course_key)
    return course, course.workspace


def _refuse_last_owner(
    course: Course, row: CourseMembership, *, becomes: CourseRole | None
) -> None:
    if row.role != CourseRole.OWNER or becomes is CourseRole.OWNER:
        return
    owners = course.memberships.filter(role=CourseRole.OWNER)
    if not owners.exclude(pk=row.pk).exists():
        raise LastOwnerError


def _join_groups(user: User, workspace: CourseWorkspace, role: CourseRole | None) -> None:
    user.groups.remove(*workspace.groups())
    group = None
    if role in WRITING_ROLES:
        group = workspace.editors
    elif role is CourseRole.REVIEWER:
        group = workspace.reviewers
    if group is not None:
        user.groups.add(group)
