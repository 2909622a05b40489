"""Run one command whose whole family ends when the process that asked for it is gone.

    python lifeline.py --fd 7 [--grace 4] [--signal TERM] [--uid 33 --gid 33] -- command ...

The asking process (the parent) starts this script in a session of its own and
keeps the write end of a pipe, whose read end is here. However the parent dies,
SIGKILL included, the kernel closes that end and the pipe answers; then the
command gets the signal, some grace, and SIGKILL, with everything it started.

Only the standard library, and no import of the package around this file: it
starts in milliseconds, and also where nothing is installed.
"""

import argparse
import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence

# From <linux/prctl.h>.
PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36

# What remains of a family after its head has ended gets this long before SIGKILL.
REST_GRACE_SECONDS = 0.5
POLL_SECONDS = 0.02
ASKING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
NOT_FOUND = 127
NOT_ALLOWED = 126


def _prctl() -> Callable[[int, int], int] | None:
    """Return Linux's prctl, or None elsewhere."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        function = ctypes.CDLL(None).prctl
    except (AttributeError, OSError):
        return None
    return lambda option, value: int(function(option, value, 0, 0, 0))


def _children() -> list[int]:
    """Return the processes whose parent is this one: orphans of the family, too, on Linux."""
    mine = []
    me = str(os.getpid())
    try:
        names = os.listdir("/proc")
    except OSError:
        return []
    for name in names:
        if not name.isdigit():
            continue
        with contextlib.suppress(OSError), open(f"/proc/{name}/stat", encoding="latin-1") as file:
            # The command's name may hold spaces and brackets: read behind the last one.
            fields = file.read().rpartition(")")[2].split()
            if fields[1] == me and fields[0] != "Z":
                mine.append(int(name))
    return mine


class Lifeline:
    """One command, the pipe to the parent and the signals that came."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.status: int | None = None
        self.deadline: float | None = None
        self.killed = False
        self.pid = 0
        self.wakeup = -1

    def run(self) -> int:
        """Start the command, wait for its end or the parent's, and return an exit code."""
        self._listen()
        prctl = _prctl()
        if prctl:
            prctl(PR_SET_CHILD_SUBREAPER, 1)
        try:
            self._start(prctl)
        except OSError as error:
            sys.stderr.write(f"{self.options.command[0]}: {error.strerror}\n")
            return NOT_FOUND if isinstance(error, FileNotFoundError) else NOT_ALLOWED
        while self.status is None:
            self._wait()
        self._end_the_rest()
        return self.status if self.status >= 0 else 128 - self.status

    def _listen(self) -> None:
        self.wakeup, write_end = os.pipe()
        os.set_blocking(self.wakeup, False)
        os.set_blocking(write_end, False)
        signal.set_wakeup_fd(write_end, warn_on_full_buffer=False)
        # SIGQUIT is our parent's word for "at once".
        for number in (*ASKING, signal.SIGQUIT, signal.SIGCHLD):
            signal.signal(number, lambda *_: None)

    def _start(self, prctl: Callable[[int, int], int] | None) -> None:
        me = os.getpid()

        def tie() -> None:
            # Should this wrapper itself be killed, the command is told to end.
            if prctl:
                prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != me:
                os._exit(NOT_ALLOWED)

        switch = self.options.uid is not None
        process = subprocess.Popen(
            self.options.command,
            pass_fds=self.options.pass_fd,
            process_group=0,
            user=self.options.uid,
            group=self.options.gid,
            extra_groups=[] if switch else None,
            preexec_fn=tie,  # noqa: PLW1509  there is one thread, and it holds no lock
        )
        self.pid = process.pid
        # Its end is read by `_reap`; Popen must not wait for it a second time.
        process.returncode = 0

    def _wait(self) -> None:
        timeout = None
        if self.deadline is not None:
            timeout = max(0.0, self.deadline - time.monotonic())
        sources = [self.wakeup] if self.options.fd is None else [self.wakeup, self.options.fd]
        ready = select.select(sources, [], [], timeout)[0]
        if self.options.fd in ready and not os.read(self.options.fd, 1):
            self.options.fd = None
            self._ask_to_end(self.options.signal)
        if self.wakeup in ready:
            for number in os.read(self.wakeup, 512):
                if number == signal.SIGQUIT:
                    self._kill()
                elif number in ASKING:
                    self._ask_to_end(
                        signal.SIGINT if number == signal.SIGINT else self.options.signal
                    )
        self._reap()
        if self.deadline is not None and time.monotonic() >= self.deadline:
            self._kill()

    def _ask_to_end(self, number: int) -> None:
        """Tell the head of the family; asked twice, end it at once."""
        if self.deadline is not None:
            self._kill()
            return
        self.deadline = time.monotonic() + self.options.grace
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, number)

    def _kill(self) -> None:
        self.killed = True
        self._signal_family(signal.SIGKILL)
        self.deadline = time.monotonic() + REST_GRACE_SECONDS

    def _signal_family(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, number)
        # Those that left the group: orphans come to us, since we are their subreaper.
        for pid in _children():
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)

    def _reap(self) -> bool:
        """Collect the dead; return False when no child is left."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return False
            if pid == 0:
                return True
            if pid == self.pid:
                self.status = os.waitstatus_to_exitcode(status)

    def _family_lives(self) -> bool:
        if self._reap():
            return True
        try:
            os.killpg(self.pid, 0)
        except (ProcessLookupError, PermissionError):
            return False
        return True

    def _end_the_rest(self) -> None:
        if not self.killed and self._family_lives():
            self._signal_family(signal.SIGTERM)
            until = time.monotonic() + REST_GRACE_SECONDS
            while time.monotonic() < until and self._family_lives():
                time.sleep(POLL_SECONDS)
        # A killed process leaves its children to us, so this takes as many rounds as
        # the family has generations; a process stuck in the kernel must not hold us.
        until = time.monotonic() + 10 * REST_GRACE_SECONDS
        while self._family_lives() and time.monotonic() < until:
            self._signal_family(signal.SIGKILL)
            time.sleep(POLL_SECONDS)


def _signal_number(name: str) -> int:
    return int(signal.Signals["SIG" + name])


def main(arguments: Sequence[str]) -> int:
    """Read the options and run the command."""
    parser = argparse.ArgumentParser(description="Run a command that ends with its parent.")
    parser.add_argument("--fd", type=int, required=True, help="read end of the parent's pipe")
    parser.add_argument("--grace", type=float, default=4.0, help="seconds before SIGKILL")
    parser.add_argument("--signal", type=_signal_number, default=int(signal.SIGTERM))
    parser.add_argument("--uid", type=int)
    parser.add_argument("--gid", type=int)
    parser.add_argument("--pass-fd", type=int, action="append", default=[])
    parser.add_argument("command", nargs="+")
    return Lifeline(parser.parse_args(arguments)).run()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
