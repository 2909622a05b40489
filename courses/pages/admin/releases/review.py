"""One submission before its reviewer: what has changed, comments, and the decision."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from courses.pages.admin.releases.commenting import comments_on
from courses.pages.admin.releases.forms import ApproveForm, SendBackForm
from courses.pages.admin.releases.reading import changes_of, course_of, in_groups
from courses.pages.admin.releases.review_screen import ReviewScreen, decided_words, gone
from courses.pages.admin.releases.waiting import REVIEWS
from courses.pages.errors import CourseError, NoLongerWaitingError, NotAReviewerError, NotReadyError
from courses.pages.models import Release
from courses.pages.services import approve_release, defects_of, send_back


class ReviewView(ReviewScreen):
    """Old beside new, the defects that are left, and two buttons."""

    template_name = "courses/admin/releases/review.html"
    header_icon = "tasks"
    page_title: Any = gettext_lazy("Review")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.show()

    def show(self, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
        """Show it, with the forms as they were filled in."""
        defects = defects_of(self.course)
        changes = changes_of(self.release).pages
        pages = [change.page_id for change in changes if change.page_id]
        allowed = course_of(self.course).allows_corrections
        approve = ApproveForm(has_defects=bool(defects), is_allowed=allowed)
        given = {
            **self.get_context_data(),
            "release": self.release,
            "changes": changes,
            "comments": comments_on(pages),
            "comment_template": "courses/admin/releases/_comment.html",
            "defects": in_groups(defects),
            "approve_form": approve,
            "send_back_form": SendBackForm(),
            "reviews_url": reverse(REVIEWS),
            "may_open_pages": self.is_administrator or self.role is not None,
        }
        return self.render_to_response({**given, **context}, status=status)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return self.send_back() if "send_back" in request.POST else self.approve()
        except NotAReviewerError as error:
            raise PermissionDenied from error
        except NotReadyError as error:
            # Found by the service behind its lock: the reason is asked for.
            form = self._approve_form(has_defects=True)
            form.is_valid()
            groups = in_groups(error.defects)
            status = HTTPStatus.UNPROCESSABLE_ENTITY
            return self.show(status, defects=groups, approve_form=form)
        except NoLongerWaitingError:
            return gone(request, Release.objects.filter(pk=self.release.pk).first())
        except CourseError as error:
            messages.error(request, str(error))
            return self.back()

    def _approve_form(self, *, has_defects: bool) -> ApproveForm:
        allowed = course_of(self.course).allows_corrections
        return ApproveForm(self.request.POST, has_defects=has_defects, is_allowed=allowed)

    def approve(self) -> HttpResponse:
        """Put it live, now or at its time."""
        form = self._approve_form(has_defects=bool(defects_of(self.course)))
        if not form.is_valid():
            return self.show(HTTPStatus.UNPROCESSABLE_ENTITY, approve_form=form)
        data = form.cleaned_data
        release = approve_release(
            self.release,
            by=self.person,
            go_live_at=data["go_live_at"],
            override_reason=data.get("override_reason", ""),
            allow_corrections=data["allows_corrections"],
        )
        messages.success(self.request, decided_words(release))
        return redirect(REVIEWS)

    def send_back(self) -> HttpResponse:
        """Give it back to its author."""
        form = SendBackForm(self.request.POST)
        if not form.is_valid():
            return self.show(HTTPStatus.UNPROCESSABLE_ENTITY, send_back_form=form)
        release = send_back(self.release, by=self.person, reason=form.cleaned_data["reason"])
        messages.success(self.request, decided_words(release))
        return redirect(REVIEWS)
