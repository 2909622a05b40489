"""One log for several services: prefixed lines on the terminal and in a file that rotates."""

import contextlib
import errno
import os
import queue
import select
import threading
import time
from collections.abc import Callable
from pathlib import Path

LARGEST_FILE_BYTES = 5_000_000
KEPT_FILES = 3
PREFIX_WIDTH = 7
# A terminal that is held (Ctrl-S) or slow must not stop the services: beyond this
# many waiting lines the terminal misses some; the file has them all.
WAITING_LINES = 2_000
FLUSH_SECONDS = 0.5
COLOURS = (36, 35, 33, 32, 34, 31)
GONE = (errno.EPIPE, errno.EIO, errno.ENXIO, errno.EBADF)


class Terminal:
    """Writes to standard output from a thread of its own, so that nothing waits for it."""

    def __init__(self, fd: int = 1) -> None:
        self.fd = fd
        self.is_gone = False
        self.on_gone: Callable[[], None] = lambda: None
        self.coloured = os.isatty(fd) and "NO_COLOR" not in os.environ
        self._lines: queue.Queue[bytes | None] = queue.Queue(WAITING_LINES)
        self._missed = 0
        self._thread = threading.Thread(target=self._write_all, daemon=True)
        self._thread.start()

    def write(self, line: str) -> None:
        """Queue one line; never waits."""
        try:
            self._lines.put_nowait((line + "\n").encode("utf-8", "replace"))
        except queue.Full:
            self._missed += 1

    def has_hung_up(self) -> bool:
        """Whether nobody can read any more what is written, also when nothing is written."""
        poll = select.poll()
        poll.register(self.fd, 0)
        # Asked for nothing, poll still tells of these two; a plain file never has them.
        return self.is_gone or any(
            event & (select.POLLHUP | select.POLLERR) for _, event in poll.poll(0)
        )

    def close(self) -> None:
        """Give what is queued a moment to come out."""
        with contextlib.suppress(queue.Full):
            self._lines.put(None, timeout=FLUSH_SECONDS)
        self._thread.join(FLUSH_SECONDS)

    def _write_all(self) -> None:
        while (data := self._lines.get()) is not None:
            missed, self._missed = self._missed, 0
            if missed:
                data = f"({missed} lines are only in the log file)\n".encode() + data
            if not self.is_gone:
                self._write(data)

    def _write(self, data: bytes) -> None:
        while data:
            try:
                data = data[os.write(self.fd, data) :]
            except BlockingIOError:
                time.sleep(0.05)
            except OSError as error:
                if error.errno not in GONE:
                    return
                self.is_gone = True
                self.on_gone()
                return


class LogFile:
    """A text file that is moved aside when it has grown large."""

    def __init__(self, path: Path, *, largest_bytes: int = LARGEST_FILE_BYTES) -> None:
        self.path = path
        self.largest_bytes = largest_bytes
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("ab")

    def write(self, line: str) -> None:
        """Append one line with its time; a full disk loses lines, not services."""
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        with contextlib.suppress(OSError):
            self._file.write(f"{stamp} {line}\n".encode("utf-8", "replace"))
            self._file.flush()
            if self._file.tell() >= self.largest_bytes:
                self._rotate()

    def close(self) -> None:
        """Close the file."""
        with contextlib.suppress(OSError):
            self._file.close()

    def _rotate(self) -> None:
        self._file.close()
        for number in range(KEPT_FILES - 1, 0, -1):
            older = self.path.with_name(f"{self.path.name}.{number}")
            if older.exists():
                older.replace(self.path.with_name(f"{self.path.name}.{number + 1}"))
        self.path.replace(self.path.with_name(f"{self.path.name}.1"))
        self._file = self.path.open("ab")


class ServiceLog:
    """What services write, and what we say about them; may be used from any thread."""

    def __init__(self, terminal: Terminal, file: LogFile) -> None:
        self.terminal = terminal
        self.file = file
        self._colours: dict[str, int] = {}
        self._lock = threading.Lock()

    def write(self, name: str, line: str) -> None:
        """Note one line of the service `name`."""
        with self._lock:
            self.file.write(f"{name:<{PREFIX_WIDTH}}| {line}")
            self.terminal.write(f"{self._prefix(name)} {line}")

    def say(self, text: str) -> None:
        """Note a line of our own, for the person at the terminal."""
        with self._lock:
            for line in text.splitlines() or [""]:
                self.file.write(f"{'fledge':<{PREFIX_WIDTH}}| {line}")
                self.terminal.write(line)

    def close(self) -> None:
        """Write out what is waiting."""
        self.terminal.close()
        self.file.close()

    def _prefix(self, name: str) -> str:
        text = f"{name:<{PREFIX_WIDTH}}|"
        if not self.terminal.coloured:
            return text
        colour = self._colours.setdefault(name, COLOURS[len(self._colours) % len(COLOURS)])
        return f"\x1b[{colour}m{text}\x1b[0m"
