"""Starts PostgreSQL and Redis for the tests before Django reads its settings.

Loaded by `-p` (pyproject.toml), hence before pytest-django. Where DATABASE_URL or REDIS_URL
is given, that server is used; else one is started from local binaries; where those are
missing, the tests that need it are skipped with one reason at the end, and fail under CI.
"""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

os.environ["FLEDGE_ENV"] = "test"
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.test"

from cms.core.process.binaries import find_binary
from tests.servers.postgresql import PostgreSQL
from tests.servers.redis import Redis

MISSING = "FLEDGE_TEST_MISSING"
HINT = "run `make services`"
_running: list[PostgreSQL | Redis] = []


def _is_worker() -> bool:
    return "PYTEST_XDIST_WORKER" in os.environ


def _start_services() -> None:
    missing = []
    if not os.environ.get("DATABASE_URL"):
        postgres = find_binary("postgres")
        if postgres:
            cluster = PostgreSQL(Path(postgres).resolve().parent)
            _running.append(cluster)
            cluster.start()
            os.environ["DATABASE_URL"] = cluster.url("postgres")
        else:
            missing.append("postgresql")
    if not os.environ.get("REDIS_URL"):
        binary = find_binary("redis-server")
        if binary:
            server = Redis(Path(binary))
            _running.append(server)
            server.start()
            os.environ["REDIS_URL"] = server.url()
        else:
            missing.append("redis")
    if not find_binary("chromium-headless-shell"):
        missing.append("browser")
    os.environ[MISSING] = ",".join(missing)


def missing_services() -> list[str]:
    """Return the markers whose server could not be had."""
    return [name for name in os.environ.get(MISSING, "").split(",") if name]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(
    early_config: pytest.Config,
) -> Generator[None, None, None]:
    # Only asking for help or for the list of tests needs no server.
    options = early_config.known_args_namespace
    if not _is_worker() and not options.help and not options.version:
        try:
            _start_services()
        except BaseException:
            pytest_unconfigure()
            raise
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = missing_services()
    for item in items:
        needs = [name for name in missing if item.get_closest_marker(name)]
        if not needs:
            continue
        reason = f"needs {', '.join(needs)}: {HINT}"
        if os.environ.get("CI") == "true":
            item.add_marker(pytest.mark.usefixtures("refuse_missing_service"))
        else:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def refuse_missing_service() -> None:
    pytest.fail(f"CI must have every service; missing: {missing_services()}; {HINT}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    missing = missing_services()
    if missing:
        terminalreporter.section("Services")
        terminalreporter.write_line(
            f"Without {', '.join(missing)} the tests that need it were skipped: {HINT}."
        )


def pytest_unconfigure() -> None:
    while _running:
        _running.pop().stop()
