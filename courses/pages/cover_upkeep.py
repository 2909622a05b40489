"""Making a cover's public renditions when its course goes live, so that no visitor waits."""

from typing import Any

from django.db import transaction
from wagtail.signals import page_published

from courses.pages.models import CoursePage


def _make_cover(sender: type[CoursePage], instance: CoursePage, **_kwargs: Any) -> None:
    from courses.pages.tasks import make_cover

    if instance.live and instance.cover_id is not None:
        # On commit, for a release publishes within a transaction. Where the queue is away the
        # first visitor's request makes them: nobody's publishing fails for that.
        transaction.on_commit(lambda: make_cover.delay(instance.pk), robust=True)


def connect() -> None:
    """Connect it; called once, when the apps are ready."""
    page_published.connect(_make_cover, sender=CoursePage, dispatch_uid="courses_pages.cover")
