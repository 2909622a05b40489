import uuid
from enum import StrEnum

import pytest
from django.db import transaction

from cms.eventlog import emit
from cms.eventlog.errors import (
    AppendOnlyError,
    EventDataError,
    OutsideTransactionError,
    UnknownEventError,
)
from cms.eventlog.models import Event, OutboxEntry
from tests.factories.eventlog import EventFactory

pytestmark = pytest.mark.usefixtures("declared", "published")


@pytest.mark.django_db
def test_an_event_is_written_with_its_outbox_entry(django_user_model):
    ada = django_user_model.objects.create_user("ada@example.org", display_name="Ada")

    event = emit("tests.counted", actor=ada, subject=ada, data={"number": 3})

    event.refresh_from_db()
    assert (event.name, event.actor_id, event.data) == ("tests.counted", ada.pk, {"number": 3})
    assert (event.subject_type, event.subject_id) == ("cms_accounts.user", str(ada.pk))
    assert OutboxEntry.objects.get().event == event


@pytest.mark.django_db
def test_an_unknown_name_is_refused():
    with pytest.raises(UnknownEventError):
        emit("tests.never_heard_of")
    assert not Event.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("data", [None, {}, {"number": 1, "more": 2}, {"nombre": 1}])
def test_other_keys_than_registered_are_refused(data):
    with pytest.raises(EventDataError):
        emit("tests.counted", data=data)
    assert not Event.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value",
    ["ada@example.org", "Ada Lovelace", "x" * 65, "", "é", [1], {"a": 1}, float("nan"), object()],
)
def test_what_may_be_personal_is_refused_and_not_repeated(value):
    with pytest.raises(EventDataError) as caught:
        emit("tests.counted", data={"number": value})
    assert not Event.objects.exists()
    assert not isinstance(value, str) or len(value) < 2 or value not in str(caught.value)


class Level(StrEnum):
    FIRST = "first"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (1, 1),
        (True, True),
        (0.5, 0.5),
        (None, None),
        ("en-GB", "en-GB"),
        (Level.FIRST, "first"),
        (uuid.UUID(int=5), str(uuid.UUID(int=5))),
    ],
)
def test_ids_numbers_booleans_and_codes_are_kept(value, kept):
    event = emit("tests.counted", data={"number": value})
    event.refresh_from_db()
    assert event.data == {"number": kept}


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    with pytest.raises(OutsideTransactionError):
        emit("tests.happened")
    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_event_shares_the_fate_of_its_transaction(published):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        emit("tests.happened")
        1 / 0  # noqa: B018
    assert not Event.objects.exists()
    assert not OutboxEntry.objects.exists()
    assert published == []


@pytest.mark.django_db(transaction=True)
def test_a_commit_with_many_events_asks_for_one_relay(published):
    with transaction.atomic():
        for _ in range(3):
            emit("tests.happened")
        assert published == []
    assert published == [("relay_outbox", (), None)]


@pytest.mark.django_db(transaction=True)
def test_a_relay_is_asked_for_though_the_savepoint_of_the_first_event_was_rolled_back(published):
    with transaction.atomic():
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            emit("tests.happened")
            1 / 0  # noqa: B018
        emit("tests.happened")
    assert published == [("relay_outbox", (), None)]
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_an_event_is_never_changed_nor_deleted_by_hand():
    event = EventFactory()
    event.name = "tests.rewritten"
    with pytest.raises(AppendOnlyError):
        event.save()
    with pytest.raises(AppendOnlyError):
        event.delete()
    with pytest.raises(AppendOnlyError):
        Event.objects.update(name="tests.rewritten")
    with pytest.raises(AppendOnlyError):
        Event.objects.all().delete()
    with pytest.raises(AppendOnlyError), transaction.atomic():
        Event.objects.bulk_update([event], ["name"])
    event.refresh_from_db()
    assert event.name == "tests.happened"
