from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.eventlog.enums import DELIVERY_MOVES, DeliveryState
from cms.eventlog.models import Delivery, Event
from cms.eventlog.services import delivering
from cms.eventlog.services.delivering import MAX_ATTEMPTS, backoff_seconds, deliver
from tests.factories.eventlog import DeliveryFactory, EventFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


def test_a_handler_gets_the_event_and_the_delivery_is_done(declared):
    got = []
    declared(got.append)
    delivery = DeliveryFactory()

    assert deliver(delivery.pk)

    delivery.refresh_from_db()
    assert got == [delivery.event]
    assert (delivery.state, delivery.attempts) == (DeliveryState.DONE, 1)
    assert delivery.done_at is not None


def test_a_second_task_for_a_done_delivery_does_nothing(declared):
    got = []
    declared(got.append)
    delivery = DeliveryFactory()
    deliver(delivery.pk)

    assert not deliver(delivery.pk)
    assert len(got) == 1


def test_a_second_task_for_a_running_delivery_does_nothing(declared):
    got = []
    declared(got.append)
    delivery = DeliveryFactory(state=DeliveryState.RUNNING, attempts=1)

    assert not deliver(delivery.pk)
    assert got == []
    delivery.refresh_from_db()
    assert delivery.attempts == 1


def test_a_task_that_comes_before_the_backoff_ends_does_nothing(declared):
    got = []
    declared(got.append)
    delivery = DeliveryFactory(due_at=timezone.now() + timedelta(minutes=1))

    assert not deliver(delivery.pk)
    assert got == []


def test_a_task_for_a_delivery_that_is_gone_does_nothing():
    assert not deliver(1_000_000)


def test_a_failed_handler_leaves_no_effect_and_is_tried_again_later(declared):
    def fail(event):
        EventFactory(name="tests.effect")
        raise ValueError("no room for ada@example.org at /x?token=abc and " + "k" * 40)

    declared(fail)
    delivery = DeliveryFactory()
    before = timezone.now()

    assert not deliver(delivery.pk, now=before)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.PENDING, 1)
    assert delivery.last_error == "ValueError: no room for [address] at /x?… and […]"
    assert timedelta(seconds=5) <= delivery.due_at - before <= timedelta(seconds=10)
    assert delivery.sweep_at == delivery.due_at
    assert not Event.objects.filter(name="tests.effect").exists()


def test_the_last_failure_makes_a_dead_letter(declared):
    def fail(event):
        raise ValueError

    declared(fail)
    delivery = DeliveryFactory(attempts=MAX_ATTEMPTS - 1)

    deliver(delivery.pk)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.last_error) == (DeliveryState.DEAD, "ValueError")
    assert not deliver(delivery.pk)


def test_a_handler_that_is_gone_from_the_code_is_a_failure(declared):
    delivery = DeliveryFactory(handler="tests.removed")
    assert not deliver(delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.PENDING
    assert "tests.removed" in delivery.last_error


def test_the_attempt_is_counted_before_the_handler_runs(declared):
    seen = []
    declared(lambda event: seen.append(event.deliveries.get().attempts))
    deliver(DeliveryFactory().pk)
    assert seen == [1]


def test_a_handler_that_ends_its_process_leaves_a_counted_running_row(declared):
    def leave(event):
        raise SystemExit

    declared(leave)
    delivery = DeliveryFactory()
    with pytest.raises(SystemExit):
        deliver(delivery.pk)
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.RUNNING, 1)


def test_an_attempt_that_lost_its_lease_does_nothing(declared):
    """Between counting and running, the sweep gave the row to somebody else."""
    got = []
    declared(got.append)
    delivery = DeliveryFactory(state=DeliveryState.RUNNING, attempts=2)
    assert not delivering._run(delivery.pk, 1)
    assert got == []


def test_the_wait_doubles_up_to_an_hour_and_is_spread():
    assert all(5 <= backoff_seconds(1) <= 10 for _ in range(50))
    assert all(20 <= backoff_seconds(3) <= 40 for _ in range(50))
    assert all(1800 <= backoff_seconds(MAX_ATTEMPTS) <= 3600 for _ in range(50))
    assert len({backoff_seconds(3) for _ in range(50)}) > 40


def test_one_event_is_delivered_to_one_handler_once():
    delivery = DeliveryFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(event=delivery.event, handler=delivery.handler)


def test_an_unknown_state_is_refused_by_the_database():
    delivery = DeliveryFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(state="lost")


@pytest.mark.parametrize("source", DeliveryState)
@pytest.mark.parametrize("target", DeliveryState)
def test_only_listed_moves_are_possible(source, target):
    rows = Delivery.objects.all()
    if (source, target) in DELIVERY_MOVES:
        assert rows.move(source, target) == 0
    else:
        with pytest.raises(ValueError, match="cannot go"):
            rows.move(source, target)
