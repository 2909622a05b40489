"""Several processes that tell the same people at the same moment, on PostgreSQL."""

import psycopg
import pytest

from tests.eventlog.race import flood_env, own_database, race

pytestmark = [pytest.mark.postgresql, pytest.mark.redis]

ROWS = "SELECT count(*), count(DISTINCT user_id) FROM cms_notifications_notification"
MAILS = 'SELECT count(*), count(DISTINCT "to") FROM cms_notifications_outgoingmail'


@pytest.fixture
def database():
    with own_database() as url:
        yield url


@pytest.fixture
def env(database, tmp_path):
    # No broker: nobody but the racers may touch the rows.
    return flood_env(database, tmp_path, REDIS_URL="redis://127.0.0.1:1/0")


@pytest.fixture
def ask(database):
    with psycopg.connect(database, autocommit=True) as connection:
        yield lambda query, *values: connection.execute(query, values).fetchone()


def test_two_that_tell_of_one_event_tell_each_person_once(env, ask, tmp_path):
    (ids,) = race(env, tmp_path, ("make_people", "3"))
    backwards = ",".join(reversed(ids.split(",")))
    outcome = race(env, tmp_path, ("notify_slowly", ids), ("notify_slowly", backwards))
    assert sorted(outcome) == ["0", "3"]
    assert ask(ROWS) == (3, 3)
    assert ask(MAILS) == (3, 3)


def test_stopping_mails_while_they_are_queued_waits_for_nobody(env, ask, tmp_path):
    (ids,) = race(env, tmp_path, ("make_people", "2"))
    told, _ = race(env, tmp_path, ("notify_slowly", ids), ("stop_mails", ids))
    assert told == "2"
    before = ask(MAILS)[0]
    assert race(env, tmp_path, ("notify_again", ids)) == ["2"]
    # The mail of whoever stopped does not come; that of the other does.
    assert ask(MAILS)[0] == before + 1
    assert ask(ROWS) == (4, 2)


def test_two_that_stop_the_same_mails_keep_one_choice(env, ask, tmp_path):
    (ids,) = race(env, tmp_path, ("make_people", "1"))
    race(env, tmp_path, ("stop_mails", ids), ("stop_mails", ids))
    assert ask("SELECT count(*), bool_or(is_on) FROM cms_notifications_notificationpreference") == (
        1,
        False,
    )
