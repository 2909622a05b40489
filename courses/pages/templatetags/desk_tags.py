"""What templates of the desk ask for: the way back to it, comments, the site's zone."""

from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse
from wagtail.models import Page

from courses.pages.admin.releases.editor_menu import course_above
from courses.pages.admin.releases.places import anchor_at

register = template.Library()


@register.simple_tag
def desk_url(page: Page) -> str:
    """Return where the desk of the course is that the page is part of; empty for other pages."""
    course = course_above(page)
    return reverse("courses_admin:desk", args=[course.pk]) if course else ""


@register.simple_tag
def site_zone_name() -> str:
    """Return the name of the zone in which the site's times are set."""
    return settings.TIME_ZONE


@register.simple_tag(takes_context=True)
def comments_at(context: Context, change: Any, part: Any) -> dict[str, Any] | None:
    """Return the comments on a part of a page, and where one more goes; None where none can."""
    if not change.page_id or not part.field or change.what == "removed" or part.what == "removed":
        return None
    place = f"{part.field}.{part.block_id}" if part.block_id else part.field
    return {
        "comments": context["comments"].get((change.page_id, place), []),
        "place": place,
        "anchor": anchor_at(change.page_id, place),
    }
