"""Giving a new subscriber the events of before its time."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cms.eventlog.errors import BackfillRefusedError
from cms.eventlog.models import Event
from cms.eventlog.registry import registry
from cms.eventlog.services.relaying import make_deliveries

logger = logging.getLogger(__name__)

# As the relay's: one transaction's worth.
BACKFILL_BATCH = 200


def backfill(name: str, *, now: datetime | None = None) -> int:
    """Make the missing deliveries of all kept events for one subscriber; return how many.

    May be run again and beside the relay: one event is delivered to one handler once.
    """
    subscriber = registry.subscriber(name)
    if subscriber.starts != "backfill":
        raise BackfillRefusedError(f"{name} starts with the events that come after it.")
    now = now or timezone.now()
    events = Event.objects.filter(name__in=subscriber.to).exclude(deliveries__handler=name)
    last, total = 0, 0
    while True:
        with transaction.atomic():
            batch = list(events.filter(pk__gt=last).order_by("pk")[:BACKFILL_BATCH])
            make_deliveries([subscriber], batch, now=now)
        if not batch:
            break
        last = batch[-1].pk
        total += len(batch)
    logger.info("Backfilled a subscriber", extra={"event": "eventlog.backfilled", "count": total})
    return total
