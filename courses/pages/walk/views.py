"""Answering with a page of a draft, or with why there is none.

Whoever has the address is answered alike: what comes with the request besides is not looked at.
"""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone, translation
from django.views.decorators.http import require_safe
from wagtail.models import Page

from cms.core.files.links import passes
from cms.core.problems import problem_page
from courses.pages.enums import Persona
from courses.pages.models import LessonPage
from courses.pages.outline_view import Outline, anchor_of
from courses.pages.serving import render_course, render_lesson, render_locked
from courses.pages.walk.banner import ChooseForm, banner_of, chosen
from courses.pages.walk.current import Walking, walking
from courses.pages.walk.reading import (
    Begun,
    Drafts,
    begin,
    draft_of,
    languages_of,
    read_walk,
)
from courses.pages.walk.strangers import stranger_at
from courses.pages.walk.tokens import NoWalkError, WalkEndedError, open_walk


@require_safe
def walk_page(request: HttpRequest, token: str, page_id: int) -> HttpResponseBase:
    """Answer with a page of a draft as the walk shows it; nobody's session plays a part."""
    try:
        begun = begin(open_walk(token))
        walk = begun.walking.walk
        with (
            translation.override(walk.language),
            timezone.override(None),
            walking(begun.walking),
            passes(walk.pass_for),
        ):
            return _unkept(_answer(request, begun, page_id), walk.language)
    except WalkEndedError:
        return _refusal(request, HTTPStatus.GONE)
    except NoWalkError:
        return _refusal(request, HTTPStatus.NOT_FOUND)


def _answer(request: HttpRequest, begun: Begun, page_id: int) -> HttpResponseBase:
    drafts = read_walk(begun)
    row = _row_of(begun, drafts, page_id)
    form = chosen(request, begun.walking)
    if form is not None and form.is_valid():
        return _chosen_anew(begun.walking, row, form)
    if row is not begun.course and row.pk not in drafts.public:
        course = begun.walking.address_of(begun.course)
        return HttpResponseRedirect(f"{course}#{anchor_of(row.translation_key)}")
    stranger: Any = stranger_at(request, _public(begun, drafts, row), begun.walking.walk.viewer)
    stranger.page_addresses = {row.pk: languages_of(begun.walking, row)}
    stranger.walk = banner_of(begun.walking.walk, form)
    response: Any = _page(stranger, begun, row, drafts.outline)
    # Here and now, while links and files are the walk's.
    return response.render()


def _row_of(begun: Begun, drafts: Drafts, page_id: int) -> Page:
    """Return the page with nothing of its own read yet; only what the tree has can be walked."""
    if page_id == begun.course.pk:
        return begun.course
    if page_id not in drafts.pages:
        raise NoWalkError
    row: Any = Page.objects.select_related("locale").get(pk=page_id)
    return row


def _public(begun: Begun, drafts: Drafts, row: Page) -> str:
    """Return where readers will find the page."""
    return drafts.public.get(row.pk) or begun.course.get_url() or "/"


def _page(stranger: HttpRequest, begun: Begun, row: Page, outline: Outline) -> HttpResponseBase:
    if row is begun.course:
        return render_course(stranger, draft_of(row), outline)
    course = begun.course
    course.title = course.draft_title or course.title
    place = outline.place_of(row.pk)
    if place is None:
        raise NoWalkError
    access = place.lesson.access
    if not access.allowed:
        # What it says of the lesson is the outline's: its draft is not read.
        return render_locked(stranger, row, course, outline, access=access)
    lessons = LessonPage.objects.select_related("locale", "latest_revision")
    lesson = draft_of(lessons.get(pk=row.pk))
    return render_lesson(stranger, lesson, access, course=course, outline=outline)


def _chosen_anew(found: Walking, row: Page, form: ChooseForm) -> HttpResponseBase:
    """Lead to the same page as the form says; to the course's where it is not there."""
    data = form.cleaned_data
    walk = replace(found.walk, persona=Persona(data["persona"]), at=data["at"])
    anew = Walking(walk, found.courses, found.removed)
    there = languages_of(anew, row).get(data["language"])
    if there is None:
        course = next(one for one in found.courses.values() if one.language == data["language"])
        there = anew.address(course.pk, course.language)
    return HttpResponseRedirect(there)


def _refusal(request: HttpRequest, status: HTTPStatus) -> HttpResponseBase:
    """Say that there is no walk here, or none any more, and nothing about why."""
    # Not at its own address, for that would stand in the way to sign in.
    stranger = stranger_at(request, "/", AnonymousUser())
    context = {"has_ended": status == HTTPStatus.GONE}
    response = problem_page(stranger, status, template="courses/walk/refused.html", context=context)
    return _unkept(response, translation.get_language() or settings.LANGUAGE_CODE)


def _unkept(response: Any, language: str) -> HttpResponseBase:
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    response["Content-Language"] = language
    # Where nothing is found, Django would else lead to the same address below a language.
    response.has_no_language = True
    return response
