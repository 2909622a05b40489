"""Tells a person what is going on in few words; the many go into a log file."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from failures import Refusal, sentence_for

# By path, not through the package, which imports what is not installed yet.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "cms" / "core" / "process"))

from spawn import Spawned, spawn  # type: ignore[import-not-found]

# A step that is silent for longer looks as if it hung.
SILENCE_SECONDS = 10.0
# An installer that is told to end leaves half of its work in any case.
GRACE_SECONDS = 0.5


def say(text: str) -> None:
    """Tell the person at the terminal one thing."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """Tell the person what stands in the way."""
    sys.stdout.flush()
    sys.stderr.write(text + "\n")


class Progress:
    """The terminal, and the log of what the installers said."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.hold_fds: tuple[int, ...] = ()

    def say(self, text: str) -> None:
        """Tell the person one thing."""
        say(text)

    def run(
        self,
        argv: Sequence[str],
        *,
        what: str,
        cwd: Path,
        env: Mapping[str, str] | None = None,
        note: Callable[[list[str]], str] = lambda lines: "",
    ) -> str:
        """Run an installer and return what it wrote, or raise Refusal with one sentence.

        `note` makes a sign of life from the lines so far, shown now and then.
        """
        self.log.parent.mkdir(parents=True, exist_ok=True)
        lines: list[str] = []
        with self.log.open("a", encoding="utf-8", errors="replace") as log:
            log.write(f"\n--- {time.strftime('%Y-%m-%d %H:%M:%S')} {' '.join(argv)}\n")
            spawned = self._start(argv, cwd=cwd, env=env)
            spoke_at = time.monotonic()
            for raw in spawned.output:
                line = raw.decode("utf-8", "replace")
                lines.append(line)
                log.write(line)
                if time.monotonic() - spoke_at > SILENCE_SECONDS:
                    spoke_at = time.monotonic()
                    self.say(f"  still at it {note(lines)}".rstrip())
            code = spawned.popen.wait()
            spawned.release()
        output = "".join(lines)
        if code:
            raise Refusal(sentence_for(output, what=what, log=self.log))
        return output

    def _start(self, argv: Sequence[str], *, cwd: Path, env: Mapping[str, str] | None) -> Spawned:
        """Start it on a lifeline: a killed installation leaves no pip that goes on writing."""
        return spawn(
            argv,
            env=dict(os.environ if env is None else env),
            cwd=cwd,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            grace_seconds=GRACE_SECONDS,
            hold_fds=self.hold_fds,
        )
