"""Serving the pages of courses to readers. Nothing goes out before it was decided that it may.

That all above a page is live is seen to by `cms.core.routing`, by which every page is found.

`render_lesson` is shared with previews, which decide for another person than the one who asks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urlsplit

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from wagtail.models import Page

from courses.pages.access import Access, course_of
from courses.pages.blocks.reading import prepare_for_reading
from courses.pages.catalogue import cards_of, course_facts
from courses.pages.listing import list_page_of
from courses.pages.models import (
    CatalogPage,
    ChapterPage,
    CoursePage,
    InstructorPage,
    LessonPage,
)
from courses.pages.outline_view import Outline, Place, anchor_of, read_outline
from courses.pages.permissions import course_role_of, is_administrator
from courses.pages.teachers import courses_taught_by, teachers_of
from courses.pages.walk.current import address_of

LOCKED_TEMPLATE = "courses/pages/locked_lesson.html"


def serve_catalogue(request: HttpRequest, page: CatalogPage) -> HttpResponseBase:
    """Answer with the language's courses, newest first."""
    return _answer(request, page, {"list_page": list_page_of(request, page)})


def serve_course(request: HttpRequest, page: CoursePage) -> HttpResponseBase:
    """Answer with what a course promises, and its outline."""
    return render_course(request, page, read_outline(page, request.user))


def render_course(request: HttpRequest, page: CoursePage, outline: Outline) -> HttpResponseBase:
    """Return the course's page with this outline; also for previews."""
    is_preview = bool(getattr(request, "is_preview", False))
    context = {
        "catalogue": page.get_parent(),
        "outline": outline,
        "teachers": teachers_of(page),
        "facts": course_facts(page, is_public=not is_preview),
        "desk_url": _desk_url(request.user, page),
    }
    return _answer(request, page, context)


def serve_chapter(request: HttpRequest, page: ChapterPage) -> HttpResponseBase:
    """Lead to the chapter's place on the course's page."""
    course = page.get_parent()
    return HttpResponseRedirect(f"{course.get_url(request)}#{anchor_of(page.translation_key)}")


def serve_lesson(request: HttpRequest, page: LessonPage) -> HttpResponseBase:
    """Answer with the lesson, or with 403 and why."""
    course = course_of(page)
    outline = read_outline(course, request.user)
    place = outline.place_of(page.pk)
    if place is None:
        raise Http404
    where = urlsplit(place.lesson.facts.url).path
    if unquote(where) != request.path:
        # It has moved since, or is asked for where a writer is about to move it.
        return HttpResponseRedirect(where)
    if not place.lesson.access.allowed:
        return render_locked(request, page, course, outline)
    # Only now: until here nothing of the lesson's own was read.
    above = page.get_parent()
    page = LessonPage.objects.select_related("locale").get(pk=page.pk)
    page._cached_parent_obj = above
    return render_lesson(request, page, place.lesson.access, course=course, outline=outline)


def render_lesson(
    request: HttpRequest,
    page: LessonPage,
    access: Access,
    *,
    course: Page | None = None,
    outline: Outline | None = None,
) -> HttpResponseBase:
    """Return the lesson as somebody with this access sees it; also for previews.

    A preview may bring an outline with drafts. One that `page` is not in shows no neighbours.
    """
    course = course or course_of(page)
    if outline is None:
        outline = read_outline(course, request.user)
    if not access.allowed:
        return render_locked(request, page, course, outline, access=access)
    prepare_for_reading(page.body)
    context = {
        "course": course,
        "course_url": address_of(course, request),
        "outline": outline,
        "place": outline.place_of(page.pk),
        "kinds": kinds_of(page),
    }
    response = _answer(request, page, context)
    if not page.is_free_preview:
        # Somebody's own: no cache between may give it to the next.
        patch_cache_control(response, private=True, no_cache=True)
    return response


def render_locked(
    request: HttpRequest,
    page: LessonPage,
    course: Page,
    outline: Outline,
    *,
    access: Access | None = None,
) -> HttpResponseBase:
    """Return why the lesson is closed, without having read what is in it."""
    place = outline.place_of(page.pk)
    if access is None and place is not None:
        access = place.lesson.access
    context = {
        "course": course,
        "course_url": address_of(course, request),
        "outline": outline,
        "place": place,
        "access": access,
        "lesson": _shown_of(page, place),
    }
    response = _answer(request, page, context, template=LOCKED_TEMPLATE)
    response.status_code = HTTPStatus.FORBIDDEN
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_store=True)
    return response


@dataclass(frozen=True)
class LockedLesson:
    """All that the page of a locked lesson knows of it: what the outline shows to everybody."""

    title: str
    summary: str
    minutes: int | None


def _shown_of(page: LessonPage, place: Place | None) -> LockedLesson:
    if place is None:
        # Only a preview has a lesson that is in no outline.
        return LockedLesson(page.title, page.summary, page.duration_minutes)
    facts = place.lesson.facts
    return LockedLesson(facts.title, facts.summary, facts.minutes)


# What a lesson's head says it is made of: names of blocks, each with what stands for it.
KINDS = ("video", "audio", "code", "quiz")


def kinds_of(page: LessonPage) -> dict[str, int]:
    """Return how many blocks of each kind worth naming the lesson has, at its top level."""
    counts = dict.fromkeys(KINDS, 0)
    for row in page.body.raw_data:
        if row["type"] in counts:
            counts[row["type"]] += 1
    return {kind: count for kind, count in counts.items() if count}


def serve_instructor(request: HttpRequest, page: InstructorPage) -> HttpResponseBase:
    """Answer with who teaches, and their live courses in this language."""
    courses = courses_taught_by(page.user_id, page.locale_id)
    return _answer(request, page, {"cards": cards_of(courses)})


def _desk_url(user: Any, course: CoursePage) -> str:
    """Return where the course's own people work on it, nothing for everybody else."""
    if not user.is_authenticated:
        return ""
    if course_role_of(user, course.course_key) is None and not is_administrator(user):
        return ""
    return reverse("courses_admin:desk", args=[course.pk])


def _answer(
    request: HttpRequest, page: Page, context: Mapping[str, Any], *, template: str = ""
) -> TemplateResponse:
    if not hasattr(request, "is_preview"):
        request.is_preview = False  # type: ignore[attr-defined]  # Wagtail's own mark
    return TemplateResponse(
        request, template or page.get_template(request), {"page": page, "self": page, **context}
    )
