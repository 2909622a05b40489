"""The way from Wagtail's editor back to a course's desk."""

from django import template
from django.urls import reverse
from wagtail.models import Page

from courses.pages.models import ChapterPage, CoursePage, LessonPage

register = template.Library()


@register.simple_tag
def desk_url(page: Page) -> str:
    """Return where the desk of the course is that the page is part of; empty for other pages."""
    if isinstance(page, CoursePage):
        return reverse("courses_admin:desk", args=[page.pk])
    if not isinstance(page, (ChapterPage, LessonPage)):
        return ""
    above = [page.path[:end] for end in range(page.steplen, len(page.path), page.steplen)]
    key = CoursePage.objects.filter(path__in=above).values_list("pk", flat=True).first()
    return reverse("courses_admin:desk", args=[key]) if key else ""
