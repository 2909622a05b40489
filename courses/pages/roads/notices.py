"""Telling authors of a page that should have gone live and did not."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from cms.accounts.permissions import user_may_enter_admin
from cms.notifications.services import NotificationKind, notify, register_kind
from courses.pages.errors import CourseError

Data = Mapping[str, Any]


def _editor_address(data: Data) -> str:
    return reverse("wagtailadmin_pages:edit", args=[data["page"]])


def _words(rows: Sequence[Data]) -> list[dict[str, Any] | None]:
    """Add the page's title, for all rows in one query."""
    pages: dict[int, Any] = Page.objects.all().in_bulk([row["page"] for row in rows])
    return [
        {**row, "title": page.draft_title or page.title}
        if (page := pages.get(row["page"])) is not None
        else None
        for row in rows
    ]


register_kind(
    NotificationKind(
        name="courses.not_ready",
        label=_("A page that was not ready"),
        description=_("A page of yours should have gone live and could not."),
        template_prefix="courses/email/not_ready",
        url=_editor_address,
        contexts=_words,
        concerns=user_may_enter_admin,
    )
)


def tell_not_ready(page: Page, revision: Revision, error: CourseError) -> None:
    """Tell who wrote this version, or else whoever owns the page; it leads to what is wrong."""
    person = revision.user_id or page.owner_id
    if person is None:
        return
    defects = getattr(error, "defects", ())
    notify(
        "courses.not_ready",
        [person],
        dedupe_key=f"not_ready:{revision.pk}",
        data={"page": page.pk, "code": error.code},
        url=defects[0].url if defects else None,
    )
