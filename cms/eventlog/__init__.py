"""The append-only log of facts, its outbox and its subscribers.

An app declares its events in `events.py` and its subscribers in `subscribers.py`; both are
loaded when Django starts.
"""

from cms.eventlog.emitting import emit
from cms.eventlog.registry import register_event, subscribe

__all__ = ["emit", "register_event", "subscribe"]
