"""Scripts that act beside a running site, with its settings and its database.

Starting Python and Django would be most of what they take: it is done once for each site, and a
script runs in a copy of the process that has it, which never opened the database itself.
"""

import json
import os
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

from tests.servers.guarded import REPOSITORY

# The site has settings of its own.
NOT_OURS = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "FLEDGE_ENV")
SERVE = "from tests.servers.beside import serve; serve()"
_processes: dict[Path, subprocess.Popen[str]] = {}


def run_beside(var: Path, script: str) -> str:
    """Run a script beside the site with this folder, and return what it printed."""
    process = _process(var)
    with tempfile.TemporaryDirectory() as folder:
        out, errors = Path(folder) / "out", Path(folder) / "errors"
        asked = {"script": script, "out": str(out), "errors": str(errors)}
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
        code = process.stdout.readline()
        if code != "0\n":
            said = (
                errors.read_text() if errors.exists() else "Django did not start beside the site."
            )
            raise AssertionError(said)
        return out.read_text()


def _process(var: Path) -> "subprocess.Popen[str]":
    known = _processes.get(var)
    if known is None or known.poll() is not None:
        env = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        # It ends when our end of its input closes, also when we are killed.
        known = _processes[var] = subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v", "0", "-c", SERVE],
            cwd=REPOSITORY,
            env={**env, "FLEDGE_VAR": str(var)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
    return known


def serve() -> None:
    """Run each script that is asked for, one line each, and say how it ended."""
    from django.db import connection

    for line in sys.stdin:
        if connection.connection is not None:
            raise RuntimeError("The scripts would share this connection.")
        pid = os.fork()
        if not pid:
            _run(json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def _run(asked: dict[str, Any]) -> None:
    code = 1
    try:
        for number, name in ((1, "out"), (2, "errors")):
            os.dup2(os.open(asked[name], os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
        exec(compile(asked["script"], "beside", "exec"), {"__name__": "beside"})  # noqa: S102
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
