"""Tells a person what is going on in few words; the many go into a log file."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from failures import Refusal, sentence_for

# A step that is silent for longer looks as if it hung.
SILENCE_SECONDS = 10.0


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
            process = self._start(argv, what=what, cwd=cwd, env=env)
            spoke_at = time.monotonic()
            for line in process.stdout or ():
                lines.append(line)
                log.write(line)
                if time.monotonic() - spoke_at > SILENCE_SECONDS:
                    spoke_at = time.monotonic()
                    self.say(f"  still at it {note(lines)}".rstrip())
            process.wait()
        output = "".join(lines)
        if process.returncode:
            raise Refusal(sentence_for(output, what=what, log=self.log))
        return output

    def _start(
        self, argv: Sequence[str], *, what: str, cwd: Path, env: Mapping[str, str] | None
    ) -> subprocess.Popen[str]:
        try:
            return subprocess.Popen(
                argv,
                cwd=cwd,
                env=dict(os.environ if env is None else env),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
            )
        except OSError as error:
            raise Refusal(f"{what} failed: {argv[0]}: {error.strerror}.") from error
