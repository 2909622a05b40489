"""What one running checkout claims for itself: a lock on its folder and a port."""

import fcntl
import json
import os
import socket
import time
from dataclasses import dataclass
from pathlib import Path

HOST = "127.0.0.1"
FIRST_PORT = 8000
LAST_PORT = 8019
FIRST_UNRESERVED_PORT = 1024
HIGHEST_PORT = 65_535
# Processes of a killed run need a moment to end; they hold the lock until then.
LEFTOVERS_SECONDS = 15.0


class PlaceError(Exception):
    """What was asked for is taken; the text is one sentence that says what to do."""


def url_of(port: int) -> str:
    """Return the address of the site on this port."""
    return f"http://{HOST}:{port}/"


class RunLock:
    """The lock that one run holds on its checkout, with its address inside.

    Lifelines inherit the descriptor: the lock lasts until the last process of a run
    has ended, even when the run itself was killed.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        self.fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)

    def acquire(self, *, leftovers_seconds: float = LEFTOVERS_SECONDS) -> None:
        """Take the lock, or raise PlaceError naming the run that has it."""
        until = time.monotonic() + leftovers_seconds
        while True:
            try:
                fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self._refuse_when_alive(time.monotonic() >= until)
                time.sleep(0.1)
            else:
                self.note("")
                return

    def note(self, url: str) -> None:
        """Write down who holds the lock and where it serves."""
        data = json.dumps({"pid": os.getpid(), "url": url}).encode()
        os.ftruncate(self.fd, 0)
        os.pwrite(self.fd, data, 0)

    def close(self) -> None:
        """Let go."""
        os.close(self.fd)

    def _refuse_when_alive(self, is_late: bool) -> None:
        try:
            holder = json.loads(os.pread(self.fd, 4096, 0))
        except ValueError:
            holder = {"pid": 0, "url": ""}  # just being written
        if holder["pid"] and _is_alive(holder["pid"]):
            where = f" at {holder['url']}" if holder["url"] else ""
            raise PlaceError(f"Fledge already runs here{where}; stop it with Ctrl-C there.")
        if is_late:
            raise PlaceError(
                "Processes of an earlier run have not ended yet; wait a little and run it again."
            )


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@dataclass(frozen=True)
class Place:
    """A listening port that is ours, and whether it is not the one people expect."""

    socket: socket.socket
    port: int
    note: str = ""

    @property
    def url(self) -> str:
        """The address of the site."""
        return url_of(self.port)


def _listen(port: int) -> socket.socket | None:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError:
        listener.close()
        return None
    return listener


def claim_port(wish: str | None, *, command: str) -> Place:
    """Listen on the port that was asked for, or on the first free one from 8000 on.

    The socket is handed down to the web server, so that two checkouts which start at
    the same moment cannot choose the same port.
    """
    if wish:
        if not wish.isdigit() or not 1 <= int(wish) <= HIGHEST_PORT:
            raise PlaceError(
                f"PORT={wish} is no port: choose a number"
                f" from {FIRST_UNRESERVED_PORT} to {HIGHEST_PORT}."
            )
        listener = _listen(int(wish))
        if listener is None:
            raise PlaceError(_taken(int(wish), command))
        return Place(listener, int(wish))
    for port in range(FIRST_PORT, LAST_PORT + 1):
        listener = _listen(port)
        if listener is not None:
            note = f"Port {FIRST_PORT} is taken; using {port}." if port != FIRST_PORT else ""
            return Place(listener, port, note)
    raise PlaceError(
        f"The ports {FIRST_PORT} to {LAST_PORT} are all taken; choose one: {command} PORT=8020"
    )


def _taken(port: int, command: str) -> str:
    if port < FIRST_UNRESERVED_PORT and os.geteuid() != 0:
        return f"Port {port} is reserved for the system; choose another one: {command} PORT=8001"
    other = FIRST_PORT + 1 if port != FIRST_PORT + 1 else FIRST_PORT + 2
    return f"Port {port} is taken; choose another one: {command} PORT={other}"
