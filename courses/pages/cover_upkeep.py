"""Making a cover's renditions: the public ones when its course goes live, so that no visitor waits,
and private ones when a draft first has it, so that looking at the draft writes nothing."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from wagtail.models import Revision
from wagtail.signals import page_published

from cms.core.models import SiteRendition
from courses.pages.covers import PRIVATE_SPECS
from courses.pages.models import CoursePage


def _make_cover(sender: type[CoursePage], instance: CoursePage, **_kwargs: Any) -> None:
    from courses.pages.tasks import make_cover

    if instance.live and instance.cover_id is not None:
        # On commit, for a release publishes within a transaction. Where the queue is away the
        # first visitor's request makes them: nobody's publishing fails for that.
        transaction.on_commit(lambda: make_cover.delay(instance.pk), robust=True)


def _make_draft_cover(instance: Revision, **_kwargs: Any) -> None:
    from courses.pages.tasks import make_draft_cover

    image_id = instance.content.get("cover")
    if not image_id or instance.content_type.model_class() is not CoursePage:
        return
    # A draft is saved while somebody types: only what is missing is worth a task.
    made = SiteRendition.objects.filter(image=image_id, filter_spec__in=PRIVATE_SPECS)
    if made.count() < len(PRIVATE_SPECS):
        transaction.on_commit(lambda: make_draft_cover.delay(image_id), robust=True)


def connect() -> None:
    """Connect it; called once, when the apps are ready."""
    page_published.connect(_make_cover, sender=CoursePage, dispatch_uid="courses_pages.cover")
    post_save.connect(_make_draft_cover, sender=Revision, dispatch_uid="courses_pages.draft_cover")
