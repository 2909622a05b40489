"""Who reviews what: the submissions that wait for a person, the people who may decide one."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cms.accounts.enums import STAFF_ROLES, Role
from cms.accounts.models import User
from courses.pages.enums import CourseRole, ReleaseState
from courses.pages.models import CourseMembership, Release

_ROLES = "_site_roles_for_reviews"


def roles_of(user: Any) -> set[str]:
    """Return the person's roles on the site; asked once a request, since every menu asks."""
    if not hasattr(user, _ROLES):
        roles = set(user.groups.filter(name__in=Role.values).values_list("name", flat=True))
        if user.is_superuser:
            roles.add(Role.ADMINISTRATOR.value)
        setattr(user, _ROLES, roles if user.is_active else set())
    found: set[str] = getattr(user, _ROLES)
    return found


def waiting_for(user: Any) -> "QuerySet[Release]":
    """Return the submissions that the person may decide, oldest first.

    Nobody reviews what they write themselves, administrators excepted.
    """
    rows: QuerySet[Release] = Release.objects.filter(state=ReleaseState.WAITING)
    rows = rows.order_by("submitted_at", "pk")
    roles = roles_of(user)
    if Role.ADMINISTRATOR in roles:
        return rows
    mine = CourseMembership.objects.filter(user_id=user.pk)
    if Role.REVIEWER in roles:
        return rows.exclude(course__in=mine.writing().values("course"))
    return rows.filter(course__in=mine.filter(role=CourseRole.REVIEWER).values("course"))


def reviews_anything(user: Any) -> bool:
    """Say whether submissions can ever wait for this person."""
    if roles_of(user) & {Role.ADMINISTRATOR, Role.REVIEWER}:
        return True
    return CourseMembership.objects.filter(user_id=user.pk, role=CourseRole.REVIEWER).exists()


def reviewers_of(course_key: UUID) -> "QuerySet[User]":
    """Return those who may decide over what the course's writers submit.

    The same people as `user_may_review` says yes to; a test holds the two together.
    """
    members = CourseMembership.objects.filter(course__key=course_key)
    staff = User.objects.filter(is_active=True)
    looks_after_all = Q(is_superuser=True) | Q(groups__name=Role.ADMINISTRATOR.value)
    of_site = Q(groups__name=Role.REVIEWER.value) & ~Q(pk__in=members.values("user"))
    mine = members.filter(role=CourseRole.REVIEWER).values("user")
    of_course = Q(pk__in=mine) & Q(groups__name__in=[role.value for role in STAFF_ROLES])
    return staff.filter(looks_after_all | of_site | of_course).distinct().order_by("pk")
