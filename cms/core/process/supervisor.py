"""Keep several services running, and end them all together.

Every service runs on a lifeline, so none outlives this process, whatever kills it.
"""

import contextlib
import os
import queue
import selectors
import signal
import subprocess
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from .service_log import ServiceLog
from .spawn import Spawned, spawn

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
TICK_SECONDS = 0.5
LONGEST_LINE_BYTES = 64_000
# A lifeline kills its family after the grace; this is for a lifeline that hangs itself.
LIFELINE_SLACK_SECONDS = 2.0


@dataclass(frozen=True)
class Service:
    """One program to keep running: its name in the log, and how to start it."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] | None = None
    grace_seconds: float = 3.0
    pass_fds: tuple[int, ...] = ()


@dataclass(frozen=True)
class RestartPolicy:
    """How patient we are with a service that ends by itself."""

    first_delay_seconds: float = 0.5
    longest_delay_seconds: float = 8.0
    deaths: int = 5
    within_seconds: float = 60.0


@dataclass
class _Running:
    service: Service
    spawned: Spawned | None = None
    buffer: bytes = b""
    deaths: deque[float] = field(default_factory=deque)
    starts_again_at: float | None = None


class Supervisor:
    """Starts services, shows their output, restarts what dies, and stops all in order.

    Use it as a context manager: leaving it, for whatever reason, ends every service.
    """

    def __init__(
        self,
        log: ServiceLog,
        *,
        cwd: Path | None = None,
        policy: RestartPolicy | None = None,
        hold_fds: Sequence[int] = (),
        watch_parent: bool = False,
    ) -> None:
        self.log = log
        self.cwd = cwd
        self.policy = policy or RestartPolicy()
        self.hold_fds = hold_fds
        self.stop_reason: str | None = None
        self.failure: str | None = None
        self._parent = os.getppid() if watch_parent else None
        self._running: dict[str, _Running] = {}
        self._selector = selectors.DefaultSelector()
        self._exit_codes: dict[str, int] = {}
        self._to_start: queue.SimpleQueue[Service] = queue.SimpleQueue()
        self._stop_signals = 0
        self._wakeup, self._wakeup_write = os.pipe()
        for fd in (self._wakeup, self._wakeup_write):
            os.set_blocking(fd, False)
        self._selector.register(self._wakeup, selectors.EVENT_READ)
        self._old_handlers: dict[int, Any] = {}

    def __enter__(self) -> Self:
        for number in STOP_SIGNALS:
            # Under nohup a closed terminal is no reason to stop: leave it ignored.
            if number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN:
                continue
            self._old_handlers[number] = signal.signal(number, self._note_signal)
        self._old_handlers[signal.SIGCHLD] = signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._wakeup_write, warn_on_full_buffer=False)
        self.log.terminal.on_gone = lambda: self.stop("The terminal is gone.")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stop_all()
        signal.set_wakeup_fd(-1)
        for number, handler in self._old_handlers.items():
            signal.signal(number, handler)
        self._selector.close()
        os.close(self._wakeup)
        os.close(self._wakeup_write)

    # What a caller uses.

    def stop(self, reason: str) -> None:
        """Ask for the end of everything; may be called from any thread."""
        if self.stop_reason is None:
            self.stop_reason = reason
        with contextlib.suppress(OSError):
            os.write(self._wakeup_write, b"\0")

    def run_once(self, service: Service) -> int | None:
        """Run a service to its end and return its exit code; None when we were told to stop."""
        running = self._launch(_Running(service))
        while self.stop_reason is None:
            self._turn(restart=False)
            if running.spawned is None:
                return self._exit_codes[service.name]
        return None

    def start(self, services: Iterable[Service]) -> None:
        """Start these services, in this order; they are stopped in the reverse order."""
        for service in services:
            self._launch(_Running(service))

    def start_soon(self, services: Iterable[Service]) -> None:
        """Start these while others are served; may be called from any thread."""
        for service in services:
            self._to_start.put(service)
        with contextlib.suppress(OSError):
            os.write(self._wakeup_write, b"\0")

    def serve(self) -> int:
        """Keep the services running until told to stop; return an exit code."""
        while self.stop_reason is None:
            self._turn(restart=True)
        return 1 if self.failure else 0

    def is_up(self, name: str) -> bool:
        """Whether this service has a living process, or has yet to get its first."""
        running = self._running.get(name)
        return running is None or running.spawned is not None

    # How it works.

    def _note_signal(self, number: int, _frame: object) -> None:
        self._stop_signals += 1
        if self.stop_reason is None:
            self.stop_reason = f"Told to stop by {signal.Signals(number).name}."

    def _launch(self, running: _Running) -> _Running:
        service = running.service
        running.starts_again_at = None
        running.spawned = spawn(
            service.argv,
            env=service.env,
            cwd=self.cwd,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            grace_seconds=service.grace_seconds,
            pass_fds=service.pass_fds,
            hold_fds=self.hold_fds,
        )
        self._running[service.name] = running
        output = running.spawned.output
        os.set_blocking(output.fileno(), False)
        self._selector.register(output, selectors.EVENT_READ, running)
        return running

    def _turn(self, *, restart: bool, timeout: float = TICK_SECONDS) -> None:
        """Wait for output, a signal or a death, and deal with what came."""
        for key, _ in self._selector.select(timeout):
            if key.data is None:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wakeup, 4096)
            else:
                self._read(key.data, key.fileobj)
        for running in list(self._running.values()):
            if running.spawned and running.spawned.popen.poll() is not None:
                self._note_end(running, running.spawned, restart=restart)
        if restart:
            self._start_due()
        self._look_around()

    def _look_around(self) -> None:
        """Stop when nobody is there any more for whom this runs."""
        if self._parent is not None and os.getppid() != self._parent:
            self.stop("The process that started this one is gone.")
        # The hang-up signal goes to the head of the terminal's session only, and that
        # may be a `make` that keeps it to itself.
        if self.log.terminal.has_hung_up():
            self.stop("The terminal is gone.")

    def _read(self, running: _Running, output: Any) -> bool:
        """Pass on what a service wrote; return False when there is nothing more for now."""
        try:
            data = os.read(output.fileno(), 65_536)
        except BlockingIOError:
            return False
        if not data:
            self._selector.unregister(output)
            return False
        running.buffer += data
        *lines, running.buffer = running.buffer.split(b"\n")
        if len(running.buffer) > LONGEST_LINE_BYTES:
            lines.append(running.buffer)
            running.buffer = b""
        for line in lines:
            self.log.write(running.service.name, line.decode("utf-8", "replace").rstrip("\r"))
        return True

    def _note_end(self, running: _Running, spawned: Spawned, *, restart: bool) -> None:
        self._drain(running, spawned.output)
        code = spawned.popen.returncode
        if code < 0:
            # The lifeline itself was killed: what hung on it must not live on.
            spawned.kill_session()
        spawned.release()
        running.spawned = None
        self._exit_codes[running.service.name] = code
        if restart and self.stop_reason is None:
            self._plan_restart(running, code)

    def _drain(self, running: _Running, output: IO[bytes]) -> None:
        while output in self._selector.get_map() and self._read(running, output):
            pass
        if output in self._selector.get_map():
            self._selector.unregister(output)
        if running.buffer:
            self.log.write(running.service.name, running.buffer.decode("utf-8", "replace"))
            running.buffer = b""
        output.close()

    def _plan_restart(self, running: _Running, code: int) -> None:
        now = time.monotonic()
        policy = self.policy
        running.deaths.append(now)
        while running.deaths and running.deaths[0] < now - policy.within_seconds:
            running.deaths.popleft()
        name = running.service.name
        deaths = len(running.deaths)
        if deaths >= policy.deaths:
            self.failure = (
                f"{name} ended {deaths} times within {policy.within_seconds:.0f} seconds"
                f" ({describe_exit(code)}), so everything is stopped;"
                f" its last lines are in {self.log.file.path}."
            )
            self.stop(self.failure)
            return
        delay = min(policy.first_delay_seconds * 2 ** (deaths - 1), policy.longest_delay_seconds)
        running.starts_again_at = now + delay
        self.log.say(f"{name} ended ({describe_exit(code)}); it starts again in {delay:g} s.")

    def _start_due(self) -> None:
        if self.stop_reason is not None:
            return
        while not self._to_start.empty():
            self._launch(_Running(self._to_start.get()))
        now = time.monotonic()
        for running in list(self._running.values()):
            if running.starts_again_at is not None and running.starts_again_at <= now:
                self._launch(running)

    def _stop_all(self) -> None:
        """Ask the services to end, last started first, and wait for them all."""
        asked_at = time.monotonic()
        for running in reversed(list(self._running.values())):
            if running.spawned is not None:
                running.spawned.ask_to_end()
        hurried = False
        while waited_for := [running for running in self._running.values() if running.spawned]:
            self._turn(restart=False, timeout=0.1)
            if self._stop_signals > 1 and not hurried:
                hurried = True
                self._hurry()
            for running in waited_for:
                grace = running.service.grace_seconds + LIFELINE_SLACK_SECONDS
                if running.spawned and time.monotonic() > asked_at + grace:
                    # Its lifeline hangs: then all of its session goes.
                    running.spawned.kill_session()

    def _hurry(self) -> None:
        """A second Ctrl-C: no grace any more, for none of them."""
        for other in self._running.values():
            if other.spawned is not None:
                other.spawned.kill()


def describe_exit(code: int) -> str:
    """Say an exit code in words; a lifeline passes a deadly signal on as 128 and its number."""
    number = -code if code < 0 else code - 128
    with contextlib.suppress(ValueError):
        if number > 0:
            return f"killed by {signal.Signals(number).name}"
    return f"exit code {code}"
