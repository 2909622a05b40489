"""Who may come to a course: open, closed to new learners, archived, off the site."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from courses.outline.enums import CourseState
from courses.pages.admin.base import CourseScreen
from courses.pages.admin.releases.reading import course_of, live_release
from courses.pages.errors import CourseError, NotAllowedError
from courses.pages.models import CoursePage
from courses.pages.services import (
    allow_corrections,
    learners_of,
    set_course_state,
    unpublish_course,
)


@dataclass(frozen=True)
class Way:
    """A state that a course can be brought into, with what that means."""

    to: CourseState
    label: str | Promise
    meaning: str | Promise
    done: str | Promise
    is_serious: bool = False


WAYS = (
    Way(
        CourseState.OPEN,
        _("Open again"),
        _("The course stands in the catalogue, and everybody may begin it."),
        _("The course is open."),
    ),
    Way(
        CourseState.CLOSED,
        _("Close to new learners"),
        _("Nobody new may begin, and the course says so. Those who have it go on."),
        _("The course is closed to new learners."),
    ),
    Way(
        CourseState.ARCHIVED,
        _("Archive"),
        _("The course leaves the catalogue. Those who have it can still read it."),
        _("The course is archived. Those who have it still read it."),
    ),
    Way(
        CourseState.DRAFT,
        _("Take off the site"),
        _(
            "All its chapters and lessons leave the site in all languages, also for those who "
            "have it. Nothing is deleted."
        ),
        _("The course is off the site. Nothing was deleted: submit it again any time."),
        is_serious=True,
    ),
)
BY_STATE = {way.to: way for way in WAYS}


class StateView(CourseScreen):
    """What the course is now and what it can become; each change is asked for once more."""

    template_name = "courses/admin/releases/state.html"
    header_icon = "cog"
    page_title: Any = _("State")

    def may_enter(self) -> bool:
        """Let in who writes or reviews the course; each changes what is theirs to change."""
        return self.is_administrator or self.role is not None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        course = course_of(self.course)
        languages = CoursePage.objects.filter(translation_key=course.key, live=True)
        return {
            **super().get_context_data(**kwargs),
            "state": course.state,
            "state_words": CourseState(course.state).label,
            "now_means": BY_STATE[CourseState(course.state)].meaning,
            "allows_corrections": course.allows_corrections,
            "live": live_release(course.key),
            "learners": learners_of(course.key),
            "languages": [
                page.locale.get_display_name()
                for page in languages.select_related("locale").order_by("pk")
            ],
            "ways": [way for way in WAYS if way.to != course.state],
            "state_url": reverse("courses_admin:state", args=[self.course.pk]),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        context = self.get_context_data()
        if "to" not in request.GET:
            return self.render_to_response(context)
        if not self.may_write:
            raise PermissionDenied
        way = self.way_to(request.GET["to"])
        self.template_name = "courses/admin/releases/state_confirm.html"
        if way.to == context["state"]:
            return redirect(context["state_url"])
        gentler = [one for one in context["ways"] if way.is_serious and one.to in GENTLER]
        return self.render_to_response({**context, "way": way, "gentler": gentler})

    def way_to(self, wanted: str) -> Way:
        """Return what was asked for."""
        way = BY_STATE.get(wanted)  # type: ignore[call-overload]  # a text is looked up
        if way is None:
            raise PermissionDenied
        return way

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "corrections" in request.POST:
            return self.set_corrections(allowed=request.POST["corrections"] == "on")
        way = self.way_to(request.POST.get("to", ""))
        try:
            if way.to == CourseState.DRAFT:
                unpublish_course(self.course, by=self.person)
            else:
                set_course_state(self.course, way.to, by=self.person)
        except NotAllowedError as error:
            raise PermissionDenied from error
        except CourseError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, str(way.done))
        return redirect(self.desk_url())

    def set_corrections(self, *, allowed: bool) -> HttpResponse:
        """Let small corrections go live without review, or no longer."""
        try:
            allow_corrections(self.course, allowed, by=self.person)
        except CourseError as error:
            messages.error(self.request, str(error))
        else:
            words = (
                _("Small corrections may go live without review now.")
                if allowed
                else _("Every change is reviewed now.")
            )
            messages.success(self.request, str(words))
        return redirect("courses_admin:state", self.course.pk)


# What is offered to those who are about to take a course off the site.
GENTLER = (CourseState.CLOSED, CourseState.ARCHIVED)
