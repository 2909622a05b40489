"""From events to deliveries."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cms.eventlog.enums import DeliveryState
from cms.eventlog.models import Delivery, Event, OutboxEntry
from cms.eventlog.queueing import Message, publish_on_commit
from cms.eventlog.registry import Subscriber, registry

logger = logging.getLogger(__name__)

# One transaction's worth: long enough to be quick, short enough that a killed relay
# leaves little to do again.
RELAY_BATCH = 200
# A run ends well within the time limit of a task, whatever has piled up; the next beat goes on.
RELAY_BATCHES_PER_RUN = 50


def relay() -> int:
    """Make deliveries of all events that wait, and return how many events that were."""
    total = 0
    for _ in range(RELAY_BATCHES_PER_RUN):
        count = relay_batch()
        total += count
        if count < RELAY_BATCH:
            break
    if total:
        logger.info("Relayed events", extra={"event": "eventlog.relayed", "count": total})
    return total


def relay_batch(*, now: datetime | None = None) -> int:
    """Make the deliveries of one batch of events and have them worked after commit.

    Two relays never take the same entry: each skips what the other has locked (SQLite has
    no row locks, but lets only one transaction write at a time).
    """
    now = now or timezone.now()
    with transaction.atomic():
        entries = list(
            OutboxEntry.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("event")
            .order_by("pk")[:RELAY_BATCH]
        )
        if not entries:
            return 0
        make_deliveries(registry.subscribers.values(), [entry.event for entry in entries], now=now)
        OutboxEntry.objects.filter(pk__in=[entry.pk for entry in entries]).delete()
    return len(entries)


def make_deliveries(
    subscribers: Iterable[Subscriber], events: Sequence[Event], *, now: datetime
) -> None:
    """Make the deliveries that are missing, and send their tasks on commit."""
    trusted_until = now + timedelta(seconds=settings.EVENTLOG_QUEUE_TRUST_SECONDS)
    wanted = [(event, one.name) for one in subscribers for event in events if event.name in one.to]
    if not wanted:
        return
    # A backfill and the relay may come to the same event; the second finds it made.
    Delivery.objects.bulk_create(
        [
            Delivery(event=event, handler=handler, due_at=now, sweep_at=trusted_until)
            for event, handler in wanted
        ],
        ignore_conflicts=True,
    )
    made = Delivery.objects.filter(
        event_id__in={event.pk for event, _ in wanted},
        handler__in={handler for _, handler in wanted},
        state=DeliveryState.PENDING,
    )
    publish_deliveries(made.values_list("pk", "handler"))


def publish_deliveries(deliveries: Iterable[tuple[int, str]]) -> None:
    """Send, on commit, a task for each (id, handler)."""
    from cms.eventlog.tasks import deliver

    publish_on_commit(Message(deliver, (pk,), queue_of(handler)) for pk, handler in deliveries)


def queue_of(handler: str) -> str:
    """Return the queue that the handler asked for; one that is gone fails on the default."""
    subscriber = registry.subscribers.get(handler)
    return subscriber.queue if subscriber else "default"
