"""Migrated databases, kept from run to run as long as nothing is otherwise that makes them.

Migrating takes a processor twenty seconds, also before a single test; writing what it once wrote
takes one. They lie in var/cache/tests, and may be deleted at any time.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cms.core.process.binaries import find_binary

REPOSITORY = Path(__file__).resolve().parents[2]
APPS = ("cms", "commerce", "courses", "learning", "search")
# Migrations themselves, and whatever they or Django's own steps after them can ask.
FOLDERS = {"migrations", "models", "settings"}
FILES = {"apps.py", "fields.py", "models.py", "money.py"}
# Where things lie, and how long the tests take, is nothing that migrations can see.
OF_NO_CONCERN = {"FLEDGE_VAR", "FLEDGE_VENV", "FLEDGE_PORT", "FLEDGE_ROUNDS", "FLEDGE_SEED"}
KEPT = 6


def sources(base: Path) -> Iterator[Path]:
    """Yield the files below which decide what a migrated database holds."""
    for app in APPS:
        for path in sorted((base / app).rglob("*.py")):
            if path.name in FILES or FOLDERS & set(path.relative_to(base).parts[:-1]):
                yield path


def packages() -> list[str]:
    """Return name and version of everything that is installed."""
    return sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info"))


def variables() -> list[str]:
    """Return what the settings are told by the environment."""
    known = {name: value for name, value in os.environ.items() if name.startswith("FLEDGE_")}
    return sorted(
        f"{name}={value}"
        for name, value in known.items()
        if name not in OF_NO_CONCERN and not name.startswith("FLEDGE_TEST_")
    )


def key(base: Path | None = None) -> str:
    """Return a name for all that decides what a migrated database holds."""
    base = base or REPOSITORY
    digest = hashlib.sha256(repr((sys.version, packages(), variables())).encode())
    for path in sources(base):
        digest.update(f"{path.relative_to(base)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:24]


def kept(ending: str) -> Path:
    """Return where the database of just now lies, if it is kept."""
    return REPOSITORY / "var" / "cache" / "tests" / f"{key()}.{ending}"


def migrate(url: str, *app: str) -> None:
    """Bring the database at the address to the newest migration, as an owner does.

    With an app, only as far as its own need it.
    """
    subprocess.run(
        [sys.executable, "manage.py", "migrate", *app, "-v", "0", "--skip-checks"],
        cwd=REPOSITORY,
        env={**os.environ, "DATABASE_URL": url},
        check=True,
    )


def fill_postgresql(url: str) -> None:
    """Bring an empty database of PostgreSQL to the newest migration."""
    path = kept(f"{_server()}.sql")
    if _run("psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", str(path), url, needs=path):
        return
    migrate(url)
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "dump.sql"
        dumped = _run("pg_dump", "--no-owner", "--no-privileges", "-f", str(written), url)
        # Somebody may have written a migration while these ran.
        if dumped and kept(f"{_server()}.sql") == path:
            _keep(written, path)


def make_sqlite(path: Path, *apps: str) -> None:
    """Write a file of SQLite that is at the newest migration; with apps, of no others."""
    ending = "-".join((*apps, "sqlite3"))
    known = kept(ending)
    if known.exists():
        shutil.copy(known, path)
        return
    for app in [(app,) for app in apps] or [()]:
        migrate(f"sqlite:///{path}", *app)
    if kept(ending) == known:
        _keep(path, known)


def _server() -> str:
    """Return the version of the tools, whose words another version may not read."""
    tool = find_binary("pg_dump")
    if tool is None:
        return "none"
    said = subprocess.run([tool, "--version"], capture_output=True, text=True, check=True)
    return said.stdout.split()[2]


def _run(name: str, *arguments: str, needs: Path | None = None) -> bool:
    """Run one of PostgreSQL's tools; say whether it did what it should."""
    tool = find_binary(name)
    if tool is None or (needs is not None and not needs.exists()):
        return False
    done = subprocess.run([tool, *arguments], capture_output=True, check=False)
    return done.returncode == 0


def _keep(written: Path, path: Path) -> None:
    """Keep it beside the newest others; whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    os.close(handle)
    shutil.copy(written, name)
    Path(name).replace(path)
    others = sorted(path.parent.glob("*.*"), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in others[KEPT:]:
        old.unlink(missing_ok=True)
