"""Publishing and scheduling in the editor: a small release, and only of what is ready."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from courses.pages.errors import CourseError, NotAnsweredError, NotReadyError
from courses.pages.roads.places import desk_of, is_source

MOST_SHOWN = 3


def release_instead(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Put the saved draft live as a release of its own, in place of Wagtail's publishing."""
    if not is_source(page):
        return None
    from courses.pages.releases.looking_again import Answers
    from courses.pages.releases.submitting import release_page

    go_live_at = page.go_live_at
    later = go_live_at if go_live_at is not None and go_live_at > timezone.now() else None
    person: Any = request.user
    try:
        release_page(page, by=person, answers=Answers(), go_live_at=later)
    except NotAnsweredError:
        return redirect(_question_of(page, later))
    except CourseError as error:
        messages.error(request, str(error), buttons=_buttons(page, error))
        return redirect("wagtailadmin_pages:edit", page.pk)
    messages.success(request, _words(page, later))
    return redirect("wagtailadmin_pages:edit", page.pk)


def _question_of(page: Page, later: datetime | None) -> str:
    """Return where it is asked what a changed question means for learners."""
    from courses.pages.releases.submitting import course_page_of

    url = reverse("courses_admin:correct", args=[course_page_of(page).pk, page.pk])
    return f"{url}?{urlencode({'at': later.isoformat()})}" if later is not None else url


def _buttons(page: Page, error: CourseError) -> list[Any]:
    if isinstance(error, NotReadyError):
        return [
            messages.button(defect.url, defect.message) for defect in error.defects[:MOST_SHOWN]
        ]
    return [messages.button(desk_of(page), _("Open the course"))]


def _words(page: Page, later: Any) -> str:
    if later is None:
        return _("“%(title)s” is live.") % {"title": page.title}
    when = date_format(timezone.localtime(later), "DATETIME_FORMAT")
    return _("“%(title)s” goes live on %(time)s.") % {"title": page.title, "time": when}
