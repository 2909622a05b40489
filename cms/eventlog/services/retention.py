"""Ending what has been kept long enough."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cms.eventlog.enums import WAITING_STATES, DeliveryState
from cms.eventlog.models import Delivery, Event, OutboxEntry
from cms.eventlog.registry import registry

logger = logging.getLogger(__name__)

# Deletes cascade to deliveries, so a batch is a few thousand rows: well below what would
# hold up a backup or a replica.
EXPIRE_BATCH = 500
EXPIRE_BATCHES_PER_RUN = 40
# A dead letter holds its event this long past the attempt that was its last, for a
# person to decide; then the retention that was promised counts more.
DEAD_HELD = timedelta(days=90)


def expire_events(*, now: datetime | None = None) -> int:
    """Delete events past their retention that nobody waits for, and return how many."""
    now = now or timezone.now()
    held = Delivery.objects.filter(event=OuterRef("pk")).filter(
        Q(state__in=WAITING_STATES) | Q(state=DeliveryState.DEAD, due_at__gt=now - DEAD_HELD)
    )
    waiting = OutboxEntry.objects.filter(event=OuterRef("pk"))
    total = 0
    for event_type in registry.events.values():
        old = Event.objects.filter(
            ~Exists(held),
            ~Exists(waiting),
            name=event_type.name,
            occurred_at__lt=now - timedelta(days=event_type.keep_days),
        ).order_by("occurred_at")
        for _ in range(EXPIRE_BATCHES_PER_RUN):
            with transaction.atomic():
                ids = list(old.values_list("pk", flat=True)[:EXPIRE_BATCH])
                total += Event.objects.filter(pk__in=ids).expire()
            if len(ids) < EXPIRE_BATCH:
                break
    if total:
        logger.info("Expired events", extra={"event": "eventlog.expired", "count": total})
    return total
