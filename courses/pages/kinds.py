"""What people are told about the courses that they take part in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.accounts.permissions import user_may_enter_admin
from cms.notifications.services import NotificationKind, register_kind
from courses.pages.enums import CourseRole
from courses.pages.models import CoursePage

Data = Mapping[str, Any]


def desk_address(data: Data) -> str:
    """Return the course's desk."""
    return reverse("courses_admin:desk", args=[data["page"]])


def course_words(rows: Sequence[Data]) -> list[dict[str, Any] | None]:
    """Add the course's title and the role's name, for all rows in one query."""
    wanted = [row.get("page") for row in rows]
    pages = CoursePage.objects.in_bulk([pk for pk in wanted if isinstance(pk, int)])
    labels = dict(CourseRole.choices)
    return [
        {**row, "title": page.draft_title or page.title, "role_name": labels[row["role"]]}
        if (page := pages.get(pk)) and row.get("role") in labels
        else None
        for row, pk in zip(rows, wanted, strict=True)
    ]


# Declared as this module is imported, which is once, however often apps are made ready.
register_kind(
    NotificationKind(
        name="courses.member_added",
        label=_("A role in a course"),
        description=_("Somebody lets you write or review their course."),
        template_prefix="courses/email/member_added",
        url=desk_address,
        contexts=course_words,
        concerns=user_may_enter_admin,
    )
)
