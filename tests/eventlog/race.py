"""A database of one's own and processes that start acting at the same moment."""

import contextlib
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg

from tests.conftest import REPOSITORY, database_url, ensure_template

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
        "FLOOD_MARKS": str(marks),
        **more,
    }


def race(env: dict[str, str], folder: Path, *acts: tuple[str, str]) -> list[str]:
    """Start a process per act, let them go at one moment, and return what each printed."""
    go = folder / f"go-{uuid.uuid4().hex[:8]}"
    racers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.eventlog.flood.racer", act, str(go), argument],
            env=env,
            cwd=REPOSITORY,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for act, argument in acts
    ]
    try:
        for racer in racers:
            assert racer.stdout.readline() == "ready\n", racer.stderr.read()
        go.touch()
        outputs = [racer.communicate(timeout=RACE_SECONDS) for racer in racers]
    finally:
        for racer in racers:
            racer.kill()
            racer.wait()
    for racer, (_, errors) in zip(racers, outputs, strict=True):
        assert racer.returncode == 0, errors
    return [out.strip().splitlines()[-1] for out, _ in outputs]
