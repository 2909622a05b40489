"""Making the standard renditions of pictures: by a task after the upload, found by the beat."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from wagtail.images.models import Filter

from cms.core.models import SiteImage, SiteRendition
from cms.core.renditions import STANDARD_SPECS

logger = logging.getLogger(__name__)

# A picture that brought down its worker so often is left alone; pages that show it still try.
MAX_ATTEMPTS = 5
# Each takes seconds: enough to keep a worker busy until the beat looks again.
SWEEP_BATCH = 100


class _ReplacedError(Exception):
    """Another file took this one's place meanwhile."""


def lease() -> timedelta:
    """Return after how long a task that began has been ended by its time limit."""
    return timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 30)


def order_again(image: SiteImage) -> None:
    """Note that a picture has a new file, whose renditions are missing; the caller saves it."""
    image.renditions_due_at = timezone.now()
    image.renditions_attempts = 0


def ask_when_saved(sender: type[SiteImage], instance: SiteImage, **kwargs: Any) -> None:
    """Send the task for a picture whose renditions are missing; the beat mends a lost one."""
    if instance.renditions_due_at is not None and not kwargs.get("raw"):
        _publish([instance.pk])


def make_renditions(image_id: int, *, now: datetime | None = None) -> int:
    """Make what is missing of the standard renditions, and return how many were made."""
    now = now or timezone.now()
    waiting = SiteImage.objects.filter(pk=image_id, renditions_due_at__isnull=False)
    # Noted first: a picture that kills its worker must not be tried for ever.
    if not waiting.update(
        renditions_attempts=F("renditions_attempts") + 1, renditions_due_at=now + lease()
    ):
        return 0
    image = SiteImage.objects.get(pk=image_id)
    made = 0
    try:
        for wanted in _missing(image):
            made += _make(image, wanted)
    except _ReplacedError:
        # The task of the new file makes them.
        return made
    except Exception:  # whatever decoders and storages raise: it is tried again later
        logger.exception(
            "Renditions could not be made",
            extra={"event": "renditions.failed", "image_id": image_id},
        )
        pause = timedelta(minutes=2**image.renditions_attempts)
        waiting.filter(file=image.file.name).update(renditions_due_at=now + pause)
        return made
    waiting.filter(file=image.file.name).update(renditions_due_at=None)
    return made


def sweep_renditions(*, now: datetime | None = None) -> int:
    """Send tasks for pictures whose renditions are overdue, and return how many."""
    now = now or timezone.now()
    with transaction.atomic():
        overdue = list(
            SiteImage.objects.select_for_update(skip_locked=True)
            .filter(renditions_due_at__lte=now)
            .order_by("renditions_due_at")
            .values_list("pk", "renditions_attempts")[:SWEEP_BATCH]
        )
        again = [pk for pk, attempts in overdue if attempts < MAX_ATTEMPTS]
        spent = [pk for pk, attempts in overdue if attempts >= MAX_ATTEMPTS]
        SiteImage.objects.filter(pk__in=again).update(renditions_due_at=now + lease())
        SiteImage.objects.filter(pk__in=spent).update(renditions_due_at=None)
        _publish(again)
    for pk in spent:
        logger.error(
            "The renditions of a picture were given up",
            extra={"event": "renditions.given_up", "image_id": pk},
        )
    return len(again)


def _missing(image: SiteImage) -> list[Filter]:
    there = set(image.renditions.values_list("filter_spec", "focal_point_key"))
    wanted = [Filter(spec) for spec in STANDARD_SPECS]
    return [one for one in wanted if (one.spec, one.get_cache_key(image)) not in there]


def _make(image: SiteImage, wanted: Filter) -> bool:
    """Make one rendition; return whether nobody else was quicker.

    Its file is whole before there is a row, so a task that is killed leaves no half of one.
    """
    made = SiteRendition(
        image=image, filter_spec=wanted.spec, focal_point_key=wanted.get_cache_key(image)
    )
    content = image.generate_rendition_file(wanted)
    made.file.save(content.name, content, save=False)
    try:
        with transaction.atomic():
            # Locked: replacing the file deletes the renditions that it sees.
            current = SiteImage.objects.select_for_update().filter(
                pk=image.pk, file=image.file.name
            )
            if current.values_list("pk").first() is None:
                raise _ReplacedError
            made.save()
    except IntegrityError:
        made.file.delete(save=False)
        return False
    except BaseException:
        made.file.delete(save=False)
        raise
    return True


def _publish(image_ids: list[int]) -> None:
    from cms.core.tasks import make_renditions as task

    for pk in image_ids:
        send = partial(task.apply_async, args=(pk,), retry=False)
        # Robust: a broker that is down must not fail the upload; the row waits for the beat.
        transaction.on_commit(send, robust=True)
