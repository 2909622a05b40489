"""Refusals of the event log. Each is a mistake in code, so the messages are for programmers."""


class EventLogError(Exception):
    """The base of what the event log refuses."""

    code = "eventlog"


class UnknownEventError(EventLogError):
    """The name is not registered."""

    code = "unknown_event"


class EventDataError(EventLogError):
    """The data has other keys than registered, or a value that is no id, number or code."""

    code = "event_data"


class OutsideTransactionError(EventLogError):
    """The event would not share the fate of the fact that it tells."""

    code = "outside_transaction"


class RegistrationError(EventLogError):
    """An event or a subscriber is declared twice, or wrongly."""

    code = "registration"


class UnknownSubscriberError(EventLogError):
    """No handler of this name is registered in the running code."""

    code = "unknown_subscriber"


class BackfillRefusedError(EventLogError):
    """The subscriber starts with the events that come after it."""

    code = "backfill_refused"


class AppendOnlyError(EventLogError):
    """Events are never changed, and only the end of their retention deletes them."""

    code = "append_only"
