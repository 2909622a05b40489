"""Web, worker and beat as they ship, to be killed and started again."""

import json
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from tests.conftest import REPOSITORY
from tests.courses.outline.killing.moments import FOLDER, IS_QUICK
from tests.eventlog.flood.fleet import Member, children_of
from tests.servers.guarded import free_port

READY_SECONDS = 90.0
WEB_WORKERS = 2
# The site's own, which has answered once.
WSGI = "tests.courses.outline.killing.wsgi:application"
SETTINGS = "tests.courses.outline.killing.settings"


class KilledSite:
    """A site on a database that is there already; `url` is its address."""

    def __init__(self, folder: Path, *, database: str, is_quick: bool) -> None:
        self.marks = folder / "marks"
        self.marks.mkdir()
        self.port = free_port()
        env = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": SETTINGS,
            "DATABASE_URL": database,
            "PYTHONPATH": str(REPOSITORY),
            FOLDER: str(self.marks),
            IS_QUICK: "1" if is_quick else "",
        }
        python = [sys.executable, "-m"]
        # The checks would be a third of every start.
        celery = [*python, "celery", "--skip-checks", "-A", "cms"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "WARNING"]
        commands = {
            "web": [
                *(*python, "gunicorn", WSGI, "--bind", f"127.0.0.1:{self.port}"),
                *("--workers", str(WEB_WORKERS), "--worker-class", "gthread", "--threads", "4"),
                *("--preload", "--timeout", "60", "--graceful-timeout", "2"),
                *("--no-control-socket", "--log-level", "warning"),
            ],
            "worker": [
                *(*celery, "worker", "-n", "killed@%h", "-Q", "default,media,code,mail"),
                *("-c", "2", *quiet),
            ],
            "beat": [
                *(*celery, "beat", "-l", "WARNING", "--pidfile="),
                *("--schedule", str(folder / "schedule")),
            ],
        }
        self.members = {
            name: Member(name, argv, env, folder / f"{name}.log") for name, argv in commands.items()
        }
        self.kills = dict.fromkeys(("web worker", "web", "pool", "worker", "beat"), 0)

    def __enter__(self) -> "KilledSite":
        for member in self.members.values():
            member.start()
        return self

    def __exit__(self, *exc: object) -> None:
        for member in self.members.values():
            member.stop()

    def wait_until_ready(self) -> None:
        """Return as soon as it answers."""
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            self.revive()
            with (
                suppress(urllib.error.URLError, ConnectionError, TimeoutError),
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=5),
            ):
                return
            time.sleep(0.05)
        raise AssertionError(f"The site does not answer.\n{self.logs()}")

    def revive(self) -> None:
        """Start again what ended by itself, as any supervisor does."""
        for member in self.members.values():
            member.revive()

    def stopped(self) -> int | None:
        """Return the process that stands still at its moment, if one does."""
        for mark in self.marks.glob("stopped-*"):
            return int(mark.name.rpartition("-")[2])
        return None

    def stop_task(self, task: str, kind: str, count: int) -> None:
        """Have the next task of this name that comes so far stand still there."""
        plan = self.marks / "task.part"
        plan.write_text(json.dumps({"task": task, "kind": kind, "count": count}))
        plan.rename(self.marks / "task.json")

    def forget_task(self) -> None:
        """Have no task stand still any more."""
        (self.marks / "task.json").unlink(missing_ok=True)

    def kill_one(self, pid: int | None, *, of: str) -> None:
        """Kill one process of web or worker: this one, else each that there is but the head.

        Its head starts others by itself.
        """
        pids = [pid] if pid is not None else self.members[of].pool()
        for one in pids:
            _kill(one)
        self.kills["web worker" if of == "web" else "pool"] += len(pids)
        self._clean()

    def kill(self, name: str) -> None:
        """Kill all of web, worker or beat at once, as when a machine goes down; start it again."""
        member = self.members[name]
        head = member.head()
        if head is not None:
            # The head first: it must not start others meanwhile.
            for pid in [head, *children_of(head)]:
                _kill(pid)
            self.kills[name] += 1
            member.restart()
        self._clean()

    def _clean(self) -> None:
        for mark in self.marks.glob("stopped-*"):
            mark.unlink(missing_ok=True)

    def logs(self) -> str:
        """Return what the processes said last."""
        return "\n".join(
            f"--- {member.name}\n{member.log.read_text()[-6000:]}"
            for member in self.members.values()
            if member.log.exists()
        )


def _kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
