"""What follows when Wagtail makes a course's page."""

from typing import Any

from django.db.models.signals import post_save

from courses.pages.models import CoursePage
from courses.pages.services import grant_on_page


def _grant_on_new_language(
    sender: type[CoursePage], instance: CoursePage, created: bool, raw: bool = False, **_kw: Any
) -> None:
    # Rights follow the tree, and each language has its own: a course that appears in one more
    # would be closed to its own people there.
    if created and not raw:
        grant_on_page(instance)


def connect() -> None:
    """Connect them; called once, when the apps are ready."""
    post_save.connect(
        _grant_on_new_language, sender=CoursePage, dispatch_uid="courses_pages.new_language"
    )
