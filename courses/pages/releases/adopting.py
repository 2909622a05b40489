"""Courses that were live before releases were: what readers see becomes their first release."""

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from courses.pages.models import CoursePage, Release
from courses.pages.releases.content import Draft, draft_of, item_of
from courses.pages.releases.going_live import lock_course, number_release, record_translation
from courses.pages.releases.keeping import keep_release, live_release
from courses.pages.services.rights import mend_course


def adopt_live_courses() -> int:
    """Give every live course without a release its first; return how many there were.

    Readers see what they saw before. Writers lose the right to publish by themselves, which
    courses of that time gave them. Running it again does nothing.
    """
    released = Release.objects.live().values("course__key")
    rows = CoursePage.objects.live().filter(alias_of=None).exclude(translation_key__in=released)
    # The first language is the source; what is live in the others follows its outline.
    firsts = {page.translation_key: page for page in rows.order_by("-pk")}
    return sum(_adopt(page) for page in firsts.values())


@transaction.atomic
def _adopt(course_page: CoursePage) -> bool:
    course = lock_course(course_page.course_key)
    if live_release(course.key) is not None:
        return False
    release = keep_release(
        course,
        _live_draft(course_page),
        locale_id=course_page.locale_id,
        by=course_page.owner,
        now=timezone.now(),
        base=None,
    )
    number_release(release, None, by=course_page.owner, now=timezone.now(), changed=0)
    for page in _live_translations(course_page):
        record_translation(page)
    mend_course(course)
    return True


def _live_translations(course_page: CoursePage) -> list[Page]:
    others = CoursePage.objects.live().filter(translation_key=course_page.translation_key)
    return [
        page
        for other in others.exclude(pk=course_page.pk)
        for page in other.get_descendants(inclusive=True).live().filter(alias_of=None).specific()
    ]


def _live_draft(course_page: CoursePage) -> Draft:
    """Return the course as its live rows have it; below something that is not live, nothing is."""
    rows = course_page.get_descendants(inclusive=True).live().filter(alias_of=None)
    seen: set[str] = set()
    pages: list[Page] = []
    for page in rows.order_by("path").specific():
        if page.pk == course_page.pk or page.path[: -Page.steplen] in seen:
            seen.add(page.path)
            pages.append(page)
    return draft_of(item_of(page) for page in pages)
