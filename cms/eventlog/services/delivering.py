"""Running a handler for an event: at least once, its database effects exactly once."""

import logging
import random
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cms.eventlog.enums import DeliveryState
from cms.eventlog.errors import EventLogError
from cms.eventlog.failures import describe, innermost_frame
from cms.eventlog.models import ERROR_LENGTH, Delivery
from cms.eventlog.registry import registry

logger = logging.getLogger(__name__)

# With the backoff below, the last of these comes about four hours after the first: a
# deployment with a mistake can be mended in that time without anything being given up.
MAX_ATTEMPTS = 12
BACKOFF_LONGEST_SECONDS = 3600.0
# Clocks of two machines differ a little; without slack, a worker whose clock is behind
# would leave a fresh delivery to the sweep.
CLOCK_SLACK = timedelta(seconds=5)


class LostRaceError(EventLogError):
    """The delivery was taken from under a handler that believed to hold it."""

    code = "lost_race"


def deliver(delivery_id: int, *, now: datetime | None = None) -> bool:
    """Run the handler of one delivery; return whether this call is what got it done.

    A second task for a delivery that is done, running or not yet due does nothing.
    """
    now = now or timezone.now()
    attempt = _claim(delivery_id, now)
    if attempt is None:
        return False
    try:
        return _run(delivery_id, attempt)
    except Exception as error:  # a handler may raise anything; it is kept in the row
        _record_failure(delivery_id, attempt, error, now)
        return False


def _claim(delivery_id: int, now: datetime) -> int | None:
    """Count the attempt before anything is run, and return its number.

    It is committed by itself, so that a handler that kills its process is counted too
    and cannot go on for ever.
    """
    lease_ends_at = now + timedelta(seconds=settings.EVENTLOG_LEASE_SECONDS)
    row = Delivery.objects.filter(pk=delivery_id)
    with transaction.atomic(durable=True):
        claimed = row.filter(due_at__lte=now + CLOCK_SLACK).move(
            DeliveryState.PENDING,
            DeliveryState.RUNNING,
            attempts=F("attempts") + 1,
            sweep_at=lease_ends_at,
        )
        return row.values_list("attempts", flat=True).get() if claimed else None


def _run(delivery_id: int, attempt: int) -> bool:
    """Run the handler and mark it done, in one transaction under the row's lock."""
    row = Delivery.objects.filter(pk=delivery_id, attempts=attempt)
    with transaction.atomic(durable=True):
        # Should the sweep have given the row to another worker meanwhile, its attempt has
        # another number and this one has nothing left to do.
        delivery = (
            row.filter(state=DeliveryState.RUNNING)
            .select_related("event")
            .select_for_update(of=("self",))
            .first()
        )
        if delivery is None:
            return False
        registry.subscriber(delivery.handler).handler(delivery.event)
        done = row.move(
            DeliveryState.RUNNING, DeliveryState.DONE, done_at=timezone.now(), last_error=""
        )
        if not done:
            raise LostRaceError
    return True


def _record_failure(delivery_id: int, attempt: int, error: Exception, now: datetime) -> None:
    last_error = describe(error, ERROR_LENGTH)
    row = Delivery.objects.filter(pk=delivery_id, attempts=attempt)
    if attempt >= MAX_ATTEMPTS:
        row.move(DeliveryState.RUNNING, DeliveryState.DEAD, last_error=last_error, due_at=now)
    else:
        due_at = now + timedelta(seconds=backoff_seconds(attempt))
        row.move(
            DeliveryState.RUNNING,
            DeliveryState.PENDING,
            last_error=last_error,
            due_at=due_at,
            sweep_at=due_at,
        )
    logger.warning(
        "A handler failed",
        extra={
            "event": "eventlog.handler_failed",
            "delivery_id": delivery_id,
            "attempt": attempt,
            "error": type(error).__name__,
            "where": innermost_frame(error),
        },
    )


def backoff_seconds(attempt: int) -> float:
    """Return how long to wait after a failed attempt: doubling, and never all at one moment."""
    longest = min(settings.EVENTLOG_BACKOFF_SECONDS * 2 ** (attempt - 1), BACKOFF_LONGEST_SECONDS)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311  nobody gains by guessing it
