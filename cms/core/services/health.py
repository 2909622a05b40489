"""Whether the parts that a request needs answer."""

import logging
import time
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection

logger = logging.getLogger(__name__)

HEARTBEAT_KEY = "health:heartbeat"
# Three beats of 10 seconds and some slack: one lost beat is no news.
HEARTBEAT_LATE_SECONDS = 40


def note_heartbeat() -> None:
    """Keep the time at which a worker last ran the beat's task."""
    cache.set(HEARTBEAT_KEY, time.time(), timeout=3600)


def forget_heartbeat() -> None:
    """Drop what an earlier run left."""
    cache.delete(HEARTBEAT_KEY)


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def _cache() -> str:
    cache.set("health:probe", 1, timeout=10)
    if cache.get("health:probe") != 1:
        return "failed"
    # The site goes on without Redis, so this is no failure; but somebody should know.
    return "degraded" if getattr(cache, "is_on_memory", False) else "ok"


def _tasks() -> str:
    last = cache.get(HEARTBEAT_KEY)
    if last is None:
        return "waiting"
    return "ok" if time.time() - last < HEARTBEAT_LATE_SECONDS else "late"


def check_parts() -> dict[str, str]:
    """Return a state per part: `ok` or `failed`; the cache may be `degraded`, the tasks
    `waiting` or `late`.
    """
    probes: dict[str, Callable[[], str]] = {
        "database": _database,
        "cache": _cache,
        "tasks": _tasks,
    }
    states = {}
    for name, probe in probes.items():
        try:
            states[name] = probe()
        except Exception:  # whatever the part raised, the answer is that it failed
            logger.exception("A health probe failed", extra={"event": "health.failed"})
            states[name] = "failed"
    return states
