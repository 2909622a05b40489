"""Wagtail's own pages for deleting, copying and taking pages off the site, also many at once.

A course's chapters and lessons come and go with its releases: its desk does what these would
tear apart.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from courses.pages.releases.submitting import course_page_of
from courses.pages.roads.places import (
    desk_of,
    draft_sources_below,
    is_course,
    is_of_course,
    is_source,
    live_sources_below,
)

# What is done to many pages at once, and what it would do to the pages below them.
BELOW = {"publish": draft_sources_below, "unpublish": live_sources_below}


def refuse_in_bulk(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Refuse to publish, unpublish or delete pages of courses among others."""
    pages = [one for one in objects if isinstance(one, Page)]
    if action_type not in ("publish", "unpublish", "delete"):
        return None
    for page in pages:
        if is_source(page):
            return _refused(request, desk_of(page), action.next_url)
    is_deep = action_type in BELOW and action.cleaned_form.cleaned_data.get("include_descendants")
    for page in pages:
        if (is_deep and BELOW[action_type](page)) or (
            action_type == "delete" and not is_of_course(page) and live_sources_below(page)
        ):
            return _refused(request, None, action.next_url)
    return None


def _refused(request: HttpRequest, desk: str | None, back: str) -> HttpResponse:
    words = _(
        "Nothing was changed: pages of a course go live, and leave the site, with their course."
        " Do it on the course's desk."
    )
    buttons = [messages.button(desk, _("Open the course"))] if desk else None
    messages.error(request, words, buttons=buttons)
    return redirect(back)


def delete_on_desk(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lead to the desk, which takes a page out of the course with the next release."""
    if not is_source(page):
        return None
    if not is_course(page):
        return _to_removal(page)
    if not page.live:
        return None
    messages.error(request, _("This course is live. Take it off the site, then delete it."))
    return redirect("courses_admin:state", page.pk)


def _to_removal(page: Page) -> HttpResponse:
    return redirect("courses_admin:delete", course_page_of(page).pk, page.pk)


def unpublish_on_desk(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Lead to where the whole course is taken off the site, or a page out of its next release."""
    if is_source(page):
        words = _("Pages of a course leave the site with their course, or with its next release.")
        messages.warning(request, words)
        return redirect("courses_admin:state", page.pk) if is_course(page) else _to_removal(page)
    is_deep = request.method == "POST" and request.POST.get("include_descendants")
    if is_deep and not is_of_course(page) and live_sources_below(page):
        return _refused(request, None, request.path)
    return None


def copy_as_draft(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse copies that would be live at once, in no release."""
    if request.method != "POST" or not is_of_course(page):
        return None
    if not (request.POST.get("publish_copies") or request.POST.get("alias")):
        return None
    messages.error(
        request,
        _("A copy of a course's page begins as a draft. Copy it without publishing, then write."),
    )
    return redirect("wagtailadmin_pages:copy", page.pk)
