"""A course whose draft is walked, and the way through it."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone
from wagtail.models import Locale, Page

from courses.outline.models import Course
from courses.pages.enums import Persona, ReleaseState
from courses.pages.models import CoursePage, Release, WalkLink
from courses.pages.walk.tokens import own_walk, walk_of

NOON = datetime(2026, 5, 3, 12, tzinfo=UTC)


def begin_walk(course, owner=None, persona=Persona.LEARNER, language="en", at=None):
    """Return an instructor's own walk of the course."""
    row = Course.objects.get(key=course.translation_key)
    return own_walk(owner or course.owner, row, persona=persona, language=language, at=at)


def send_link(course, owner=None, days=7, **shown):
    """Return a link to the course's draft as the database has it."""
    values = {"persona": Persona.GUEST, "language": "en", **shown}
    return WalkLink.objects.create(
        course=Course.objects.get(key=course.translation_key),
        owner=owner or course.owner,
        ends_at=timezone.now() + timedelta(days=days),
        **values,
    )


def let_wait(course):
    """Have the course wait for a reviewer, with nothing in what was submitted."""
    return Release.objects.create(
        course=Course.objects.get(key=course.translation_key),
        locale=course.locale,
        state=ReleaseState.WAITING,
        syllabus={"chapters": []},
        hash="nothing",
        submitted_at=timezone.now(),
    )


def at_page(walk, page):
    """Return the address at which the page is walked."""
    walk = walk_of(walk) if isinstance(walk, WalkLink) else walk
    return f"/walk/{walk.token}/{page.pk}/"


def in_french(course):
    """Return the course in French as a draft, each title marked."""
    french = Locale.objects.get(language_code="fr")
    copies = {}
    for page in course.get_descendants(inclusive=True).order_by("path").specific():
        copy = page.copy_for_translation(french, copy_parents=False)
        copy.title = f"{page.draft_title} (français)"
        copy.save_revision()
        copies[page.pk] = copy
    return CoursePage.objects.get(pk=copies[course.pk].pk)


def pages_of(course):
    """Return the course's page, chapters and lessons in the tree's order."""
    return list(Page.objects.get(pk=course.pk).get_descendants(inclusive=True).order_by("path"))
