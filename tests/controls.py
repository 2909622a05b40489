"""`make controls`: take each guard away in a copy of the tree, and see its test fail.

`python -m tests.controls [words]` runs the controls whose names hold all the words. A guard
whose test passes without it is either not needed or not tested: that is an error here.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from cms.core.process.binaries import find_binary
from tests.controlled import Control, all_controls
from tests.servers.postgresql import PostgreSQL
from tests.servers.redis import Redis

REPOSITORY = Path(__file__).resolve().parent.parent
# What a test run needs of the tree; the rest is large, or not ours to change.
COPIED = ("cms", "courses", "learning", "commerce", "search", "templates", "tests", "static")
COPIED_FILES = ("manage.py", "pyproject.toml")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc")
TEMPLATE = "fledge_template"
TEST_SECONDS = 300
# pytest's exit codes.
PASSED, FAILED = 0, 1


@contextmanager
def copied_tree() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="fledge-controls-") as folder:
        copy = Path(folder)
        for name in COPIED:
            shutil.copytree(REPOSITORY / name, copy / name, ignore=LEFT_OUT)
        for name in ("docs", "locale", "demo"):
            if (REPOSITORY / name).exists():
                (copy / name).symlink_to(REPOSITORY / name)
        for name in COPIED_FILES:
            shutil.copy(REPOSITORY / name, copy / name)
        yield copy


@contextmanager
def mutated(tree: Path, control: Control) -> Iterator[None]:
    path = tree / control.path
    source = path.read_text()
    found = source.count(control.old)
    if found != 1:
        raise SystemExit(f"{control.name}: its text occurs {found} times in {control.path}.")
    path.write_text(source.replace(control.old, control.new))
    try:
        yield
    finally:
        path.write_text(source)


@contextmanager
def services() -> Iterator[None]:
    """One PostgreSQL and one Redis for all runs, unless they are given."""
    running: list[PostgreSQL | Redis] = []
    try:
        if not os.environ.get("DATABASE_URL"):
            cluster = PostgreSQL(Path(find_binary("postgres")).resolve().parent)
            running.append(cluster)
            cluster.start()
            os.environ["DATABASE_URL"] = cluster.url("postgres")
        if not os.environ.get("REDIS_URL"):
            server = Redis(Path(find_binary("redis-server")))
            running.append(server)
            server.start()
            os.environ["REDIS_URL"] = server.url()
        yield
    finally:
        for one in running:
            one.stop()


def drop_template() -> None:
    """Have the next run migrate: the tables of the last are those of another schema."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {TEMPLATE} WITH (FORCE)")


def run_tests(tree: Path, tests: list[str]) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "CI": "true", "PYTHONDONTWRITEBYTECODE": "1"}
    env["FLEDGE_VAR"] = str(tree / "var")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests],
        cwd=tree,
        env=env,
        check=False,
        capture_output=True,
        text=True,
        timeout=TEST_SECONDS * max(1, len(tests) // 10),
    )


def try_without(tree: Path, control: Control) -> str:
    """Return what happened to the test without the guard."""
    if control.is_schema:
        drop_template()
    with mutated(tree, control):
        done = run_tests(tree, [control.test])
    if control.is_schema:
        drop_template()
    if done.returncode == FAILED:
        return "needed"
    if done.returncode == PASSED:
        return "NOT NEEDED: the test passes without it"
    return (
        f"BROKEN: pytest ended with {done.returncode}\n{done.stdout[-2000:]}{done.stderr[-2000:]}"
    )


def main(words: list[str]) -> int:
    controls = [one for one in all_controls() if all(word in one.name for word in words)]
    names = [one.name for one in controls]
    if len(set(names)) != len(names):
        raise SystemExit("Two controls have one name.")
    with services(), copied_tree() as tree:
        print(f"{len(controls)} guards; their tests as they are:", flush=True)
        intact = run_tests(tree, sorted({one.test for one in controls}))
        if intact.returncode != PASSED:
            print(intact.stdout[-4000:], intact.stderr[-2000:])
            return 1
        print(
            f"  all pass: {intact.stdout.strip().splitlines()[-1]}\nWithout the guard:", flush=True
        )
        bad = 0
        for control in controls:
            started = time.monotonic()
            outcome = try_without(tree, control)
            bad += outcome != "needed"
            print(
                f"  {control.name:<58} {outcome} ({time.monotonic() - started:.0f} s)", flush=True
            )
    print(f"{len(controls) - bad} of {len(controls)} guards are needed.")
    return 1 if bad or not controls else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
