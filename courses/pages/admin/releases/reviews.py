"""The list of submissions that wait for whoever looks at it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.permissions import person_of
from courses.pages.admin.releases.waiting import rows_of
from courses.pages.models import Release, ReleaseItem
from courses.pages.reviewers import reviews_anything, waiting_for

PER_PAGE = 20


class ReviewsView(WagtailAdminTemplateMixin, View):
    """Oldest first: who has waited longest comes first."""

    template_name = "courses/admin/releases/reviews.html"
    page_title: Any = _("Reviews")
    header_icon = "tasks"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.person = person_of(request)
        if not reviews_anything(self.person):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        waiting = waiting_for(self.person).select_related("course", "submitted_by")
        page = Paginator(waiting, PER_PAGE).get_page(request.GET.get("p"))
        rows, counts = rows_of(list(page)), changed_pages(list(page))
        for row in rows:
            row["changed"] = counts[row["release"].pk]
        context = {**self.get_context_data(), "page_obj": page, "rows": rows}
        return self.render_to_response(context)


def changed_pages(releases: list[Release]) -> dict[int, int]:
    """Return how many pages of each submission are unlike what readers see, in two statements.

    A page that only stands elsewhere is not counted.
    """
    courses = [release.course_id for release in releases]
    live = dict(Release.objects.live().filter(course__in=courses).values_list("course_id", "pk"))
    items = ReleaseItem.objects.filter(
        release__in=[*live.values(), *(release.pk for release in releases)],
        locale=F("release__locale"),
    )
    pages: dict[int | None, set[tuple[Any, str]]] = {}
    for release_id, key, content in items.values_list("release_id", "page_key", "content_id"):
        pages.setdefault(release_id, set()).add((key, content))
    return {
        release.pk: len(
            {
                key
                for key, _content in pages.get(release.pk, set())
                ^ pages.get(live.get(release.course_id), set())
            }
        )
        for release in releases
    }
