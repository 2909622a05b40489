"""A cache that a dead Redis slows down but never breaks."""

import logging
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

# How long to leave a server alone after it failed: long enough that requests do not
# queue up on time-outs, short enough that limits are shared again soon.
PAUSE_SECONDS = 5.0
CONNECT_SECONDS = 0.5
ANSWER_SECONDS = 1.0
# Django's 300 would let a flood of new keys push out the counted attempts of everybody else.
MEMORY_ENTRIES = 20_000
# Of so many keys that were written meanwhile is remembered that Redis has old values.
STALE_ENTRIES = 100_000


@dataclass
class Outage:
    """What all threads of this process know about one server."""

    is_down: bool = False
    resume_at: float = 0.0
    stale_keys: dict[str, None] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def may_ask(self) -> bool:
        """Say whether to try the server; while it is down, one thread tries for all."""
        with self.lock:
            if not self.is_down:
                return True
            now = time.monotonic()
            if now < self.resume_at:
                return False
            self.resume_at = now + PAUSE_SECONDS
            return True

    def begin(self) -> bool:
        """Leave the server alone for a while; return whether this is news."""
        with self.lock:
            is_news = not self.is_down
            self.is_down = True
            self.resume_at = time.monotonic() + PAUSE_SECONDS
            return is_news

    def note_stale(self, keys: Iterable[str]) -> None:
        with self.lock:
            self.stale_keys.update(dict.fromkeys(keys))
            while len(self.stale_keys) > STALE_ENTRIES:
                self.stale_keys.pop(next(iter(self.stale_keys)))


_outages: dict[str, Outage] = {}


class ResilientRedisCache(RedisCache):
    """Redis while it answers, else this process's own memory.

    Without Redis, sessions are read from the database (SESSION_ENGINE) and the limits
    on attempts go on per process: weaker by the number of processes, never absent.

    When Redis is back, what this process wrote or deleted meanwhile is dropped there first.
    Otherwise a session that ended during the outage would come to life again.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = params.setdefault("OPTIONS", {})
        options.setdefault("socket_connect_timeout", CONNECT_SECONDS)
        options.setdefault("socket_timeout", ANSWER_SECONDS)
        # The client's own default repeats a failed call with pauses of whole seconds.
        options.setdefault("retry", Retry(NoBackoff(), 0))
        super().__init__(server, params)
        name = str(server)
        memory = {**params, "OPTIONS": {"MAX_ENTRIES": MEMORY_ENTRIES}}
        self._memory = LocMemCache(f"fallback-{name}", memory)
        self._outage = _outages.setdefault(name, Outage())

    @property
    def is_on_memory(self) -> bool:
        """Whether this process makes do with its own memory just now."""
        return self._outage.is_down

    def _ask(self, method: str, *args: Any, keys: Iterable[Any] = (), **kwargs: Any) -> Any:
        """Call Redis, or the memory while Redis is down; `keys` are those that change."""
        if self._outage.may_ask():
            try:
                self._recover()
                return getattr(super(), method)(*args, **kwargs)
            except (RedisError, OSError):
                if self._outage.begin():
                    logger.exception(
                        "The cache server does not answer", extra={"event": "cache.down"}
                    )
        version = kwargs.get("version")
        self._outage.note_stale(self.make_key(key, version=version) for key in keys)
        return getattr(self._memory, method)(*args, **kwargs)

    def _recover(self) -> None:
        """Drop what is old in Redis now, and in memory before the next outage."""
        outage = self._outage
        if not outage.is_down:
            return
        stale = list(outage.stale_keys)
        if stale:
            self._cache.delete_many(stale)
        else:
            self._cache.has_key("probe")
        with outage.lock:
            outage.is_down = False
            for key in stale:
                outage.stale_keys.pop(key, None)
        self._memory.clear()
        logger.info("The cache server answers again", extra={"event": "cache.up"})

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        return self._ask("add", key, value, timeout=timeout, version=version, keys=[key])

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._ask("get", key, default=default, version=version)

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._ask("set", key, value, timeout=timeout, version=version, keys=[key])

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        return self._ask("touch", key, timeout=timeout, version=version, keys=[key])

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._ask("delete", key, version=version, keys=[key])

    def get_many(self, keys: Iterable[Any], version: int | None = None) -> dict[Any, Any]:
        return self._ask("get_many", list(keys), version=version)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self._ask("has_key", key, version=version)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return self._ask("incr", key, delta=delta, version=version, keys=[key])

    def set_many(
        self,
        data: Mapping[Any, Any],
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> list[Any]:
        return self._ask("set_many", data, timeout=timeout, version=version, keys=list(data))

    def delete_many(self, keys: Iterable[Any], version: int | None = None) -> None:
        keys = list(keys)
        self._ask("delete_many", keys, version=version, keys=keys)

    def clear(self) -> Any:
        return self._ask("clear")
