"""What other apps call: declare events and subscribers, and tell a fact."""

from cms.eventlog.emitting import emit
from cms.eventlog.registry import register_event, subscribe

__all__ = ["emit", "register_event", "subscribe"]
