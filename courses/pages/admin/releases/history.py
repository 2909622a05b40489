"""A course's releases: the list, one of them, two beside each other, and the way back to one."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from courses.pages.admin.base import CourseScreen
from courses.pages.admin.outline_table import parse_key
from courses.pages.admin.releases.reading import compared, read_live, said_of
from courses.pages.comparing import compare, describe
from courses.pages.enums import NUMBERED_STATES, ReleaseState
from courses.pages.errors import CourseError
from courses.pages.models import Release
from courses.pages.permissions import user_may_review
from courses.pages.releases.content import Draft, read_release
from courses.pages.services import roll_back

PER_PAGE = 20
SHOWN = (*NUMBERED_STATES, ReleaseState.WAITING, ReleaseState.SCHEDULED, ReleaseState.FAILED)


class ReleasesView(CourseScreen):
    """Newest first: what is live, what was, what is to come and what failed."""

    template_name = "courses/admin/releases/releases.html"
    header_icon = "history"
    page_title: Any = gettext_lazy("Releases")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = (
            Release.objects.of_course(self.course.course_key)
            .filter(state__in=SHOWN)
            .select_related("submitted_by", "decided_by", "base")
            .annotate(page_count=Count("items"))
            # What has no number yet is still to come.
            .order_by(F("number").desc(nulls_first=True), "-pk")
        )
        page = Paginator(rows, PER_PAGE).get_page(request.GET.get("p"))
        return self.render_to_response({**self.get_context_data(), "page_obj": page})


class ReleaseScreen(CourseScreen):
    """A screen of one numbered release."""

    header_icon = "history"
    release: Release

    def find(self, number: int | None) -> Release | None:
        """Return the course's release of this number."""
        rows = Release.objects.of_course(self.course.course_key).numbered()
        people = ("submitted_by", "decided_by", "base")
        return rows.select_related(*people).filter(number=number).first() if number else None

    def may_enter(self) -> bool:
        if not super().may_enter():
            return False
        release = self.find(self.kwargs["number"])
        if release is None:
            return False
        self.release = release
        return True

    def get_page_title(self) -> str:
        return _("Release %(number)d") % {"number": self.release.number}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        *above, last = super().get_breadcrumbs_items()
        url = reverse("courses_admin:releases", args=[self.course.pk])
        return [*above, {"url": url, "label": _("Releases")}, last]

    def address(self, name: str) -> str:
        """Return another screen of this release."""
        return reverse(f"courses_admin:{name}", args=[self.course.pk, self.release.number])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Release.objects.of_course(self.course.course_key).numbered()
        return {
            **super().get_context_data(**kwargs),
            "release": self.release,
            "is_live": self.release.state == ReleaseState.LIVE,
            "may_roll_back": user_may_review(self.person, self.course.course_key),
            "others": rows.exclude(pk=self.release.pk).order_by("-number"),
            "release_url": self.address("release"),
            "compare_url": self.address("compare"),
            "roll_back_url": self.address("roll_back"),
            "releases_url": reverse("courses_admin:releases", args=[self.course.pk]),
        }


class ReleaseView(ReleaseScreen):
    """The course as it was: its outline, and one page at a time."""

    template_name = "courses/admin/releases/release.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = read_release(self.release)
        by_key = {str(item.key): item for item in draft.items}
        item = by_key.get(request.GET.get("page", str(draft.course.key)))
        # As a comparison with nothing: all of it is there, and is shown by the same rules.
        shown = (
            describe(compare(None, Draft((item,), {"chapters": []}))) if item is not None else []
        )
        context = {
            **self.get_context_data(),
            "draft": draft,
            "course_key": str(draft.course.key),
            "item": item,
            "item_key": str(item.key) if item else "",
            "shown": shown,
        }
        return self.render_to_response(context)


class CompareView(ReleaseScreen):
    """What changed between two releases, from the earlier to the later."""

    template_name = "courses/admin/releases/compare.html"

    def get_page_title(self) -> str:
        return _("Compare releases")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.GET.get("with")
        other = self.find(parse_key(asked)) if asked else self.find((self.release.number or 0) - 1)
        if asked and other is None:
            raise PermissionDenied
        earlier, later = other, self.release
        if other is not None and (other.number or 0) > (self.release.number or 0):
            earlier, later = self.release, other
        old = read_release(earlier) if earlier is not None else None
        said = said_of(self._between(earlier, later))
        context = {
            **self.get_context_data(),
            "earlier": earlier,
            "later": later,
            "other": other,
            "changes": compared(old, read_release(later), look_again=said).pages,
        }
        return self.render_to_response(context)

    def _between(self, earlier: Release | None, later: Release) -> list[Release]:
        """Return the releases through which the one became the other."""
        rows = Release.objects.of_course(self.course.course_key).numbered()
        first = earlier.number if earlier is not None else 0
        return list(rows.filter(number__gt=first, number__lte=later.number).only("look_again"))


class RollBackView(ReleaseScreen):
    """Says what would change for readers, and returns to the release on a yes."""

    template_name = "courses/admin/releases/roll_back.html"
    header_icon = "history"

    def get_page_title(self) -> str:
        return _("Roll back to release %(number)d") % {"number": self.release.number}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        draft = read_release(self.release)
        found = compared(read_live(self.course.course_key), draft)
        return self.render_to_response({**self.get_context_data(), "changes": found.pages})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            release = roll_back(self.course, self.release.number or 0, by=self.person)
        except CourseError as error:
            messages.error(request, str(error))
            return redirect(self.address("release"))
        words = _("Readers see release %(old)d again, as release %(new)d.")
        words = words % {"old": self.release.number, "new": release.number}
        messages.success(request, words)
        return redirect("courses_admin:releases", self.course.pk)
