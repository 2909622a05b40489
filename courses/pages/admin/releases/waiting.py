"""Which submissions wait for a person's review: the number in the menu, the list, the panel."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.sidebar import LinkMenuItem

from cms.accounts.permissions import person_of
from courses.pages.models import CoursePage, Release
from courses.pages.reviewers import reviews_anything, waiting_for

REVIEWS = "courses_admin:reviews"
# More than that and the list is the place to look.
IN_PANEL = 5
_KEPT = "_submissions_waiting"


def count_waiting(request: HttpRequest) -> int:
    """Return how many submissions wait for the person; asked once a request."""
    if not hasattr(request, _KEPT):
        setattr(request, _KEPT, waiting_for(person_of(request)).count())
    return int(getattr(request, _KEPT))


def rows_of(releases: list[Release]) -> list[dict[str, Any]]:
    """Return what a list says of submissions, in a fixed number of statements."""
    pages = CoursePage.objects.filter(
        translation_key__in=[release.course.key for release in releases]
    ).only("pk", "title", "draft_title", "translation_key", "locale_id")
    by_key = {(page.translation_key, page.locale_id): page for page in pages}
    rows = []
    for release in releases:
        page = by_key.get((release.course.key, release.locale_id))
        if page is not None:
            rows.append(
                {
                    "release": release,
                    "title": page.draft_title or page.title,
                    "url": reverse("courses_admin:review", args=[page.pk, release.pk]),
                }
            )
    return rows


class ReviewsMenuItem(MenuItem):
    """The entry of the menu that says how much waits."""

    def is_shown(self, request: HttpRequest) -> bool:
        return reviews_anything(person_of(request))

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        count = count_waiting(request)
        label = _("Reviews (%(count)d)") % {"count": count} if count else self.label
        return LinkMenuItem(
            self.name,
            label,
            self.url,
            icon_name=self.icon_name,
            classname=self.classname,
            attrs=self.attrs,
        )


class ReviewsPanel(Component):
    """What waits, on the admin's home."""

    name = "course_reviews"
    template_name = "courses/admin/releases/panel.html"
    order = 90

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["desk.css"]}

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        waiting = waiting_for(person_of(request)).select_related("course", "submitted_by")
        count = count_waiting(request)
        return {
            "rows": rows_of(list(waiting[:IN_PANEL])) if count else [],
            "count": count,
            "url": reverse(REVIEWS),
        }


def menu_item() -> ReviewsMenuItem:
    """Return the entry of the menu, after the courses."""
    return ReviewsMenuItem(
        gettext_lazy("Reviews"),
        reverse(REVIEWS),
        name="course-reviews",
        icon_name="tasks",
        order=55,
    )
