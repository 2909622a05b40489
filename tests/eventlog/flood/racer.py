"""`python -m tests.eventlog.flood.racer`: starts the sides of races, each in a process of its own.

A line on its input asks for one race. Each side begins as a copy of this process, which never had
a connection to anything: starting Python and Django for each would be most of a race's time. It
says "ready", waits for the file to go, acts, and writes what came of it.
"""

import json
import os
import random
import sys
import time
import traceback
from datetime import timedelta
from pathlib import Path
from typing import Any

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  models can be loaded from here on
from django.db import connection, connections, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from cms.eventlog import emit  # noqa: E402
from cms.eventlog.models import Event, OutboxEntry  # noqa: E402
from cms.eventlog.registry import registry  # noqa: E402
from cms.eventlog.services import delivering, relaying, sweeping  # noqa: E402
from cms.notifications.kinds import NotificationKind  # noqa: E402
from cms.notifications.kinds import registry as registry_of_kinds  # noqa: E402
from cms.notifications.services import notify, queue_mail  # noqa: E402
from cms.notifications.services.unsubscribing import (  # noqa: E402
    read_token,
    set_mails,
    unsubscribe_url,
)
from tests.eventlog.flood.models import Effect, create_tables  # noqa: E402

# Long enough that the other side, on a busy machine, is in the middle of it too.
HELD_SECONDS = 1.5

registry_of_kinds.add(
    NotificationKind(
        name="flood.told",
        label="Told",
        description="When something was told.",
        template_prefix="tests/mails/told",
    )
)


def prepare(count: str) -> int:
    """Make the tables and `count` events that wait for the relay."""
    create_tables()
    with transaction.atomic():
        for number in range(int(count)):
            event = Event(name="flood.happened", data={"fact": number})
            event.save()
            OutboxEntry.objects.create(event=event)
    return int(count)


def relay_half(size: str) -> str:
    """Relay one batch, stay in its transaction for a while, and say from when to when."""
    relaying.RELAY_BATCH = int(size)
    make = relaying.make_deliveries
    held = []

    def make_and_hold(*args, **kwargs):
        make(*args, **kwargs)
        held.append(time.monotonic())
        time.sleep(HELD_SECONDS)
        held.append(time.monotonic())

    relaying.make_deliveries = make_and_hold
    count = relaying.relay_batch()
    return " ".join(str(part) for part in (count, *held))


def deliver_slowly(delivery_id: str) -> bool:
    """Deliver, with a handler that takes its time between effect and commit."""

    def handler(event):
        Effect.objects.create(event_id=event.pk, handler="flood.write_effect")
        time.sleep(HELD_SECONDS)

    subscriber = registry.subscribers["flood.write_effect"]
    registry.subscribers["flood.write_effect"] = type(subscriber)(
        subscriber.name, subscriber.to, handler
    )
    return delivering.deliver(int(delivery_id))


def sweep_later(seconds: str) -> int:
    time.sleep(HELD_SECONDS / 2)
    return sweeping.sweep(now=timezone.now() + timedelta(seconds=float(seconds)))


def queue_with_key(key: str) -> int:
    with transaction.atomic():
        mail = queue_mail(to="ada@example.org", subject="s", text="t", dedupe_key=key)
        time.sleep(HELD_SECONDS)
    return mail.pk


def make_people(count: str) -> str:
    """Make people and return their ids, in one word."""
    people = [
        get_user_model().objects.create_user(f"person{number}@example.org")
        for number in range(int(count))
    ]
    return ",".join(str(person.pk) for person in people)


def notify_slowly(ids: str) -> int:
    """Tell people of one event, and take some time before the commit."""
    with transaction.atomic():
        count = notify("flood.told", map(int, ids.split(",")), dedupe_key="event:1")
        time.sleep(HELD_SECONDS)
    return count


def notify_again(ids: str) -> int:
    """Tell them of another event."""
    return notify("flood.told", map(int, ids.split(",")), dedupe_key="event:2")


def stop_mails(ids: str) -> str:
    """Stop the mails of the first, in the middle of what the other side does."""
    time.sleep(HELD_SECONDS / 2)
    url = unsubscribe_url(
        int(ids.split(",", maxsplit=1)[0]), registry_of_kinds.get("flood.told"), "en"
    )
    set_mails(read_token(url.split("/")[-2]), is_on=False)
    return str(time.monotonic())


def tell_and_time(count: str) -> float:
    """Tell facts, one per transaction, and return how long that took."""
    started = time.monotonic()
    for number in range(int(count)):
        with transaction.atomic():
            emit("flood.happened", data={"fact": number})
    return time.monotonic() - started


def deliver_now(delivery_id: str) -> bool:
    return delivering.deliver(int(delivery_id))


ACTS = {
    act.__name__: act
    for act in (
        prepare,
        relay_half,
        deliver_slowly,
        deliver_now,
        sweep_later,
        queue_with_key,
        make_people,
        notify_slowly,
        notify_again,
        stop_mails,
        tell_and_time,
    )
}


def run(asked: dict[str, Any], act: str, argument: str) -> None:
    os.environ.update(asked["env"])
    connections.settings["default"]["NAME"] = asked["database"]
    # Else the sides would throw the same dice.
    random.seed()
    connection.ensure_connection()
    print("ready", flush=True)
    until = time.monotonic() + asked["seconds"]
    while not Path(asked["go"]).exists():
        if time.monotonic() > until:
            raise TimeoutError("Nobody let this side go.")
        time.sleep(0.005)
    print(ACTS[act](argument), flush=True)


def start(asked: dict[str, Any], side: dict[str, str]) -> int:
    """Start one side and return its process."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        for number, name in ((1, "out"), (2, "errors")):
            file = os.open(side[name], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            os.dup2(file, number)
        run(asked, side["act"], side["argument"])
        code = 0
    except BaseException:
        print("failed", flush=True)
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def serve() -> None:
    for line in sys.stdin:
        if connection.connection is not None:
            raise RuntimeError("The sides of a race would share this connection.")
        asked = json.loads(line)
        pids = [start(asked, side) for side in asked["sides"]]
        codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
        print(json.dumps(codes), flush=True)


if __name__ == "__main__":
    serve()
