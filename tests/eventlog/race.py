"""A database of one's own and processes that start acting at the same moment."""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dj_database_url
import psycopg

from tests.conftest import REPOSITORY, database_url, ensure_template
from tests.eventlog.flood.marks import FOLDER

RACE_SECONDS = 60
_DROPPED = ("PYTEST_XDIST_WORKER", "PYTEST_CURRENT_TEST")


@contextlib.contextmanager
def own_database() -> Iterator[str]:
    """Yield the address of a migrated database that nobody else uses."""
    name = f"flood_{uuid.uuid4().hex[:8]}"
    template = ensure_template()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        try:
            yield database_url(name)
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def flood_env(database: str, folder: Path, **more: str) -> dict[str, str]:
    """Return the environment of a process that knows the flood's app."""
    marks = folder / "marks"
    marks.mkdir(exist_ok=True)
    return {
        **{key: value for key, value in os.environ.items() if key not in _DROPPED},
        "FLEDGE_ENV": "test",
        "DJANGO_SETTINGS_MODULE": "tests.eventlog.flood.settings",
        "PYTHONPATH": str(REPOSITORY),
        "DATABASE_URL": database,
        FOLDER: str(marks),
        **more,
    }


class Starter:
    """One process of `flood.racer`, for all races of one kind of environment."""

    def __init__(self, env: dict[str, str]) -> None:
        self.log = tempfile.TemporaryFile("w+")  # noqa: SIM115  open as long as the process
        # It ends when our end of its input closes, also when we are killed.
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.eventlog.flood.racer"],
            env=env,
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )

    def ask(self, asked: dict[str, Any]) -> None:
        assert self.process.poll() is None, self.words()
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()

    def codes(self) -> list[int]:
        """Return how each side ended."""
        line = self.process.stdout.readline()
        assert line, self.words()
        return json.loads(line)

    def words(self) -> str:
        self.log.seek(0)
        return self.log.read()


_starters: dict[frozenset[tuple[str, str]], Starter] = {}


def starter_for(env: dict[str, str]) -> Starter:
    """Return the process that starts sides with this environment, whatever its database."""
    own = {key: value for key, value in env.items() if key not in (FOLDER, "DATABASE_URL")}
    kind = frozenset({**own, "engine": env["DATABASE_URL"].partition(":")[0]}.items())
    known = _starters.get(kind)
    if known is None or known.process.poll() is not None:
        known = _starters[kind] = Starter(env)
    return known


def race(env: dict[str, str], folder: Path, *acts: tuple[str, str]) -> list[str]:
    """Start a process per act, let them go at one moment, and return what each printed."""
    name = uuid.uuid4().hex[:8]
    go = folder / f"go-{name}"
    outs = [folder / f"out-{name}-{number}" for number in range(len(acts))]
    errors = [folder / f"errors-{name}-{number}" for number in range(len(acts))]
    starter = starter_for(env)
    starter.ask(
        {
            "env": {FOLDER: env[FOLDER]},
            "database": dj_database_url.parse(env["DATABASE_URL"])["NAME"],
            "go": str(go),
            "seconds": RACE_SECONDS,
            "sides": [
                {"act": act, "argument": argument, "out": str(out), "errors": str(error)}
                for (act, argument), out, error in zip(acts, outs, errors, strict=True)
            ],
        }
    )
    ready = [_says_ready(out, starter) for out in outs]
    # Also for those that wait beside one that failed.
    go.touch()
    codes = starter.codes()
    assert all(ready), "\n".join(error.read_text() for error in errors if error.exists())
    for code, error in zip(codes, errors, strict=True):
        assert code == 0, error.read_text()
    return [out.read_text().strip().splitlines()[-1] for out in outs]


def _says_ready(out: Path, starter: Starter) -> bool:
    until = time.monotonic() + RACE_SECONDS
    while not (out.exists() and out.read_text().endswith("\n")):
        assert starter.process.poll() is None, starter.words()
        assert time.monotonic() < until, starter.words()
        time.sleep(0.005)
    return out.read_text() == "ready\n"
