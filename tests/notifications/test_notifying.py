import pytest
from django.db import IntegrityError, transaction

from cms.eventlog import emit, subscribe
from cms.eventlog.models import Delivery
from cms.eventlog.registry import EventType, Registry
from cms.eventlog.services.delivering import deliver
from cms.eventlog.services.relaying import relay
from cms.notifications.enums import Channel
from cms.notifications.errors import NotificationDataError, UnknownKindError
from cms.notifications.models import Notification, NotificationPreference, OutgoingMail
from cms.notifications.services import notify
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NotificationFactory
from tests.notifications.conftest import BASE_URL, make_kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds", "languages", "published")]


def tell(*people, kind="tests.told", key="event:1", **more):
    more = {"data": {"course": "Rivers & <b>Lakes</b>."}, **more}
    return notify(kind, [person.pk for person in people], dedupe_key=key, **more)


def choose(person, channel, is_on, kind="tests.told"):
    NotificationPreference.objects.create(user=person, kind=kind, channel=channel, is_on=is_on)


def told():
    """Return (person, kind, whether in the bell) of every row."""
    rows = Notification.objects.order_by("kind", "user")
    return list(rows.values_list("user__email", "kind", "is_in_bell"))


def mailed():
    return list(OutgoingMail.objects.order_by("to").values_list("to", "kind"))


def test_each_person_gets_a_row_and_a_mail(ada, ben):
    assert tell(ada, ben) == 2
    assert told() == [
        ("ada@example.org", "tests.told", True),
        ("ben@example.org", "tests.told", True),
    ]
    assert mailed() == [("ada@example.org", "tests.told"), ("ben@example.org", "tests.told")]
    row = Notification.objects.get(user=ada)
    assert (row.data, row.url) == ({"course": "Rivers & <b>Lakes</b>."}, "/en/accounts/login/")
    assert (row.read_at, row.cleared_at) == (None, None)


@pytest.mark.parametrize(
    ("language", "subject", "sentence", "label"),
    [
        ("en", "Your account at Fledge", "A password was chosen for your account.", "Sign in"),
        (
            "fr",
            "Votre compte sur Fledge",
            "Un mot de passe a été choisi pour votre compte.",
            "Se connecter",
        ),
    ],
)
def test_the_mail_is_in_the_persons_language(language, subject, sentence, label):
    person = UserFactory(language=language)
    tell(person)
    mail = OutgoingMail.objects.get()
    address = f"{BASE_URL}/{language}/accounts/login/"
    assert (mail.to, mail.language, mail.subject) == (person.email, language, subject)
    assert f"{sentence} Rivers & <b>Lakes</b>." in mail.text
    assert f"{label}:\n{address}\n" in mail.text
    assert f'<html lang="{language}" dir="ltr">' in mail.html
    assert f"{sentence} Rivers &amp; &lt;b&gt;Lakes&lt;/b&gt;." in mail.html
    assert f'href="{address}"' in mail.html
    stop = mail.headers["List-Unsubscribe"]
    assert stop.startswith(f"<{BASE_URL}/{language}/notifications/unsubscribe/")
    assert stop.endswith("/>")
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert stop[1:-1] in mail.text
    assert f'href="{stop[1:-1]}"' in mail.html
    assert person.email not in stop


def test_a_language_that_the_site_does_not_speak_falls_back():
    tell(UserFactory(language="sw"))
    assert OutgoingMail.objects.get().language == "en"
    assert Notification.objects.get().url == "/en/accounts/login/"


def test_once_per_key_kind_and_person(ada, ben):
    assert (tell(ada), tell(ada, ben), tell(ada, ben)) == (1, 1, 0)
    assert len(told()) == len(mailed()) == 2
    assert tell(ada, key="event:2") == 1
    assert tell(ada, kind="tests.vital") == 1
    assert Notification.objects.filter(user=ada).count() == OutgoingMail.objects.count() - 1 == 3


def test_one_told_before_gets_no_mail_by_a_change_of_mind(ada):
    choose(ada, Channel.MAIL, False)
    tell(ada)
    NotificationPreference.objects.update(is_on=True)
    assert tell(ada) == 0
    assert mailed() == []


def test_the_database_itself_refuses_a_second_row(ada):
    row = NotificationFactory(user=ada)
    with pytest.raises(IntegrityError), transaction.atomic():
        NotificationFactory(user=ada, kind=row.kind, dedupe_key=row.dedupe_key)


@pytest.mark.parametrize(
    ("off", "rows", "mails"),
    [
        ([Channel.MAIL], [True], 0),
        ([Channel.IN_APP], [False], 1),
        ([Channel.MAIL, Channel.IN_APP], [], 0),
    ],
)
def test_preferences_are_obeyed(ada, ben, off, rows, mails):
    for channel in off:
        choose(ada, channel, False)
    tell(ada, ben)
    assert [in_bell for email, _, in_bell in told() if email == ada.email] == rows
    assert [to for to, _ in mailed()].count(ada.email) == mails
    # The other's choice is the other's.
    assert [in_bell for email, _, in_bell in told() if email == ben.email] == [True]
    assert [to for to, _ in mailed()].count(ben.email) == 1


def test_a_default_holds_until_somebody_chooses(ada, ben):
    choose(ada, Channel.MAIL, True, kind="tests.quiet")
    tell(ada, ben, kind="tests.quiet")
    assert mailed() == [("ada@example.org", "tests.quiet")]
    assert len(told()) == 2


def test_a_channel_that_a_kind_has_not_cannot_be_chosen(ada):
    choose(ada, Channel.MAIL, True, kind="tests.bell_only")
    tell(ada, kind="tests.bell_only")
    assert mailed() == []


def test_what_cannot_be_turned_off_comes_and_offers_no_way_to_stop_it(ada):
    for channel in Channel:
        choose(ada, channel, False, kind="tests.vital")
    tell(ada, kind="tests.vital")
    mail = OutgoingMail.objects.get()
    assert told() == [("ada@example.org", "tests.vital", True)]
    assert mail.headers == {}
    assert "unsubscribe" not in mail.text + mail.html


def test_who_is_not_active_or_not_there_is_told_nothing(ada):
    gone = UserFactory(is_active=False)
    assert notify("tests.told", [gone.pk, 10**9], dedupe_key="event:1") == 0
    assert told() == mailed() == []


def test_demo_people_get_no_mail_where_there_must_be_none(settings):
    person = UserFactory(email="demo@demo.invalid")
    settings.DEMO_ALLOWED = False
    assert tell(person) == 1
    assert mailed() == []


def test_the_callers_transaction_takes_everything_back(ada, published):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell(ada)
        1 / 0  # noqa: B018
    assert told() == mailed() == []


@pytest.mark.parametrize(
    "url", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:x", "en/"]
)
def test_an_address_that_leads_away_is_refused(ada, url):
    with pytest.raises(NotificationDataError):
        tell(ada, url=url)
    assert told() == mailed() == []


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/"])
def test_the_database_itself_refuses_an_address_that_leads_away(url):
    with pytest.raises(IntegrityError), transaction.atomic():
        NotificationFactory(url=url)


def test_the_given_address_counts_before_the_kinds(ada):
    tell(ada, url="/en/teach/?a=1")
    assert Notification.objects.get().url == "/en/teach/?a=1"
    assert f"{BASE_URL}/en/teach/?a=1" in OutgoingMail.objects.get().text


@pytest.mark.parametrize(
    "data",
    [{"text": "x" * 201}, {"list": [1]}, {"number": 1.5}, {str(n): "x" * 99 for n in range(30)}],
)
def test_data_that_a_row_must_not_keep_is_refused(ada, data):
    with pytest.raises(NotificationDataError):
        tell(ada, data=data)
    assert told() == mailed() == []


@pytest.mark.parametrize("key", ["", "x" * 101])
def test_a_key_is_needed(ada, key):
    with pytest.raises(NotificationDataError):
        tell(ada, key=key)


def test_an_unknown_kind_is_refused(ada):
    with pytest.raises(UnknownKindError):
        tell(ada, kind="tests.unheard_of")


def test_what_is_no_longer_there_is_not_mailed(ada, kinds):
    kinds.add(make_kind("tests.gone", contexts=lambda rows: [None for _ in rows]))
    assert tell(ada, kind="tests.gone") == 1
    assert mailed() == []


def test_the_rows_cost_the_same_for_few_and_many(django_assert_num_queries):
    """The mails are rows of their own, one after the other: here they are turned off."""
    people = UserFactory.create_batch(12)
    tell(people[0], kind="tests.bell_only", key="warm")
    for key, size in (("a", 2), ("b", 12)):
        # Savepoint, people, preferences, insert, own rows, release.
        with django_assert_num_queries(6):
            tell(*people[:size], kind="tests.bell_only", key=key)


def test_an_event_delivered_twice_tells_once(ada, monkeypatch):
    events = Registry()
    for name in ("cms.eventlog.registry", "cms.eventlog.emitting"):
        monkeypatch.setattr(f"{name}.registry", events)
    for name in ("relaying", "delivering"):
        monkeypatch.setattr(f"cms.eventlog.services.{name}.registry", events)
    events.add_event(EventType("tests.happened", (), 1))

    def handle(event):
        notify("tests.told", [event.actor_id], dedupe_key=f"event:{event.pk}")

    subscribe("tests.tell_one", to=("tests.happened",), handler=handle)
    # A second subscriber of the same event that tells the same thing.
    subscribe("tests.tell_other", to=("tests.happened",), handler=handle)
    emit("tests.happened", actor=ada)
    relay()
    done = [deliver(pk) for pk in list(Delivery.objects.values_list("pk", flat=True)) * 2]
    assert done == [True, True, False, False]
    assert len(told()) == len(mailed()) == 1
