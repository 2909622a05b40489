"""Who may walk a course's drafts, and who may send others there."""

from typing import Any
from uuid import UUID

from courses.pages.enums import WRITING_ROLES
from courses.pages.models import Release
from courses.pages.permissions import course_role_of, is_administrator, reviews_for_site


def may_walk(user: Any, course_key: UUID) -> bool:
    """Say whether the person may see the course's drafts.

    Its people and administrators; the site's reviewers while it waits for one.
    """
    if course_role_of(user, course_key) is not None or is_administrator(user):
        return True
    return reviews_for_site(user) and Release.objects.of_course(course_key).open().exists()


def may_send(user: Any, course_key: UUID) -> bool:
    """Say whether the person may show the drafts to somebody without an account."""
    return course_role_of(user, course_key) in WRITING_ROLES or is_administrator(user)
