"""A cache that a dead Redis slows down but never breaks."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

# How long to leave a server alone after it failed: long enough that requests do not
# queue up on time-outs, short enough that limits are shared again soon.
PAUSE_SECONDS = 5.0
CONNECT_SECONDS = 0.5
ANSWER_SECONDS = 1.0


class ResilientRedisCache(RedisCache):
    """Redis while it answers, else this process's own memory.

    Without Redis, sessions are read from the database (SESSION_ENGINE) and the limits
    on attempts go on per process: weaker by the number of processes, never absent.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        options = params.setdefault("OPTIONS", {})
        options.setdefault("socket_connect_timeout", CONNECT_SECONDS)
        options.setdefault("socket_timeout", ANSWER_SECONDS)
        super().__init__(server, params)
        self._memory = LocMemCache(f"fallback-{server}", {**params, "OPTIONS": {}})
        self._resume_at = 0.0

    def _first_redis(self, method: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= self._resume_at:
            call: Callable[..., Any] = getattr(super(), method)
            try:
                return call(*args, **kwargs)
            except (RedisError, OSError):
                self._resume_at = time.monotonic() + PAUSE_SECONDS
                logger.exception("The cache server does not answer", extra={"event": "cache.down"})
        return getattr(self._memory, method)(*args, **kwargs)

    def add(self, *args: Any, **kwargs: Any) -> Any:
        return self._first_redis("add", *args, **kwargs)

    def get(self, *args: Any, **kwargs: Any) -> Any:
        return self._first_redis("get", *args, **kwargs)

    def set(self, *args: Any, **kwargs: Any) -> Any:
        return self._first_redis("set", *args, **kwargs)

    def touch(self, *args: Any, **kwargs: Any) -> Any:
        return self._first_redis("touch", *args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return self._first_redis("delete", *args, **kwargs)

    def get_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._first_redis("get_many", *args, **kwargs)

    def has_key(self, *args: Any, **kwargs: Any) -> Any:
        return self._first_redis("has_key", *args, **kwargs)

    def incr(self, *args: Any, **kwargs: Any) -> Any:
        return self._first_redis("incr", *args, **kwargs)

    def set_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._first_redis("set_many", *args, **kwargs)

    def delete_many(self, *args: Any, **kwargs: Any) -> Any:
        return self._first_redis("delete_many", *args, **kwargs)

    def clear(self) -> Any:
        return self._first_redis("clear")
