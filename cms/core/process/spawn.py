"""Start a command on a lifeline: it ends, with all it started, when this process does."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any

LIFELINE = Path(__file__).with_name("lifeline.py")


class Spawned:
    """A running command and our end of its lifeline."""

    def __init__(self, popen: subprocess.Popen[bytes], write_end: int) -> None:
        self.popen = popen
        self._write_end = write_end

    @property
    def pid(self) -> int:
        """The lifeline's process, which is also the session of everything below it."""
        return self.popen.pid

    @property
    def output(self) -> IO[bytes]:
        """What it writes, when it was started with a pipe for that."""
        if self.popen.stdout is None:
            raise ValueError("This command was started without a pipe.")
        return self.popen.stdout

    def ask_to_end(self) -> None:
        """Ask for an end in good order; after its grace the lifeline kills."""
        self.popen.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Tell the lifeline to kill its family at once."""
        self.popen.send_signal(signal.SIGQUIT)

    def stop(self, *, timeout_seconds: float) -> int:
        """End it, kill what is still there after the time, and return its exit code."""
        self.ask_to_end()
        try:
            self.popen.wait(timeout=timeout_seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            try:
                self.popen.wait(timeout=timeout_seconds)
            except subprocess.TimeoutExpired:
                self.kill_session()
                self.popen.wait()
        self.release()
        return self.popen.returncode

    def kill_session(self) -> None:
        """Kill the lifeline and whatever lives in its session, seen in /proc where there is one."""
        for pid in [self.pid, *_session_members(self.pid)]:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)

    def release(self) -> None:
        """Close our end of the pipe; harmless when it is closed already."""
        if self._write_end >= 0:
            os.close(self._write_end)
            self._write_end = -1


def _session_members(session: int) -> list[int]:
    members = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError):
            # After the name in brackets: state, parent, group, session.
            fields = stat.read_text(encoding="latin-1").rpartition(")")[2].split()
            if int(fields[3]) == session:
                members.append(int(stat.parent.name))
    return members


def spawn(
    argv: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | str | None = None,
    stdout: int | IO[Any] | None = None,
    stderr: int | IO[Any] | None = None,
    grace_seconds: float = 4.0,
    end_signal: str = "TERM",
    user: tuple[int, int] | None = None,
    pass_fds: Sequence[int] = (),
    hold_fds: Sequence[int] = (),
) -> Spawned:
    """Start `argv` on a lifeline.

    `user` is (uid, gid). `pass_fds` reach the command; `hold_fds` only the lifeline,
    so that a lock on them lasts as long as the command's family.
    """
    read_end, write_end = os.pipe()
    options = ["--fd", str(read_end), "--grace", str(grace_seconds), "--signal", end_signal]
    if user is not None:
        options += ["--uid", str(user[0]), "--gid", str(user[1])]
    for fd in pass_fds:
        options += ["--pass-fd", str(fd)]
    try:
        popen = subprocess.Popen(
            # -S and -E: no site packages and no PYTHON* variables, so it starts at once.
            [sys.executable, "-S", "-E", str(LIFELINE), *options, "--", *argv],
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            pass_fds=[read_end, *pass_fds, *hold_fds],
            start_new_session=True,
        )
    except BaseException:
        os.close(write_end)
        raise
    finally:
        os.close(read_end)
    return Spawned(popen, write_end)
