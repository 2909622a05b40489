"""Hands tasks to the broker without ever failing, or holding up, who asked.

Every task sent here starts from a row that the beat finds again, so a broker that is down
costs a few seconds' delay and nothing else.
"""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

logger = logging.getLogger(__name__)

# After a failure this process leaves the broker alone for as long: a connection that times
# out takes seconds, and every request of a busy site would wait for it in turn.
PAUSE_SECONDS = 5.0


@dataclass(frozen=True)
class Message:
    """One task to send. Without a queue, the routes of the settings decide."""

    task: Any
    args: tuple[Any, ...] = field(default=())
    queue: str | None = None


class _Breaker:
    """When this process may ask the broker again."""

    resume_at = 0.0


def publish(messages: Iterable[Message]) -> int:
    """Send the tasks and return how many the broker took; stop at the first that it did not."""
    sent = 0
    if time.monotonic() < _Breaker.resume_at:
        return sent
    for message in messages:
        route = {"queue": message.queue} if message.queue else {}
        try:
            message.task.apply_async(args=message.args, retry=False, **route)
        except Exception:  # whatever a transport raises, the rows carry the work
            _Breaker.resume_at = time.monotonic() + PAUSE_SECONDS
            logger.warning(
                "The broker does not answer; the beat will send what waits",
                extra={"event": "queue.down", "task": message.task.name},
                exc_info=True,
            )
            break
        sent += 1
    return sent


def publish_on_commit(messages: Iterable[Message]) -> None:
    """Send the tasks once the transaction is committed, for they read its rows."""
    waiting = list(messages)
    transaction.on_commit(lambda: publish(waiting), robust=True)
