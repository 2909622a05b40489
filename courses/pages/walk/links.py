"""Links by which somebody without an account walks a draft: made, listed, ended."""

from datetime import datetime, timedelta
from urllib.parse import urljoin

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from cms.accounts.models import User
from courses.outline.models import Course
from courses.pages.enums import Persona
from courses.pages.errors import NotAllowedError
from courses.pages.models import CoursePage, WalkLink
from courses.pages.walk.rights import may_send
from courses.pages.walk.tokens import walk_of

# Nobody remembers a link for longer.
LONGEST = timedelta(days=366)


def send_link(
    course_page: CoursePage,
    *,
    by: User,
    persona: Persona,
    language: str,
    at: datetime | None,
    ends_at: datetime,
) -> WalkLink:
    """Return a new link to the course's drafts; NotAllowedError for who may not show them."""
    if not may_send(by, course_page.course_key):
        raise NotAllowedError
    course = Course.objects.get(key=course_page.course_key)
    return WalkLink.objects.create(
        course=course, owner=by, persona=persona, language=language, at=at, ends_at=ends_at
    )


def end_link(course_page: CoursePage, pk: int, *, by: User) -> None:
    """End a link to the course's drafts, whoever of its writers made it. Twice is harmless."""
    if not may_send(by, course_page.course_key):
        raise NotAllowedError
    links = WalkLink.objects.filter(pk=pk, course__key=course_page.course_key, ended_at=None)
    links.update(ended_at=timezone.now())


def open_links(course_page: CoursePage) -> QuerySet[WalkLink]:
    """Return the links to the course's drafts that have not ended, newest first."""
    return (
        WalkLink.objects.filter(course__key=course_page.course_key)
        .exclude(Q(ended_at__isnull=False) | Q(ends_at__lte=timezone.now()))
        .select_related("course", "owner")
        .order_by("-pk")
    )


def address_of_link(link: WalkLink, page_id: int) -> str:
    """Return the whole address that is sent; it leads to the page with this key."""
    path = reverse("courses_pages:walk", args=[walk_of(link).token, page_id])
    return urljoin(settings.WAGTAILADMIN_BASE_URL, path)
