"""Trying again what was given up."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.eventlog.enums import DeliveryState
from cms.eventlog.models import Delivery
from cms.eventlog.services.relaying import publish_deliveries

logger = logging.getLogger(__name__)


def retry_dead(
    *, ids: Iterable[int] | None = None, handler: str | None = None, now: datetime | None = None
) -> int:
    """Put dead deliveries back to wait, all or those named, and return how many.

    Attempts count from none again, so that the backoff has its full course.
    """
    now = now or timezone.now()
    chosen = Delivery.objects.dead()
    if ids is not None:
        chosen = chosen.filter(pk__in=list(ids))
    if handler is not None:
        chosen = chosen.filter(handler=handler)
    with transaction.atomic():
        rows = list(chosen.select_for_update(skip_locked=True).values_list("pk", "handler"))
        count = Delivery.objects.filter(pk__in=[pk for pk, _ in rows]).move(
            DeliveryState.DEAD,
            DeliveryState.PENDING,
            attempts=0,
            due_at=now,
            sweep_at=now + timedelta(seconds=settings.EVENTLOG_QUEUE_TRUST_SECONDS),
        )
        publish_deliveries(rows)
    logger.info(
        "Dead deliveries are tried again", extra={"event": "eventlog.retried", "count": count}
    )
    return count
