"""Finding what got lost between the rows and the workers."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.eventlog.enums import DeliveryState
from cms.eventlog.models import Delivery
from cms.eventlog.services.delivering import MAX_ATTEMPTS
from cms.eventlog.services.relaying import publish_deliveries

logger = logging.getLogger(__name__)

# Twice what the relay makes in one go, so that a flushed broker is filled again in a few
# rounds without one transaction holding thousands of locks.
SWEEP_BATCH = 500
LOST = "The worker was lost while the handler ran."
# However long the queue, a task that got lost is missed after an hour.
LONGEST_TRUST = timedelta(hours=1)


def next_trust(age: timedelta, trust: timedelta) -> timedelta:
    """Return how long the queue is trusted with a row that has been due for `age`.

    Doubling: when work piles up, its tasks are still in the queue, and sending them again
    at a steady pace would fill it with repeats faster than it is worked off.
    """
    return min(max(age, trust), LONGEST_TRUST)


def sweep(*, now: datetime | None = None) -> int:
    """Send tasks again for deliveries that are overdue, and return how many.

    A row whose handler is still at work is locked and skipped.
    """
    now = now or timezone.now()
    trust = timedelta(seconds=settings.EVENTLOG_QUEUE_TRUST_SECONDS)
    with transaction.atomic():
        overdue = list(
            Delivery.objects.select_for_update(skip_locked=True)
            .waiting()
            .filter(sweep_at__lte=now)
            .order_by("sweep_at")[:SWEEP_BATCH]
        )
        waiting = [one for one in overdue if one.state == DeliveryState.PENDING]
        lost = [one for one in overdue if one.state == DeliveryState.RUNNING]
        spent = {one.pk for one in lost if one.attempts >= MAX_ATTEMPTS}
        again = [one.pk for one in lost if one.pk not in spent]
        for one in waiting:
            one.sweep_at = now + next_trust(now - one.due_at, trust)
        Delivery.objects.bulk_update(waiting, ["sweep_at"])
        Delivery.objects.filter(pk__in=again).move(
            DeliveryState.RUNNING,
            DeliveryState.PENDING,
            due_at=now,
            sweep_at=now + trust,
            last_error=LOST,
        )
        Delivery.objects.filter(pk__in=spent).move(
            DeliveryState.RUNNING, DeliveryState.DEAD, due_at=now, last_error=LOST
        )
        publish_deliveries((one.pk, one.handler) for one in overdue if one.pk not in spent)
    if overdue:
        logger.info(
            "Swept deliveries",
            extra={"event": "eventlog.swept", "count": len(overdue), "lost": len(lost)},
        )
    return len(overdue) - len(spent)
