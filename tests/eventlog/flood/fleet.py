"""Real workers and a real beat, to be killed and started again."""

import os
import random
import signal
import sys
from pathlib import Path

from cms.core.process.spawn import Spawned, spawn
from tests.eventlog.flood.marks import FOLDER, pids_at_work

REPOSITORY = Path(__file__).resolve().parents[3]
# Mostly asleep in handlers and on the mail line, so that a kill finds them at work.
POOL_SIZE = 4


def children_of(pid: int) -> list[int]:
    """Return the processes whose parent is `pid`."""
    found: list[int] = []
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(name) for name in children.read_text().split()]
        except OSError:
            continue
    return [child for child in found if is_alive(child)]


def is_alive(pid: int) -> bool:
    """Whether it is a process, and not what is left of one that nobody has buried."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="latin-1")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


class Member:
    """One worker or beat; the process below the lifeline is the one that matters."""

    def __init__(self, name: str, argv: list[str], env: dict[str, str], log: Path) -> None:
        self.name = name
        self.argv = argv
        self.env = env
        self.log = log
        self.spawned: Spawned | None = None

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.spawned = spawn(
                self.argv, env=self.env, cwd=REPOSITORY, stdout=output, stderr=output
            )

    def head(self) -> int | None:
        heads = children_of(self.spawned.pid) if self.spawned else []
        return heads[0] if heads else None

    def pool(self) -> list[int]:
        head = self.head()
        return children_of(head) if head else []

    def restart(self) -> None:
        self.spawned.popen.wait(timeout=15)
        self.spawned.release()
        self.start()

    def revive(self) -> bool:
        """Start it again when it ended by itself, as any supervisor does.

        A worker gives up when a process of its pool is killed while it starts.
        """
        if self.spawned is None or self.spawned.popen.poll() is None:
            return False
        self.spawned.release()
        self.start()
        return True

    def stop(self) -> None:
        if self.spawned:
            self.spawned.kill()
            self.spawned.popen.wait(timeout=15)
            self.spawned.release()


def _kill(pid: int) -> bool:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return False
    return True


def plan(kills: int, dice: random.Random) -> list[str]:
    """Return what to kill, in a random order."""
    shares = {"handler": 0.3, "mail": 0.25, "worker": 0.3, "beat": 0.15}
    targets = [name for name, share in shares.items() for _ in range(round(kills * share))]
    dice.shuffle(targets)
    return targets


class Fleet:
    """Two workers with a pool each, and a beat."""

    def __init__(self, env: dict[str, str], folder: Path) -> None:
        # The checks would be a third of every start.
        celery = [sys.executable, "-m", "celery", "--skip-checks", "-A", "cms"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "WARNING"]
        queues = ["-Q", "default,media,code,mail", "-c", str(POOL_SIZE)]
        self.workers = [
            Member(
                f"worker{n}",
                [*celery, "worker", "-n", f"flood{n}@%h", *queues, *quiet],
                env,
                folder / f"worker{n}.log",
            )
            for n in (1, 2)
        ]
        schedule = ["--schedule", str(folder / "schedule"), "--pidfile="]
        self.beat = Member(
            "beat", [*celery, "beat", "-l", "WARNING", *schedule], env, folder / "beat.log"
        )
        self.kills = dict.fromkeys(("handler", "mail", "worker", "beat"), 0)
        self.marks = Path(env[FOLDER])
        self.revived = 0

    def __enter__(self) -> "Fleet":
        for member in (*self.workers, self.beat):
            member.start()
        return self

    def __exit__(self, *exc: object) -> None:
        for member in (*self.workers, self.beat):
            member.stop()

    def revive(self) -> None:
        """Start again what ended by itself."""
        self.revived += sum(member.revive() for member in (*self.workers, self.beat))

    def kill(self, target: str, dice: random.Random) -> bool:
        """Kill a process of that kind; return False when there is none just now.

        `handler` and `mail` are pool processes in the middle of that work, `worker` is a
        worker with its whole pool, as when a machine goes down.
        """
        if target == "beat":
            killed = self._kill_member(self.beat)
        elif target == "worker":
            ready = [worker for worker in self.workers if len(worker.pool()) >= POOL_SIZE]
            killed = bool(ready) and self._kill_member(dice.choice(ready))
        else:
            pools = {pid for worker in self.workers for pid in worker.pool()}
            busy = [pid for pid in pids_at_work(self.marks, target) if pid in pools]
            killed = bool(busy) and _kill(dice.choice(busy))
        self.kills[target] += killed
        return killed

    def _kill_member(self, member: Member) -> bool:
        head = member.head()
        if head is None:
            return False
        for pid in (head, *member.pool()):
            _kill(pid)
        member.restart()
        return True

    def logs(self) -> str:
        return "\n".join(
            f"--- {member.name}\n{member.log.read_text()[-4000:]}"
            for member in (*self.workers, self.beat)
            if member.log.exists()
        )
