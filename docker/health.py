"""Whether the process of this container does its work: `health.py web|worker|beat <schedule>`.

For Docker's health checks: exit code 0 or 1, and one line that says why.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ANSWER_SECONDS = 5
# The beat writes its schedule down every 3 minutes.
BEAT_LATE_SECONDS = 420


def web() -> str | None:
    """Return what is wrong with the web process, asked as the proxy would ask it."""
    port = int(os.environ.get("FLEDGE_BIND", ":8000").rpartition(":")[2])
    host = os.environ.get("FLEDGE_ALLOWED_HOSTS", "localhost").partition(",")[0].strip()
    connection = HTTPConnection("127.0.0.1", port, timeout=ANSWER_SECONDS)
    try:
        connection.request("GET", "/health/live", headers={"Host": host})
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        return f"no answer: {error}"
    finally:
        connection.close()
    return None if status == 200 else f"the answer was {status}"  # noqa: PLR2004  the code itself


def worker() -> str | None:
    """Return what is wrong with this machine's worker, asked through the broker."""
    command = [
        *(sys.executable, "-m", "celery", "-A", "cms", "inspect", "ping"),
        *("--destination", f"celery@{socket.gethostname()}", "--timeout", str(ANSWER_SECONDS)),
    ]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  our own words
    return None if done.returncode == 0 else "the worker does not answer"


def beat(schedule: Path) -> str | None:
    """Return what is wrong with the beat, by the file that it keeps."""
    written = [path.stat().st_mtime for path in schedule.parent.glob(f"{schedule.name}*")]
    if not written:
        return "the schedule was never written"
    age = time.time() - max(written)
    return None if age < BEAT_LATE_SECONDS else f"the schedule was last written {age:.0f} s ago"


def main(process: str, schedule: str) -> int:
    """Print and return the state of one process."""
    checks: dict[str, Callable[[], str | None]] = {
        "web": web,
        "worker": worker,
        "beat": lambda: beat(Path(schedule)),
    }
    if process not in checks:
        sys.stderr.write("health: name web, worker or beat\n")
        return 2
    problem = checks[process]()
    sys.stdout.write(f"{process}: {problem or 'ok'}\n")
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
