"""Who reviews what: the submissions that wait for a person, the people who may decide one."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from cms.accounts.enums import STAFF_ROLES, Role
from cms.accounts.models import User
from courses.pages.enums import CourseRole, ReleaseState
from courses.pages.models import CourseMembership, Release
from courses.pages.permissions import is_administrator, reviews_for_site


def waiting_for(user: Any) -> "QuerySet[Release]":
    """Return the submissions that the person may decide, oldest first.

    Nobody reviews what they write themselves, administrators excepted.
    """
    rows: QuerySet[Release] = Release.objects.filter(state=ReleaseState.WAITING)
    rows = rows.order_by("submitted_at", "pk")
    if is_administrator(user):
        return rows
    mine = CourseMembership.objects.filter(user_id=user.pk)
    if reviews_for_site(user):
        return rows.exclude(course__in=mine.writing().values("course"))
    return rows.filter(course__in=mine.filter(role=CourseRole.REVIEWER).values("course"))


def reviews_anything(user: Any) -> bool:
    """Say whether submissions can ever wait for this person."""
    if is_administrator(user) or reviews_for_site(user):
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
