"""Two small acts of the desk: a correction goes live by itself, a planned removal is called off."""

from datetime import datetime
from http import HTTPStatus
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from courses.pages.admin.outline_actions import SCRIPT_HEADER, OutlineAction
from courses.pages.admin.releases.forms import LookAgainForm
from courses.pages.admin.releases.reading import (
    asking_context,
    changes_of_lesson,
    judgements_of_lesson,
)
from courses.pages.admin.releases.review_screen import decided_words
from courses.pages.errors import CourseError, NotReadyError, PageGoneError
from courses.pages.models import LessonPage
from courses.pages.services import put_back, release_page


class CorrectionNotReadyError(CourseError):
    """What the lesson lacks, in the words of the first defect."""

    code = "correction_not_ready"

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.message = words


class Correct(OutlineAction):
    """Puts one changed lesson live, where the course allows it.

    It is one press on the desk, unless a question is worded differently: then a page asks first
    what that means for learners. The buttons of the editor lead to the same page.
    """

    http_method_names = ["get", "post"]
    template_name = "courses/admin/releases/correct.html"
    header_icon = "upload"
    page_title: Any = gettext_lazy("Publish correction")
    form: LookAgainForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.find_lesson() is None:
            messages.error(request, str(PageGoneError.message))
            return redirect(self.desk_url())
        return self.show()

    def find_lesson(self) -> LessonPage | None:
        """Return the lesson of this course that the address names."""
        rows = LessonPage.objects.descendant_of(self.course).select_related("latest_revision")
        return rows.filter(pk=self.kwargs["page_id"]).first()

    def show(self, status: int = HTTPStatus.OK, form: LookAgainForm | None = None) -> HttpResponse:
        """Show what changed in the lesson, and ask."""
        lesson = cast(LessonPage, self.find_lesson())
        found = changes_of_lesson(lesson)
        form = form or LookAgainForm(judgements=found.judgements)
        context = {
            **self.get_context_data(),
            "lesson": lesson,
            "changes": found.pages,
            "form": form,
            "go_live_at": self.go_live_at(),
            **asking_context(form, found),
        }
        return self.render_to_response(context, status=status)

    def go_live_at(self) -> datetime | None:
        """Return when it goes live, where an administrator scheduled it in the editor."""
        said = self.request.POST.get("at") or self.request.GET.get("at") or ""
        return parse_datetime(said) if self.is_administrator and said else None

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.form = self.filled_in()
        if self.form.is_valid():
            return super().post(request, *args, **kwargs)
        if "asked" in request.POST:
            return self.show(HTTPStatus.UNPROCESSABLE_ENTITY, form=self.form)
        if SCRIPT_HEADER in request.headers:
            return JsonResponse({"location": request.path}, status=HTTPStatus.CONFLICT)
        return redirect(request.path)

    def filled_in(self) -> LookAgainForm:
        """Return the answers as they were sent, for the draft as it now is."""
        lesson = self.find_lesson()
        judgements = judgements_of_lesson(lesson) if lesson is not None else {}
        return LookAgainForm(self.request.POST, judgements=judgements)

    def act(self) -> str:
        key = self.kwargs["page_id"]
        self.focus = f"row-{key}"
        lesson = self.find_lesson()
        if lesson is None:
            raise PageGoneError
        answers, later = self.form.answers(), self.go_live_at()
        try:
            release = release_page(lesson, by=self.person, answers=answers, go_live_at=later)
        except NotReadyError as error:
            words = _("“%(title)s” is not ready: %(defect)s")
            first = error.defects[0]
            words = words % {"title": first.page_title, "defect": first.message}
            raise CorrectionNotReadyError(words) from error
        if later is not None:
            return decided_words(release)
        return _("The correction is live, as release %(number)d.") % {"number": release.number}


class PutBack(OutlineAction):
    """Keeps a page that was to leave with the next release."""

    def act(self) -> str:
        key = self.kwargs["page_id"]
        self.focus = f"row-{key}"
        page = put_back(self.course, key, by=self.person)
        return _("“%(title)s” stays.") % {"title": page.draft_title or page.title}
