"""Making the standard renditions of pictures: by a task after the upload, found by the beat."""

import logging
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.images.models import Filter

from cms.core.due import DueWork
from cms.core.models import SiteImage, SiteRendition
from cms.core.renditions import STANDARD_SPECS

logger = logging.getLogger(__name__)


class _ReplacedError(Exception):
    """Another file took this one's place meanwhile."""


def _task() -> Any:
    from cms.core.tasks import make_renditions as task

    return task


# A picture whose renditions were given up is made by the pages that show it.
RENDITIONS = DueWork("renditions", SiteImage, _task)


def make_renditions(image_id: int, *, now: datetime | None = None) -> int:
    """Make what is missing of the standard renditions, and return how many were made."""
    now = now or timezone.now()
    image: SiteImage | None = RENDITIONS.begin(image_id, now=now)
    if image is None:
        return 0
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
        RENDITIONS.put_off(image, now=now, file=image.file.name)
        return made
    RENDITIONS.finish(image.pk, file=image.file.name)
    return made


def sweep_renditions(*, now: datetime | None = None) -> int:
    """Send tasks for pictures whose renditions are overdue, and return how many."""
    return RENDITIONS.sweep(now=now)


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
