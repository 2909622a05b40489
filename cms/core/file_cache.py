"""The cache of one machine without Redis: files, with counting that is safe among processes."""

import fcntl
import pickle
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.filebased import FileBasedCache


class SharedFileCache(FileBasedCache):
    """Django's file cache, whose `add` and `incr` are done by one process at a time.

    Django's own read and write in two steps: of two at once one is lost, and `incr` starts
    the value's time to live anew with the default of five minutes.
    """

    _dir: str
    _createdir: Callable[[], None]
    _key_to_file: Callable[..., str]

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self._createdir()
        with Path(self._dir, "counting.lock").open("w") as lock:
            # Given back when the file is closed, by a killed process too.
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        with self._alone():
            return super().add(key, value, timeout=timeout, version=version)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Add to a number and return it; ValueError when there is none."""
        with self._alone():
            value = self.get(key, version=version)
            if value is None:
                raise ValueError(f"Key '{key}' not found")
            raised = int(value) + delta
            self.set(key, raised, timeout=self._seconds_left(key, version), version=version)
            return raised

    def _seconds_left(self, key: Any, version: int | None) -> float | None:
        with open(self._key_to_file(key, version), "rb") as file:
            # The first thing in the file, written by this cache itself.
            expires_at: float | None = pickle.load(file)  # noqa: S301
        return None if expires_at is None else expires_at - time.time()
