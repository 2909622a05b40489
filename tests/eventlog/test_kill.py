"""Everything is killed at random while events flow: nothing is lost, nothing done twice."""

import asyncio
import logging
import os
import random
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass
from email import message_from_bytes
from pathlib import Path

import psycopg
import pytest
import redis
from aiosmtpd.controller import Controller

from cms.core.process.binaries import find_binary
from tests.conftest import REPOSITORY
from tests.eventlog.flood.fleet import Fleet, plan
from tests.eventlog.race import flood_env, own_database
from tests.servers.guarded import free_port
from tests.servers.redis import Redis

SOAK = os.environ.get("FLEDGE_ROUNDS") == "soak"
EVENTS, KILLS, SECONDS = (5000, 200, 260.0) if SOAK else (500, 20, 15.0)
EMITTERS = 2
# On a machine that does nothing else it takes a quarter of this.
QUIET_WITHIN_SECONDS = 1200.0 if SOAK else 240.0


class Sink:
    """Takes every mail, a little slowly, and remembers how often each came."""

    def __init__(self):
        self.received = Counter()

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(0.02)
        self.received[message_from_bytes(envelope.content)["Message-ID"]] += 1
        # Time for the sender to die after the mail is taken and before it knows.
        await asyncio.sleep(0.06)
        return "250 OK"


@pytest.fixture
def sink():
    # It says each line of each conversation, which would drown the figures.
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    handler = Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    handler.port = controller.port
    yield handler
    controller.stop()


@pytest.fixture
def broker():
    """A Redis of our own, for it will be flushed."""
    server = Redis(Path(find_binary("redis-server")))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def database():
    with own_database() as url:
        yield url


@pytest.fixture
def env(database, broker, sink, tmp_path):
    port = str(sink.port)
    return flood_env(database, tmp_path, REDIS_URL=broker.url(), FLEDGE_TEST_SMTP_PORT=port)


def run(env, module, *args):
    done = subprocess.run(
        [sys.executable, "-m", f"tests.eventlog.flood.{module}", *args],
        env=env,
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.stdout.strip().splitlines()[-1]


def start_emitters(env):
    args = [str(EVENTS // EMITTERS), str(SECONDS)]
    return [
        subprocess.Popen(
            [sys.executable, "-m", "tests.eventlog.flood.emitter", *args], env=env, cwd=REPOSITORY
        )
        for _ in range(EMITTERS)
    ]


def count(connection, query):
    return connection.execute(query).fetchone()[0]


LEFT = """
SELECT (SELECT count(*) FROM cms_eventlog_outboxentry)
     + (SELECT count(*) FROM cms_eventlog_delivery WHERE state <> 'done')
     + (SELECT count(*) FROM cms_notifications_outgoingmail WHERE state IN ('pending', 'sending'))
     + (SELECT %(deliveries)s - count(*) FROM cms_eventlog_delivery)
"""


def wait_until_quiet(connection, fleet):
    deadline = time.monotonic() + QUIET_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if connection.execute(LEFT, {"deliveries": 2 * EVENTS}).fetchone()[0] == 0:
            return
        fleet.revive()
        time.sleep(0.25)


def kill_at_random(fleet, emitters, dice, broker):
    """Spread the kills over the time that the events flow, and flush the broker half-way."""
    started = time.monotonic()
    targets = plan(KILLS, dice)
    for number, target in enumerate(targets):
        if number == KILLS // 2:
            redis.Redis.from_url(broker.url()).flushall()
        due = started + SECONDS * dice.uniform(number, number + 1) / KILLS
        time.sleep(max(0.0, due - time.monotonic()))
        while not fleet.kill(target, dice):
            fleet.revive()
            time.sleep(0.01)
    for emitter in emitters:
        emitter.wait(timeout=SECONDS * 4)


@dataclass(frozen=True)
class Outcome:
    """What the database holds when all is quiet."""

    facts: int
    events: int
    outbox: int
    states: dict
    repeated: int
    effects: Counter
    mails: dict


def read_outcome(connection):
    states = "SELECT state, count(*) FROM cms_eventlog_delivery GROUP BY 1"
    effects = "SELECT handler || ' ' || event_id, count(*) FROM flood_effect GROUP BY 1"
    mails = "SELECT message_id, state FROM cms_notifications_outgoingmail"
    return Outcome(
        facts=count(connection, "SELECT count(*) FROM flood_fact"),
        events=count(connection, "SELECT count(*) FROM cms_eventlog_event"),
        outbox=count(connection, "SELECT count(*) FROM cms_eventlog_outboxentry"),
        states=dict(connection.execute(states)),
        repeated=count(
            connection,
            "SELECT coalesce(sum(attempts - 1), 0) FROM cms_eventlog_delivery WHERE attempts > 1",
        ),
        effects=Counter(dict(connection.execute(effects))),
        mails=dict(connection.execute(mails)),
    )


def report(capsys, lines):
    with capsys.disabled():
        print("\n" + "\n".join(f"eventlog kill test: {line}" for line in lines))


@pytest.mark.postgresql
@pytest.mark.redis
@pytest.mark.soak
def test_nothing_is_lost_or_done_twice_while_everything_is_killed(
    env, broker, database, sink, tmp_path, capsys
):
    seed = int(os.environ.get("FLEDGE_SEED") or random.SystemRandom().randrange(10**6))
    dice = random.Random(seed)
    session_key = run(env, "session", "begin")
    started = time.monotonic()
    with Fleet(env, tmp_path) as fleet:
        emitters = start_emitters(env)
        kill_at_random(fleet, emitters, dice, broker)
        flowing = time.monotonic() - started
        with psycopg.connect(database, autocommit=True) as connection:
            wait_until_quiet(connection, fleet)
        quiet_after = time.monotonic() - started - flowing
        logs = fleet.logs()
    assert [emitter.returncode for emitter in emitters] == [0] * EMITTERS
    with psycopg.connect(database, autocommit=True) as connection:
        outcome = read_outcome(connection)
    effects, mails = outcome.effects, outcome.mails
    unsure = {key for key, state in mails.items() if state == "unsure"}
    times = Counter(sink.received[key] for key in mails)
    report(
        capsys,
        [
            f"seed {seed}, {EVENTS} events, {sum(fleet.kills.values())} kills {fleet.kills}, "
            f"workers that gave up by themselves {fleet.revived}",
            f"flowing {flowing:.1f} s, quiet {quiet_after:.1f} s after",
            f"effects {len(effects)}, of them more than once "
            f"{sum(1 for n in effects.values() if n > 1)}, attempts repeated {outcome.repeated}",
            f"mails {len(mails)}, received once {times[1]}, twice {times[2]}, "
            f"unsure {len(unsure)}, lost without trace "
            f"{sum(1 for key in mails if not sink.received[key] and key not in unsure)}",
        ],
    )
    assert (outcome.facts, outcome.events) == (EVENTS, EVENTS), logs
    assert outcome.outbox == 0, logs
    assert outcome.states == {"done": 2 * EVENTS}, logs
    assert len(effects) == 2 * EVENTS
    assert set(effects.values()) == {1}
    assert len(mails) == EVENTS
    assert set(mails.values()) <= {"sent", "unsure"}, logs
    assert set(sink.received) <= set(mails)
    assert all(sink.received[key] in (1, 2) for key in set(mails) - unsure)
    assert all(sink.received[key] <= 2 for key in unsure)
    assert run(env, "session", "check", session_key) == "200"
