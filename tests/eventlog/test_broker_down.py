"""The broker is down, in a process of its own: a connection that once stood behaves otherwise."""

import subprocess
import sys
import time

import psycopg
import pytest

from cms.eventlog import queueing
from cms.eventlog.queueing import Message, publish
from tests.conftest import REPOSITORY
from tests.eventlog.race import flood_env, own_database, race

# Without a pause between tries, refused connections cost milliseconds; each of Celery's
# own tries would take a second.
QUICK_SECONDS = 1.0
NOWHERE = "redis://127.0.0.1:1/0"


class DownTask:
    """A task whose broker is down, and that counts how often it was tried."""

    name = "tests.task"

    def __init__(self):
        self.tries = 0

    def apply_async(self, **options):
        self.tries += 1
        raise OSError("no broker")


def test_after_a_failure_the_broker_is_left_alone_for_a_while(monkeypatch):
    task = DownTask()
    messages = [Message(task, (number,)) for number in range(200)]
    monkeypatch.setattr(queueing._Breaker, "resume_at", 0.0)

    assert publish(messages) == 0
    assert publish(messages) == 0
    assert task.tries == 1

    monkeypatch.setattr(queueing._Breaker, "resume_at", 0.0)
    assert publish(messages) == 0
    assert task.tries == 2


@pytest.fixture
def database():
    with own_database() as url:
        yield url


@pytest.mark.postgresql
@pytest.mark.redis
def test_a_fact_is_committed_quickly_and_delivered_when_the_broker_is_back(database, tmp_path):
    env = flood_env(database, tmp_path, REDIS_URL=NOWHERE)
    race(env, tmp_path, ("prepare", "0"))

    (seconds,) = race(env, tmp_path, ("tell_and_time", "3"))
    assert float(seconds) < QUICK_SECONDS
    with psycopg.connect(database, autocommit=True) as connection:
        waiting = connection.execute("SELECT count(*) FROM cms_eventlog_outboxentry").fetchone()
        assert waiting == (3,)
        # The beat's tasks, by hand.
        (relayed,) = race(env, tmp_path, ("relay_half", "10"))
        assert relayed.split()[0] == "3"
        ids = connection.execute("SELECT id FROM cms_eventlog_delivery").fetchall()
        assert len(ids) == 6
        race(env, tmp_path, *(("deliver_now", str(pk)) for (pk,) in ids[:2]))
        done = connection.execute(
            "SELECT count(*) FROM cms_eventlog_delivery WHERE state = 'done'"
        ).fetchone()
        assert done == (2,)


@pytest.mark.postgresql
@pytest.mark.redis
def test_a_worker_that_finds_no_broker_at_its_start_goes_on_trying(tmp_path, database):
    """PUBLISH_ONCE is about sending; a worker's own connection has its own setting."""
    env = flood_env(database, tmp_path, REDIS_URL=NOWHERE)
    argv = [sys.executable, "-m", "celery", "--skip-checks", "-A", "cms", "worker", "-P", "solo"]
    with (
        (tmp_path / "worker.log").open("wb") as log,
        subprocess.Popen(argv, env=env, cwd=REPOSITORY, stdout=log, stderr=log) as worker,
    ):
        try:
            until = time.monotonic() + 60
            while (tmp_path / "worker.log").read_text().count("Cannot connect to redis") < 2:
                assert time.monotonic() < until, (tmp_path / "worker.log").read_text()
                assert worker.poll() is None, "it has given up"
                time.sleep(0.1)
        finally:
            worker.kill()
