from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.eventlog import emit
from cms.eventlog.enums import DeliveryState
from cms.eventlog.models import Delivery, Event, OutboxEntry
from cms.eventlog.services import relaying, sweeping
from cms.eventlog.services.delivering import MAX_ATTEMPTS
from cms.eventlog.services.relaying import relay
from cms.eventlog.services.retention import expire_events
from cms.eventlog.services.retrying import retry_dead
from cms.eventlog.services.sweeping import LOST, sweep
from tests.factories.eventlog import DeliveryFactory, EventFactory


def ignore(event):
    pass


@pytest.mark.django_db
def test_the_relay_makes_a_delivery_for_each_who_listens_and_empties_the_outbox(
    declared, published
):
    declared(ignore, "tests.one")
    declared(ignore, "tests.two", queue="mail")
    declared(ignore, "tests.other", to=("tests.counted",))
    event = EventFactory()
    OutboxEntry.objects.create(event=event)

    assert relay() == 1

    one, two = Delivery.objects.order_by("handler")
    assert (one.event, one.handler) == (event, "tests.one")
    assert (two.event, two.handler) == (event, "tests.two")
    assert sorted(published) == [
        ("deliver", (one.pk,), "default"),
        ("deliver", (two.pk,), "mail"),
    ]
    assert not OutboxEntry.objects.exists()
    assert relay() == 0


@pytest.mark.django_db
def test_an_event_that_nobody_wants_leaves_the_outbox(declared, published):
    OutboxEntry.objects.create(event=EventFactory())
    assert relay() == 1
    assert not Delivery.objects.exists()
    assert not OutboxEntry.objects.exists()


@pytest.mark.django_db
def test_one_run_goes_through_several_batches(declared, published, monkeypatch):
    monkeypatch.setattr(relaying, "RELAY_BATCH", 2)
    for _ in range(5):
        OutboxEntry.objects.create(event=EventFactory())
    assert relay() == 5


@pytest.mark.django_db(transaction=True)
def test_relay_and_sweep_cost_the_same_for_few_and_many(declared, published):
    declared(ignore, "tests.one")
    declared(ignore, "tests.two")
    relays, sweeps = [], []
    for size in (3, 60):
        for _ in range(size):
            OutboxEntry.objects.create(event=EventFactory())
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert relaying.relay_batch() == size
        relays.append(len(queries))
        running = Delivery.objects.filter(
            pk__in=list(Delivery.objects.order_by("pk").values_list("pk", flat=True)[:size])
        )
        running.update(state=DeliveryState.RUNNING, attempts=1)
        running.filter(handler="tests.one").update(attempts=MAX_ATTEMPTS)
        with CaptureQueriesContext(connection) as queries:
            sweep(now=timezone.now() + timedelta(hours=1))
        sweeps.append(len(queries))
        Delivery.objects.all().delete()
    assert relays[0] == relays[1] <= 6
    assert sweeps[0] == sweeps[1] <= 6


@pytest.mark.django_db
def test_the_sweep_sends_what_is_overdue_once_and_then_trusts_the_queue(declared, published):
    declared(ignore)
    now = timezone.now()
    overdue = DeliveryFactory(sweep_at=now - timedelta(seconds=1))
    DeliveryFactory(sweep_at=now + timedelta(seconds=30))
    DeliveryFactory(state=DeliveryState.DONE, done_at=now, sweep_at=now - timedelta(days=1))
    DeliveryFactory(dead=True, sweep_at=now - timedelta(days=1))

    assert sweep(now=now) == 1
    assert sweep(now=now) == 0
    assert published == [("deliver", (overdue.pk,), "default")]
    overdue.refresh_from_db()
    assert overdue.sweep_at == now + timedelta(seconds=60)


@pytest.mark.django_db
def test_the_sweep_frees_what_a_lost_worker_held(declared, published):
    declared(ignore)
    now = timezone.now()
    lost = DeliveryFactory(state=DeliveryState.RUNNING, attempts=1, sweep_at=now)

    assert sweep(now=now) == 1
    lost.refresh_from_db()
    assert (lost.state, lost.last_error) == (DeliveryState.PENDING, LOST)
    assert lost.due_at == now
    assert published == [("deliver", (lost.pk,), "default")]


@pytest.mark.django_db
def test_the_sweep_gives_up_what_kills_its_worker_every_time(declared, published):
    now = timezone.now()
    lost = DeliveryFactory(state=DeliveryState.RUNNING, attempts=MAX_ATTEMPTS, sweep_at=now)
    assert sweep(now=now) == 0
    lost.refresh_from_db()
    assert (lost.state, lost.last_error) == (DeliveryState.DEAD, LOST)
    assert published == []


@pytest.mark.django_db
def test_the_sweep_takes_the_oldest_of_many(declared, published, monkeypatch):
    monkeypatch.setattr(sweeping, "SWEEP_BATCH", 2)
    now = timezone.now()
    rows = [DeliveryFactory(sweep_at=now - timedelta(seconds=n)) for n in (1, 3, 2)]
    assert sweep(now=now) == 2
    assert {args[0] for _, args, _ in published} == {rows[1].pk, rows[2].pk}


@pytest.mark.django_db
def test_dead_ones_are_tried_again_with_a_fresh_count(declared, published):
    one = DeliveryFactory(dead=True)
    other = DeliveryFactory(dead=True, handler="tests.other")
    assert retry_dead(handler="tests.count") == 1
    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.attempts) == (DeliveryState.PENDING, 0)
    assert other.state == DeliveryState.DEAD
    assert published == [("deliver", (one.pk,), "default")]
    assert retry_dead(ids=[one.pk]) == 0


@pytest.mark.django_db
def test_retention_deletes_what_is_old_and_finished(declared, published):
    now = timezone.now()
    old = now - timedelta(days=31)
    unheard = EventFactory(occurred_at=old)
    done = DeliveryFactory(event__occurred_at=old, state=DeliveryState.DONE, done_at=old).event
    waiting = DeliveryFactory(event__occurred_at=old).event
    dead = DeliveryFactory(event__occurred_at=old, dead=True, due_at=now).event
    long_dead = DeliveryFactory(
        event__occurred_at=old, dead=True, due_at=now - timedelta(days=91)
    ).event
    unrelayed = EventFactory(occurred_at=old)
    OutboxEntry.objects.create(event=unrelayed)
    young = EventFactory(occurred_at=now - timedelta(days=29))

    assert expire_events(now=now) == 3

    assert set(Event.objects.all()) == {waiting, dead, unrelayed, young}
    assert not Event.objects.filter(pk__in=[unheard.pk, done.pk, long_dead.pk]).exists()
    assert Delivery.objects.count() == 2


@pytest.mark.django_db
def test_a_backfill_makes_what_is_missing_once(declared, published, capsys):
    declared(ignore, starts="backfill")
    events = [EventFactory() for _ in range(3)]
    EventFactory(name="tests.counted")
    DeliveryFactory(event=events[0], state=DeliveryState.DONE, done_at=timezone.now())
    # The relay has not come to this one yet: the backfill takes it, and the relay skips it.
    OutboxEntry.objects.create(event=events[2])

    call_command("backfill_subscriber", "tests.count")
    assert "2" in capsys.readouterr().out
    call_command("backfill_subscriber", "tests.count")
    relay()

    assert Delivery.objects.count() == 3
    assert Delivery.objects.filter(state=DeliveryState.PENDING).count() == 2


@pytest.mark.django_db
def test_a_backfill_is_refused_where_it_is_not_declared(declared):
    declared(ignore)
    EventFactory()
    with pytest.raises(CommandError, match="starts with the events"):
        call_command("backfill_subscriber", "tests.count")
    with pytest.raises(CommandError, match="No handler"):
        call_command("backfill_subscriber", "tests.unheard")
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_the_status_command_counts(declared, published, capsys):
    emit("tests.happened")
    DeliveryFactory(dead=True)
    call_command("eventlog_status")
    out = capsys.readouterr().out
    assert "Events: 2" in out
    assert "Not yet relayed: 1, the oldest of" in out
    assert "Dead, tests.count: 1" in out
