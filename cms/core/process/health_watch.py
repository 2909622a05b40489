"""Asks a running site how it is, and says so when the answer changes."""

import http.client
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable

STARTING_SECONDS = 0.25
WATCHING_SECONDS = 5.0
# Until the first beat, "late" speaks of the run before this one.
FIRST_BEAT_SECONDS = 45.0
ANSWER_SECONDS = 4.0
# The beat's task is what shows that worker and beat both work.
TASKS_PART = "tasks"
TASK_WORDS = {"ok": "ok", "waiting": "starting", "late": "late"}


class HealthWatch:
    """Polls /health/ready in a thread of its own."""

    def __init__(
        self,
        url: str,
        *,
        say: Callable[[str], None],
        is_up: Callable[[str], bool],
        on_ready: Callable[[], None],
    ) -> None:
        self.url = url + "health/ready"
        self.say = say
        self.is_up = is_up
        self.on_ready = on_ready
        # This machine asks itself: a proxy of the environment has no part in it.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        self._began_at = time.monotonic()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        """Begin to ask."""
        self._thread.start()

    def stop(self) -> None:
        """Ask no more."""
        self._stopped.set()

    def _watch(self) -> None:
        was_ready = False
        told = ""
        while not self._stopped.is_set():
            parts = self._ask()
            state = self._in_words(parts)
            is_ready = parts is not None and "failed" not in parts.values()
            if self._stopped.is_set():
                return
            if is_ready and not was_ready:
                was_ready = True
                self.on_ready()
            if was_ready and state != told:
                told = state
                self.say(f"Health: {state}")
            self._stopped.wait(WATCHING_SECONDS if was_ready else STARTING_SECONDS)

    def _ask(self) -> dict[str, str] | None:
        """Return the state of each part, or None when nothing answers."""
        try:
            with self._opener.open(self.url, timeout=ANSWER_SECONDS) as answer:
                body = answer.read()
        except urllib.error.HTTPError as error:
            body = error.read()
        except (OSError, http.client.HTTPException):
            return None
        try:
            parts = json.loads(body)["parts"]
        except (ValueError, KeyError, TypeError):
            return None
        return {str(name): str(state) for name, state in parts.items()}

    def _in_words(self, parts: dict[str, str] | None) -> str:
        states = {"web": "no answer" if parts is None else "ok"}
        # Without an answer we know of the others only that their processes live.
        tasks = "running" if parts is None else parts.get(TASKS_PART, "waiting")
        if tasks == "late" and time.monotonic() - self._began_at < FIRST_BEAT_SECONDS:
            tasks = "waiting"
        for service in ("worker", "beat"):
            states[service] = TASK_WORDS.get(tasks, tasks) if self.is_up(service) else "down"
        for name, state in (parts or {}).items():
            if name != TASKS_PART and state != "ok":
                states[name] = state
        return ", ".join(f"{name} {state}" for name, state in states.items())
