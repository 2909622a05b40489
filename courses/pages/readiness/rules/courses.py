"""What a course as a whole must have."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from courses.pages.models import CoursePage, LessonPage
from courses.pages.readiness.defects import editor_address
from courses.pages.readiness.registry import (
    CourseFacts,
    Finding,
    PageFacts,
    course_rule,
    page_rule,
)


@page_rule("no_outcome")
def no_outcome(facts: PageFacts) -> Iterable[Finding]:
    """Find courses that do not say what people will be able to do."""
    page = facts.page
    if isinstance(page, CoursePage) and not any(str(one.value).strip() for one in page.outcomes):
        words = _("The course has no outcome. Add what people will be able to do, line by line.")
        yield Finding(words, field="outcomes")


@course_rule("no_lesson")
def no_lesson(facts: CourseFacts) -> Iterable[Finding]:
    """Find courses in which there is nothing to read."""
    lessons = [draft for draft in facts.drafts if isinstance(draft, LessonPage)]
    if facts.known.with_empty or any(len(lesson.body) for lesson in lessons):
        return
    words = _("No lesson has any content yet. Write one lesson first.")
    yield Finding(words, field="body", page=facts.course_page, url=_where_to_write(facts))


def _where_to_write(facts: CourseFacts) -> str:
    first = LessonPage.objects.descendant_of(facts.course_page).order_by("path").first()
    if first is not None:
        return editor_address(first.pk, "body")
    return f"{reverse('courses_admin:desk', args=[facts.course_page.pk])}#outline"
