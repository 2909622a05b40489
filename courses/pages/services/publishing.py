"""What goes live of a course, and when."""

from django.db import transaction
from wagtail.models import Page

from cms.accounts.models import User
from courses.pages.errors import NotAllowedError
from courses.pages.models import CoursePage
from courses.pages.permissions import user_can_edit_course


@transaction.atomic
def publish_course(course_page: CoursePage, *, by: User) -> list[Page]:
    """Publish the course and everything below it that is a draft or has changes.

    All or nothing; returns what went live. Raises NotAllowedError.
    """
    if not user_can_edit_course(by, course_page):
        raise NotAllowedError
    waiting = [
        page
        for page in course_page.get_descendants(inclusive=True).order_by("path")
        if not page.live or page.has_unpublished_changes
    ]
    for page in waiting:
        page.get_latest_revision().publish(user=by)
    return waiting
