"""Who works on a course."""

import logging
from collections.abc import Iterable

from django.db import transaction

from cms.accounts.models import User, normalise_email
from cms.eventlog import emit
from courses.outline.models import Course
from courses.pages.enums import CourseRole
from courses.pages.errors import CannotTakePartError, LastOwnerError, NotAllowedError
from courses.pages.models import CourseMembership, CoursePage, CourseWorkspace
from courses.pages.permissions import user_can_manage_members, user_may_take_role
from courses.pages.services.rights import follow_memberships

logger = logging.getLogger(__name__)


@transaction.atomic
def add_member(course_page: CoursePage, user: User, role: CourseRole, *, by: User) -> bool:
    """Give the person the role in the course, in all its languages; return whether it is new.

    Raises NotAllowedError, CannotTakePartError, and LastOwnerError when nobody would be left to
    own the course.
    """
    if not user_can_manage_members(by, course_page):
        raise NotAllowedError
    if not user_may_take_role(user, role):
        raise CannotTakePartError
    course, workspace = _locked(course_page)
    row = course.memberships.filter(user=user).first()
    if row is not None and row.role == role:
        return False
    _refuse_last_owner(course, row, becomes=role)
    _write(course, workspace, user, role, by)
    _tell_added(course_page, course, user, role, by)
    return True


def add_member_by_address(
    course_page: CoursePage, address: str, role: CourseRole, *, by: User
) -> User:
    """Give the role to whom the address belongs, and return them.

    An address of nobody and one of somebody who may not take the role are refused alike: who
    adds people must not learn who has an account. Raises what `add_member` raises.
    """
    if not user_can_manage_members(by, course_page):
        raise NotAllowedError
    user = User.objects.filter(email=normalise_email(address)).first()
    if user is None:
        raise CannotTakePartError
    add_member(course_page, user, role, by=by)
    return user


@transaction.atomic
def hand_over(course_page: CoursePage, user: User, *, by: User) -> None:
    """Make the person an owner of the course, and the owner who does it a co-instructor.

    Raises NotAllowedError and CannotTakePartError.
    """
    add_member(course_page, user, CourseRole.OWNER, by=by)
    if by != user and CourseMembership.objects.filter(
        course__key=course_page.course_key, user=by, role=CourseRole.OWNER
    ):
        course, workspace = _locked(course_page)
        _write(course, workspace, by, CourseRole.EDITOR, by)
        _tell_added(course_page, course, by, CourseRole.EDITOR, by)


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
    follow_memberships(workspace, [user])
    data = {"user_id": user.pk, "page_id": course_page.pk}
    emit("courses.member_removed", actor=by, subject=course, data=data)
    return True


def _locked(course_page: CoursePage) -> tuple[Course, CourseWorkspace]:
    """Lock the course's row: two owners must not take each other off at the same time."""
    course = Course.objects.select_for_update().get(key=course_page.course_key)
    return course, course.workspace


def _write(
    course: Course, workspace: CourseWorkspace, user: User, role: CourseRole, by: User
) -> None:
    CourseMembership.objects.update_or_create(
        course=course,
        user=user,
        defaults={"role": role},
        create_defaults={"role": role, "added_by": by},
    )
    follow_memberships(workspace, [user])


def _tell_added(
    course_page: CoursePage, course: Course, user: User, role: CourseRole, by: User
) -> None:
    data = {"user_id": user.pk, "role": role.value, "page_id": course_page.pk}
    emit("courses.member_added", actor=by, subject=course, data=data)


def _refuse_last_owner(
    course: Course, row: CourseMembership | None, *, becomes: CourseRole | None
) -> None:
    if row is None or row.role != CourseRole.OWNER or becomes is CourseRole.OWNER:
        return
    owners = course.memberships.filter(role=CourseRole.OWNER)
    if not owners.exclude(pk=row.pk).exists():
        raise LastOwnerError


def follow_roles(users: Iterable[User]) -> None:
    """Put the people into the groups of their courses, or out of them, as their roles now say."""
    for user in users:
        workspaces = CourseWorkspace.objects.filter(course__memberships__user=user)
        for workspace in workspaces.select_related("editors", "reviewers"):
            follow_memberships(workspace, [user])
