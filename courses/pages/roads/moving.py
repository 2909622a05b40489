"""Wagtail's own pages for moving chapters and lessons, where they would lead to another course."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from courses.pages.errors import WithChapterError
from courses.pages.models import CoursePage, LessonPage
from courses.pages.roads.places import is_course, is_of_course


def move_between_courses(
    request: HttpRequest, page: Page, destination: Page
) -> HttpResponse | None:
    """Lead to the page that says what becomes of a lesson's readers; keep chapters in place."""
    courses = _between(page, destination)
    if courses is None:
        return None
    source, target = courses
    if not issubclass(page.specific_class or Page, LessonPage):
        messages.error(request, str(WithChapterError.message))
        return redirect("courses_admin:desk", source.pk)
    screen = reverse("courses_admin:move_lesson", args=[source.pk, page.pk])
    return redirect(f"{screen}?{urlencode({'course': target.pk})}")


def _between(page: Page, destination: Page) -> tuple[CoursePage, CoursePage] | None:
    if not is_of_course(page) or is_course(page):
        return None
    source, target = (
        CoursePage.objects.ancestor_of(one, inclusive=True).first() for one in (page, destination)
    )
    if source is None or target is None or source.pk == target.pk:
        return None
    return source, target


def refuse_several(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Refuse to move chapters and lessons to another course among other pages."""
    form = getattr(action, "cleaned_form", None)
    destination = form.cleaned_data.get("chooser") if form is not None else None
    if action_type != "move" or not isinstance(destination, Page):
        return None
    pages = [one for one in objects if isinstance(one, Page)]
    if not any(_between(page, destination) for page in pages):
        return None
    messages.error(
        request,
        _("Nothing was moved: lessons move to another course one by one, on their course's desk."),
    )
    return redirect(action.next_url)
