"""A server process that cannot outlive the tests, however they end."""

import pwd
import socket
from collections.abc import Mapping
from pathlib import Path

from cms.core.process.spawn import spawn

REPOSITORY = Path(__file__).resolve().parent.parent.parent
STOP_SECONDS = 5.0


def free_port() -> int:
    """Return a loopback port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Guarded:
    """One server on a lifeline, its output in a file."""

    def __init__(
        self,
        argv: list[str],
        *,
        log: Path,
        env: Mapping[str, str],
        user: pwd.struct_passwd | None = None,
    ) -> None:
        self.log = log
        with log.open("ab") as output:
            self.spawned = spawn(
                argv,
                env=env,
                cwd=log.parent,
                stdout=output,
                stderr=output,
                # PostgreSQL's fast shutdown; to Redis and others it means the same as TERM.
                end_signal="INT",
                user=(user.pw_uid, user.pw_gid) if user else None,
            )

    def ended(self) -> bool:
        return self.spawned.popen.poll() is not None

    def stop(self) -> None:
        self.spawned.stop(timeout_seconds=STOP_SECONDS)
