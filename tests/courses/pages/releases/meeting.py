"""Two acts meeting at a chosen place: the first stops before a write until the second is done or
waits for a lock. Each has a connection of its own, as processes have."""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

WRITE = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM) "(\w+)"|.*FOR (NO KEY )?UPDATE', re.DOTALL)
SECONDS = 60.0
# Who waits for a lock in this database.
WAITING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@dataclass
class Stop:
    """Holds an act that has written so often and is about to write again."""

    after: int
    writes: int = 0
    is_reached: threading.Event = field(default_factory=threading.Event)
    may_go_on: threading.Event = field(default_factory=threading.Event)

    def __call__(self, execute: Any, sql: Any, *rest: Any) -> Any:
        if not WRITE.match(str(sql)):
            return execute(sql, *rest)
        # Just before the next one: what it has read by now may be outdated when it goes on.
        if self.writes == self.after:
            self._wait()
        self.writes += 1
        return execute(sql, *rest)

    def _wait(self) -> None:
        self.is_reached.set()
        assert self.may_go_on.wait(SECONDS), "nobody let it go on"


@dataclass(frozen=True)
class Meeting:
    """What both returned or raised, and whether the first came to its stop at all."""

    first: Any
    second: Any
    is_met: bool
    # Whether the second had to wait for the first.
    has_waited: bool


def meet(first: Callable[[], Any], second: Callable[[], Any], *, after: int) -> Meeting:
    """Do `first` until it has written `after` times, then all that `second` can, then the rest."""
    stop = Stop(after)
    results: dict[str, Any] = {}

    def run(name: str, act: Callable[[], Any], wrapper: Any) -> None:
        try:
            with connection.execute_wrapper(wrapper):
                results[name] = act()
        except Exception as error:
            results[name] = error
        finally:
            connection.close()

    threads = {
        "first": threading.Thread(target=run, args=("first", first, stop)),
        "second": threading.Thread(target=run, args=("second", second, _as_it_is)),
    }
    threads["first"].start()
    while not stop.is_reached.wait(0.01) and threads["first"].is_alive():
        pass
    is_met = stop.is_reached.is_set()
    threads["second"].start()
    has_waited = is_met and _is_done_or_waits(threads["second"])
    stop.may_go_on.set()
    for thread in threads.values():
        thread.join(SECONDS)
        assert not thread.is_alive(), "they wait for each other"
    return Meeting(results["first"], results["second"], is_met, has_waited)


def _as_it_is(execute: Any, *rest: Any) -> Any:
    return execute(*rest)


def _is_done_or_waits(thread: threading.Thread) -> bool:
    """Return once it is done, or waits for a lock; say whether it waits."""
    until = time.monotonic() + SECONDS
    while thread.is_alive() and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[0]:
                return True
        thread.join(0.02)
    return False
