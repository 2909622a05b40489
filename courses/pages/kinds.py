"""What people are told about the courses that they take part in."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.accounts.permissions import user_may_enter_admin
from cms.notifications.services import NotificationKind, register_kind
from courses.pages.enums import CourseRole
from courses.pages.models import CoursePage, Release
from courses.pages.reviewers import reviews_anything

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


def review_address(data: Data) -> str:
    """Return where the submission is reviewed."""
    return reverse("courses_admin:review", args=[data["page"], data["release"]])


def release_words(rows: Sequence[Data]) -> list[dict[str, Any] | None]:
    """Add the course's title and what became of the release, for all rows in two queries."""
    pages = CoursePage.objects.in_bulk(_numbers(rows, "page"))
    people = ("submitted_by", "decided_by")
    releases = Release.objects.select_related(*people).in_bulk(_numbers(rows, "release"))
    words: list[dict[str, Any] | None] = []
    for row in rows:
        page, release = pages.get(row.get("page", 0)), releases.get(row.get("release", 0))
        title = page.draft_title or page.title if page is not None else ""
        words.append({**row, "title": title, "release": release} if page and release else None)
    return words


def _numbers(rows: Sequence[Data], name: str) -> list[int]:
    return [key for row in rows if isinstance(key := row.get(name), int)]


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

# What becomes of a submission: name, label, description.
OF_AUTHORS = (
    (
        "release_approved",
        _("A course approved"),
        _("A reviewer approved what you submitted."),
    ),
    (
        "release_sent_back",
        _("A course sent back"),
        _("A reviewer wants something changed before your course goes live."),
    ),
    (
        "release_live",
        _("A course gone live"),
        _("A release of your course went live at its time."),
    ),
    (
        "release_failed",
        _("A release that failed"),
        _("A release of your course could not go live at its time."),
    ),
)
for _name, _label, _description in OF_AUTHORS:
    register_kind(
        NotificationKind(
            name=f"courses.{_name}",
            label=_label,
            description=_description,
            template_prefix=f"courses/email/{_name}",
            url=desk_address,
            contexts=release_words,
            concerns=user_may_enter_admin,
        )
    )

register_kind(
    NotificationKind(
        name="courses.review_wanted",
        label=_("A course to review"),
        description=_("Somebody submitted a course that you may review."),
        template_prefix="courses/email/review_wanted",
        url=review_address,
        contexts=release_words,
        concerns=reviews_anything,
    )
)
