"""What the screens of one submission share: whose it is, and what is said when it is gone."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.pages.admin.base import CourseScreen
from courses.pages.admin.releases.forms import site_zone
from courses.pages.admin.releases.waiting import REVIEWS
from courses.pages.enums import CourseRole, ReleaseState
from courses.pages.errors import NoLongerWaitingError
from courses.pages.models import Release
from courses.pages.permissions import reviews_for_site, user_may_review

GONE = gettext_lazy("This submission no longer waits: it was decided, or taken back.")


class ReviewScreen(CourseScreen):
    """A screen of one submission that waits, for those who may decide it.

    Who may review learns of anything else only that it does not wait: not what it is called, nor
    whether it was ever there.
    """

    release: Release

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except NoLongerWaitingError:
            return gone(request, self.release_or_none)

    def may_enter(self) -> bool:
        rows = Release.objects.of_course(self.course.course_key)
        release = (
            rows.select_related("course", "submitted_by")
            .filter(pk=self.kwargs["release_id"], locale=self.course.locale_id)
            .first()
        )
        self.release_or_none = release
        reviews = self.is_administrator or reviews_for_site(self.person)
        if not (reviews or self.role is CourseRole.REVIEWER):
            return False
        if release is None or release.state != ReleaseState.WAITING:
            raise NoLongerWaitingError
        self.release = release
        return user_may_review(self.person, self.course.course_key)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(REVIEWS), "label": _("Reviews")},
            {"url": "", "label": self.get_page_title()},
        ]

    def back(self, anchor: str = "") -> HttpResponse:
        """Lead to the review."""
        url = reverse("courses_admin:review", args=[self.course.pk, self.release.pk])
        return redirect(f"{url}{anchor}")


def decided_words(release: Release) -> str:
    """Say what has become of a submission."""
    if release.state == ReleaseState.SCHEDULED and release.go_live_at:
        when = date_format(localtime(release.go_live_at, site_zone()), "DATETIME_FORMAT")
        words = _("It goes live at %(when)s (%(zone)s).")
        return words % {"when": when, "zone": site_zone().key}
    if release.state == ReleaseState.SENT_BACK:
        return _("The submission went back to whoever made it, who is told.")
    if release.number:
        return _("It is live as release %(number)d.") % {"number": release.number}
    return str(GONE)


def gone(request: HttpRequest, release: Release | None) -> HttpResponseBase:
    """Say that somebody was quicker; to whoever was so themselves, that it is done."""
    if release is not None and release.decided_by_id == request.user.pk:
        messages.success(request, decided_words(release))
        return redirect(REVIEWS)
    return GoneView.as_view()(request)


class GoneView(WagtailAdminTemplateMixin, View):
    """Says that nothing waits here, and nothing else."""

    template_name = "courses/admin/releases/gone.html"
    page_title: Any = gettext_lazy("No longer waiting")
    header_icon = "tasks"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": reverse(REVIEWS), "label": _("Reviews")}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = {**self.get_context_data(), "words": GONE, "reviews_url": reverse(REVIEWS)}
        return self.render_to_response(context, status=HTTPStatus.CONFLICT)

    post = get
