import fcntl
import gc
import os
import tempfile
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings

from tests.servers.migrated import fill_postgresql

REPOSITORY = Path(__file__).resolve().parent.parent
TEMPLATE = "fledge_template"


def _server_is_postgresql() -> bool:
    return "postgresql" in settings.DATABASES["default"]["ENGINE"]


def database_url(name: str) -> str:
    """Return the address of another database on the tests' server."""
    return os.environ["DATABASE_URL"].rsplit("/", 1)[0] + f"/{name}"


def ensure_template() -> str:
    """Migrate one database for all processes of the run; the others copy it.

    Copying takes a fraction of a second where migrating takes fifteen.
    """
    port = settings.DATABASES["default"]["PORT"]
    lock_path = Path(tempfile.gettempdir()) / f"fledge-template-{port}.lock"
    with (
        lock_path.open("w") as lock,
        psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection,
    ):
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE])
        if known.fetchone() is None:
            unfinished = f"{TEMPLATE}_unfinished"
            connection.execute(f"DROP DATABASE IF EXISTS {unfinished}")
            connection.execute(f"CREATE DATABASE {unfinished}")
            fill_postgresql(database_url(unfinished))
            connection.execute(f"ALTER DATABASE {unfinished} RENAME TO {TEMPLATE}")
    return TEMPLATE


def pytest_collection_finish() -> None:
    """Let the collector pass over what all tests keep: looking at it again is a tenth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    if _server_is_postgresql():
        settings.DATABASES["default"].setdefault("TEST", {})["TEMPLATE"] = ensure_template()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let tests that commit leave the database as they found it, with what migrations wrote.

    Django would empty every table and make content types and permissions anew, two seconds each.
    """
    if not _server_is_postgresql():
        return
    from django.test import TransactionTestCase

    from tests.factories.keeping import put_back, read_all

    with django_db_blocker.unblock():
        pristine = read_all()
    TransactionTestCase._fixture_teardown = lambda self: put_back(pristine)


@pytest.fixture(autouse=True)
def _clean_cache(request: pytest.FixtureRequest) -> None:
    """Limits and sessions of one test must not reach the next."""
    if request.node.get_closest_marker("django_db") or "db" in request.fixturenames:
        from django.core.cache import cache

        cache.clear()


@pytest.fixture(autouse=True)
def _own_language() -> None:
    """A language that an earlier test's request left active must not reach the next test."""
    from django.utils import translation

    translation.deactivate()
