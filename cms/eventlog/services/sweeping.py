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


def sweep(*, now: datetime | None = None) -> int:
    """Send tasks again for deliveries that are overdue, and return how many.

    A row whose handler is still at work is locked and skipped. The others are trusted to
    the queue for a while again, so that a long queue is not filled with repeats.
    """
    now = now or timezone.now()
    trusted_until = now + timedelta(seconds=settings.EVENTLOG_QUEUE_TRUST_SECONDS)
    with transaction.atomic():
        overdue = list(
            Delivery.objects.select_for_update(skip_locked=True)
            .waiting()
            .filter(sweep_at__lte=now)
            .order_by("sweep_at")
            .values_list("pk", "handler", "state", "attempts")[:SWEEP_BATCH]
        )
        waiting = [pk for pk, _, state, _ in overdue if state == DeliveryState.PENDING]
        lost = [(pk, n) for pk, _, state, n in overdue if state == DeliveryState.RUNNING]
        spent = {pk for pk, attempts in lost if attempts >= MAX_ATTEMPTS}
        Delivery.objects.filter(pk__in=waiting).update(sweep_at=trusted_until)
        Delivery.objects.filter(pk__in=[pk for pk, _ in lost if pk not in spent]).move(
            DeliveryState.RUNNING,
            DeliveryState.PENDING,
            due_at=now,
            sweep_at=trusted_until,
            last_error=LOST,
        )
        Delivery.objects.filter(pk__in=spent).move(
            DeliveryState.RUNNING, DeliveryState.DEAD, due_at=now, last_error=LOST
        )
        publish_deliveries((pk, handler) for pk, handler, _, _ in overdue if pk not in spent)
    if overdue:
        logger.info(
            "Swept deliveries",
            extra={"event": "eventlog.swept", "count": len(overdue), "lost": len(lost)},
        )
    return len(overdue) - len(spent)
