"""How the log is doing, for an operator."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from cms.eventlog.models import Delivery, Event, OutboxEntry


@dataclass(frozen=True)
class Status:
    """Counts of rows, and since when the oldest of what waits is waiting."""

    events: int
    unrelayed: int
    oldest_unrelayed_at: datetime | None
    deliveries: dict[str, int]
    oldest_waiting_at: datetime | None
    dead_by_handler: dict[str, int]


def read_status() -> Status:
    """Count what there is, what waits and what was given up."""
    outbox = OutboxEntry.objects.aggregate(count=Count("pk"), oldest=Min("event__occurred_at"))
    states = Delivery.objects.order_by().values_list("state").annotate(count=Count("pk"))
    dead = Delivery.objects.dead().order_by().values_list("handler").annotate(count=Count("pk"))
    return Status(
        events=Event.objects.count(),
        unrelayed=outbox["count"],
        oldest_unrelayed_at=outbox["oldest"],
        deliveries=dict(states),
        oldest_waiting_at=Delivery.objects.waiting().aggregate(oldest=Min("event__occurred_at"))[
            "oldest"
        ],
        dead_by_handler=dict(dead),
    )
