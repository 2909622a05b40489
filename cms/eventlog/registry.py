"""Which events there are, with their data and retention, and who wants to hear of them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from cms.eventlog.errors import RegistrationError, UnknownEventError, UnknownSubscriberError

if TYPE_CHECKING:
    from cms.eventlog.models import Event

Handler = Callable[["Event"], None]
Start = Literal["now", "backfill"]

# Queues that a handler may ask for; routes of other work are not the log's to fill.
HANDLER_QUEUES = ("default", "mail")
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")


@dataclass(frozen=True)
class EventType:
    """A kind of fact: its name in the past tense, the keys of its data, and how long it is kept."""

    name: str
    data: tuple[str, ...]
    keep_days: int


@dataclass(frozen=True)
class Subscriber:
    """A handler with its name, which is kept in rows: renaming one makes it another."""

    name: str
    to: tuple[str, ...]
    handler: Handler
    queue: str = "default"
    starts: Start = "now"


@dataclass
class Registry:
    """What the running code declared."""

    events: dict[str, EventType] = field(default_factory=dict)
    subscribers: dict[str, Subscriber] = field(default_factory=dict)

    def add_event(self, event_type: EventType) -> EventType:
        if not _NAME.fullmatch(event_type.name):
            raise RegistrationError(f"{event_type.name!r} is no event name (app.past_fact).")
        if event_type.name in self.events:
            raise RegistrationError(f"The event {event_type.name} is registered twice.")
        if event_type.keep_days < 1:
            raise RegistrationError(f"{event_type.name}: keep_days must be 1 or more.")
        self.events[event_type.name] = event_type
        return event_type

    def add_subscriber(self, subscriber: Subscriber) -> Subscriber:
        if not _NAME.fullmatch(subscriber.name):
            raise RegistrationError(f"{subscriber.name!r} is no handler name (app.verb_noun).")
        if subscriber.name in self.subscribers:
            raise RegistrationError(f"The handler {subscriber.name} is registered twice.")
        if not subscriber.to:
            raise RegistrationError(f"{subscriber.name} subscribes to nothing.")
        if subscriber.queue not in HANDLER_QUEUES:
            raise RegistrationError(f"{subscriber.name}: no queue {subscriber.queue!r}.")
        if subscriber.starts not in ("now", "backfill"):
            raise RegistrationError(f"{subscriber.name}: starts is 'now' or 'backfill'.")
        self.subscribers[subscriber.name] = subscriber
        return subscriber

    def event_type(self, name: str) -> EventType:
        try:
            return self.events[name]
        except KeyError:
            raise UnknownEventError(f"No event {name!r} is registered.") from None

    def subscriber(self, name: str) -> Subscriber:
        try:
            return self.subscribers[name]
        except KeyError:
            raise UnknownSubscriberError(f"No handler {name!r} is registered.") from None

    def problems(self) -> list[str]:
        """Return what only shows when all apps have registered: events that nobody declares."""
        return [
            f"{one.name} subscribes to {name}, which is not registered."
            for one in self.subscribers.values()
            for name in one.to
            if name not in self.events
        ]


registry = Registry()


def register_event(name: str, *, data: Sequence[str] = (), keep_days: int) -> EventType:
    """Declare a kind of event. Call it in the owning app's `events.py`; list it in docs/events.md.

    `data` names all keys of its data: an event has exactly these. `keep_days` is how long
    a row is kept once everybody who wanted it has had it.
    """
    return registry.add_event(EventType(name, tuple(data), keep_days))


def subscribe(
    name: str,
    *,
    to: Sequence[str],
    handler: Handler,
    queue: str = "default",
    starts: Start = "now",
) -> Subscriber:
    """Declare that `handler` wants these events. Call it in the app's `subscribers.py`.

    The handler runs in the transaction that marks the delivery as done: what it writes to
    the database happens exactly once. It must not talk to other systems; for mail it
    queues a row. `starts="backfill"` allows `manage.py backfill_subscriber`.
    """
    return registry.add_subscriber(Subscriber(name, tuple(to), handler, queue, starts))
