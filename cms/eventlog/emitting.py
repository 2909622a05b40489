"""Telling a fact."""

import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from cms.eventlog.errors import EventDataError, OutsideTransactionError
from cms.eventlog.queueing import Message, publish
from cms.eventlog.registry import registry

if TYPE_CHECKING:
    from cms.eventlog.models import Event

# No space, no @: neither a name nor an address passes for a code.
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,63}")


def emit(
    name: str,
    *,
    actor: Model | None = None,
    subject: Model | None = None,
    data: Mapping[str, Any] | None = None,
    now: datetime | None = None,
) -> "Event":
    """Write down that something happened, in the transaction that made it happen.

    `actor` is who did it (kept as an id), `subject` what it happened to. `data` has exactly
    the registered keys, and ids, numbers, booleans or short codes as values: no personal
    data, for the log is kept long and goes to other systems.
    """
    # Loaded here, so that `from cms.eventlog import emit` works before the models are there.
    from cms.eventlog.models import Event, OutboxEntry

    event_type = registry.event_type(name)
    clean_data = _clean(name, event_type.data, data or {})
    if not connection.in_atomic_block:
        raise OutsideTransactionError(f"{name} must be emitted in the transaction of its fact.")
    event = Event(
        name=name,
        actor_id=actor.pk if actor is not None else None,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=str(subject.pk) if subject is not None else "",
        data=clean_data,
        occurred_at=now or timezone.now(),
    )
    event.save()
    OutboxEntry.objects.create(event=event)
    _kick_once()
    return event


def _clean(name: str, keys: tuple[str, ...], data: Mapping[str, Any]) -> dict[str, Any]:
    if set(data) != set(keys):
        raise EventDataError(f"{name} has the data {sorted(keys)}, but was given {sorted(data)}.")
    return {key: _clean_value(name, key, value) for key, value in data.items()}


def _clean_value(name: str, key: str, value: Any) -> Any:
    if isinstance(value, UUID):
        value = str(value)
    # The value itself stays out of the message: it may be just what must not be kept.
    allowed = (
        value is None
        or isinstance(value, bool | int)
        or (isinstance(value, float) and math.isfinite(value))
        or (isinstance(value, str) and _CODE.fullmatch(value) is not None)
    )
    if not allowed:
        raise EventDataError(f"{name}: {key} must be an id, a number, a boolean or a short code.")
    # Enumeration members are strings to us, but not to every reader of JSON.
    return str(value) if isinstance(value, str) else value


def _kick() -> None:
    from cms.eventlog.tasks import relay_outbox

    publish([Message(relay_outbox)])


def _kick_once() -> None:
    """Ask for a relay on commit: once per transaction, however many events it tells.

    Django forgets callbacks of a savepoint that is rolled back, so looking at its list is
    right where a flag of our own would be left standing.
    """
    if any(entry[1] is _kick for entry in connection.run_on_commit):
        return
    transaction.on_commit(_kick, robust=True)
