"""Two processes at one row, on PostgreSQL."""

import psycopg
import pytest

from tests.eventlog.race import flood_env, own_database, race

pytestmark = [pytest.mark.postgresql, pytest.mark.redis]

EVENTS = 6
STATE = "SELECT state, attempts FROM cms_eventlog_delivery WHERE id = %s"


@pytest.fixture
def database():
    with own_database() as url:
        yield url


@pytest.fixture
def env(database, tmp_path):
    # No broker: nobody but the racers may touch the rows.
    env = flood_env(database, tmp_path, REDIS_URL="redis://127.0.0.1:1/0")
    race(env, tmp_path, ("prepare", str(EVENTS)))
    return env


@pytest.fixture
def ask(database):
    with psycopg.connect(database, autocommit=True) as connection:
        yield lambda query, *values: connection.execute(query, values).fetchone()


def test_two_relays_share_the_outbox(env, ask, tmp_path):
    half = str(EVENTS // 2)
    outcome = race(env, tmp_path, ("relay_half", half), ("relay_half", half))
    counts, begun, ended = zip(*(line.split() for line in outcome), strict=True)
    assert counts == (half, half)
    # Neither waited for the other's commit.
    assert max(map(float, begun)) < min(map(float, ended))
    assert ask("SELECT count(*) FROM cms_eventlog_outboxentry") == (0,)
    assert ask("SELECT count(*), count(DISTINCT event_id) FROM cms_eventlog_delivery") == (
        2 * EVENTS,
        EVENTS,
    )


def one_delivery(env, ask, tmp_path):
    race(env, tmp_path, ("relay_half", str(EVENTS)))
    return str(
        ask("SELECT min(id) FROM cms_eventlog_delivery WHERE handler = 'flood.write_effect'")[0]
    )


def test_two_tasks_for_one_delivery_run_its_handler_once(env, ask, tmp_path):
    delivery = one_delivery(env, ask, tmp_path)
    outcome = race(env, tmp_path, ("deliver_slowly", delivery), ("deliver_slowly", delivery))
    assert sorted(outcome) == ["False", "True"]
    assert ask("SELECT count(*) FROM flood_effect") == (1,)
    assert ask(STATE, delivery) == ("done", 1)


def test_the_sweep_leaves_a_handler_alone_that_is_still_at_work_after_its_lease(env, ask, tmp_path):
    delivery = one_delivery(env, ask, tmp_path)
    ask(
        "UPDATE cms_eventlog_delivery SET state = 'done', done_at = now()"
        " WHERE id <> %s RETURNING 1",
        delivery,
    )
    outcome = race(env, tmp_path, ("deliver_slowly", delivery), ("sweep_later", "3600"))
    assert outcome == ["True", "0"]
    assert ask(STATE, delivery) == ("done", 1)
    assert ask("SELECT count(*) FROM flood_effect") == (1,)


def test_two_that_queue_a_mail_under_one_key_queue_one(env, ask, tmp_path):
    one, other = race(env, tmp_path, ("queue_with_key", "k"), ("queue_with_key", "k"))
    assert one == other
    assert ask("SELECT count(*) FROM cms_notifications_outgoingmail") == (1,)
