"""Submitting a course for review, and taking a submission back."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from courses.pages.admin.base import CourseScreen
from courses.pages.admin.releases.forms import SubmitForm
from courses.pages.admin.releases.reading import (
    asking_context,
    changes_since_release,
    in_groups,
    live_release,
    open_release,
)
from courses.pages.enums import ReleaseState
from courses.pages.errors import (
    CourseError,
    NotAnsweredError,
    NothingToReleaseError,
    NotReadyError,
    NotTheSourceError,
    UnderReviewError,
)
from courses.pages.material import Judgement, Place
from courses.pages.models import Release
from courses.pages.releases.content import read_draft
from courses.pages.releases.looking_again import judge_since
from courses.pages.services import (
    defects_of,
    release_course,
    source_page,
    submit_course,
    withdraw_release,
)


class OldAddress(CourseScreen):
    """Leads from an address of former times to the screen that took its place."""

    is_for_writers = True
    to = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.to, self.course.pk)


class SubmitView(CourseScreen):
    """Shows what has changed and what is missing, and submits the whole of it."""

    template_name = "courses/admin/releases/submit.html"
    header_icon = "resubmit"
    is_for_writers = True
    page_title: Any = gettext_lazy("Submit the course")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show() if self.is_source() else self.to_source()

    def is_source(self) -> bool:
        """Say whether the course is submitted from here."""
        source = source_page(self.course.course_key)
        return source is None or source.pk == self.course.pk

    def to_source(self) -> HttpResponse:
        """Lead from a translation to where the course is submitted, and say why."""
        messages.info(self.request, str(NotTheSourceError()))
        source = source_page(self.course.course_key) or self.course
        return redirect("courses_admin:submit", source.pk)

    def show(self, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
        """Show what waits, else what would be submitted."""
        key = self.course.course_key
        given: dict[str, Any] = {
            **self.get_context_data(),
            "open": open_release(key),
            "live": live_release(key),
            "may_approve": self.is_administrator,
        }
        if given["open"] is None:
            since = changes_since_release(self.course)
            form = context.setdefault("form", SubmitForm(judgements=since.judgements))
            given |= {"changes": since.pages, **asking_context(form, since)}
            if since.pages and "defects" not in context:
                given["defects"] = in_groups(defects_of(self.course))
        return self.render_to_response({**given, **context}, status=status)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_source():
            return self.to_source()
        form = self.filled_in()
        if not form.is_valid():
            return self.show(HTTPStatus.UNPROCESSABLE_ENTITY, form=form)
        at_once = "release_now" in request.POST and self.is_administrator
        try:
            return self.release(form) if at_once else self.submit(form)
        except CourseError as error:
            return self.refused(error, form)

    def refused(self, error: CourseError, form: SubmitForm) -> HttpResponse:
        """Show what keeps the course back, or lead to what happened meanwhile."""
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if isinstance(error, NotReadyError):
            groups = in_groups(error.defects)
            return self.show(status, form=form, defects=groups, has_failed=True)
        if isinstance(error, NotAnsweredError):
            # Somebody changed a question just now: it is asked about like the others.
            form = self.filled_in()
            form.is_valid()
            return self.show(status, form=form)
        if isinstance(error, UnderReviewError):
            # A second press, or somebody else's: what waits is shown.
            messages.info(self.request, str(error))
            return redirect("courses_admin:submit", self.course.pk)
        tell = messages.info if isinstance(error, NothingToReleaseError) else messages.error
        tell(self.request, str(error))
        return redirect(self.desk_url())

    def filled_in(self) -> SubmitForm:
        """Return the form as it was sent, for the draft as it now is."""
        return SubmitForm(self.request.POST, judgements=self.judgements())

    def judgements(self) -> dict[Place, Judgement]:
        """Return what became of the blocks that would go live; nothing while something waits."""
        key = self.course.course_key
        if open_release(key) is not None:
            return {}
        return judge_since(live_release(key), read_draft(self.course))

    def submit(self, form: SubmitForm) -> HttpResponse:
        """Have it wait for a reviewer."""
        note = form.cleaned_data["note"]
        submit_course(self.course, by=self.person, note=note, answers=form.answers())
        words = _("The course is submitted. You are told as soon as it is reviewed.")
        messages.success(self.request, words)
        return redirect(self.desk_url())

    def release(self, form: SubmitForm) -> HttpResponse:
        """Put it live at once."""
        note = form.cleaned_data["note"]
        release = release_course(self.course, by=self.person, note=note, answers=form.answers())
        words = _("Release %(number)d is live.") % {"number": release.number}
        messages.success(self.request, words)
        return redirect(self.desk_url())


class WithdrawView(CourseScreen):
    """Asks, and takes back what waits for a reviewer or for its time."""

    template_name = "courses/admin/releases/withdraw.html"
    header_icon = "resubmit"
    is_for_writers = True

    def get_page_title(self) -> str:
        return _("Take back")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        waiting = open_release(self.course.course_key)
        if waiting is None:
            return self.gone()
        return self.render_to_response({**self.get_context_data(), "open": waiting})

    def gone(self) -> HttpResponse:
        """Say that nothing waits."""
        messages.info(self.request, _("Nothing of this course waits any more."))
        return redirect(self.desk_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        waiting = self._named()
        if waiting is None:
            return self.gone()
        was_scheduled = waiting.state == ReleaseState.SCHEDULED
        try:
            withdraw_release(waiting, by=self.person)
        except CourseError as error:
            messages.error(request, str(error))
            return redirect(self.desk_url())
        words = (
            _("The release will not go live. Its changes are drafts again.")
            if was_scheduled
            else _("The submission is withdrawn. You can edit the course again.")
        )
        messages.success(request, words)
        return redirect(self.desk_url())

    def _named(self) -> Release | None:
        """Return what the form names, if it still waits: it may be another by now."""
        waiting = open_release(self.course.course_key)
        named = self.request.POST.get("release", "")
        return waiting if waiting is not None and named == str(waiting.pk) else None
