"""The whole way on SQLite, as `make run` has it: events to effects and a mail, nothing twice."""

import shutil
import subprocess
import sys

import pytest

from tests.conftest import REPOSITORY
from tests.eventlog.race import flood_env, race
from tests.servers.migrated import make_sqlite

NOWHERE = "redis://127.0.0.1:1/0"
SQLITE_WAY = """
import django
django.setup()
from django.core.mail import get_connection
from django.db import connection, transaction
from cms.eventlog import emit
from cms.eventlog.models import Delivery, OutboxEntry
from cms.eventlog.services import delivering, relaying, sweeping
from cms.notifications.models import OutgoingMail
from cms.notifications.services import sending
from tests.eventlog.flood.models import Effect, create_tables
assert connection.vendor == "sqlite"
with transaction.atomic():
    for number in range(30):
        emit("flood.happened", data={"fact": number})
print(relaying.relay(), OutboxEntry.objects.count(), Delivery.objects.count())
for pk in list(Delivery.objects.values_list("pk", flat=True)) * 2:
    delivering.deliver(pk)
print(Effect.objects.count(), Delivery.objects.exclude(state="done").count())
print(OutgoingMail.objects.count(), sweeping.sweep())
"""


@pytest.fixture(scope="module")
def migrated(tmp_path_factory):
    """One migrated file to copy: migrating takes most of these tests' time."""
    folder = tmp_path_factory.mktemp("sqlite")
    path = folder / "flood.sqlite3"
    env = flood_env(f"sqlite:///{path}", folder, REDIS_URL=NOWHERE)
    # All apps would be twenty seconds.
    make_sqlite(path, "cms_eventlog", "cms_notifications")
    race(env, folder, ("prepare", "0"))
    return path


@pytest.fixture
def env(migrated, tmp_path):
    path = shutil.copy(migrated, tmp_path)
    return flood_env(f"sqlite:///{path}", tmp_path, REDIS_URL=NOWHERE)


def test_events_become_effects_and_mails_once(env, tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", SQLITE_WAY],
        env=env,
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
        text=True,
    )
    assert done.stdout.splitlines() == ["30 0 60", "60 0", "30 0"]


def test_two_relays_and_two_tasks_at_once_do_nothing_twice(env, tmp_path):
    race(env, tmp_path, ("tell_and_time", "6"))
    relayed = race(env, tmp_path, ("relay_half", "3"), ("relay_half", "3"))
    assert [line.split()[0] for line in relayed] == ["3", "3"]
    outcome = race(env, tmp_path, ("deliver_slowly", "1"), ("deliver_slowly", "1"))
    assert sorted(outcome) == ["False", "True"]
