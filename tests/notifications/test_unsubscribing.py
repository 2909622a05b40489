import re
import time
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core import signing
from django.test import Client

from cms.notifications.models import NotificationPreference, OutgoingMail
from cms.notifications.services import notify
from cms.notifications.services.sending import send
from cms.notifications.services.unsubscribing import SALT, WORKS_FOR, unsubscribe_url
from tests.factories.site import make_site
from tests.notifications.conftest import BASE_URL

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds", "published")]


@pytest.fixture(autouse=True)
def site(db):
    return make_site(["en", "fr"])


@pytest.fixture
def stranger():
    """A mail service: neither cookie nor token of a form."""
    return Client(enforce_csrf_checks=True)


def path(user, kinds, kind="tests.told", language="en"):
    return unsubscribe_url(user.pk, kinds.get(kind), language).removeprefix(BASE_URL)


def token_path(token):
    return f"/en/notifications/unsubscribe/{token}/"


def chosen():
    return list(
        NotificationPreference.objects.values_list("user__email", "kind", "channel", "is_on")
    )


STOPPED = [("ada@example.org", "tests.told", "mail", False)]


def test_one_click_stops_the_mails_of_that_kind_alone(stranger, ada, kinds):
    address = path(ada, kinds)
    for _ in range(2):
        response = stranger.post(address, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
        assert chosen() == STOPPED
    for kind, mails in (("tests.told", 0), ("tests.vital", 1)):
        OutgoingMail.objects.all().delete()
        notify(kind, [ada.pk], dedupe_key="event:1")
        assert OutgoingMail.objects.count() == mails


def test_a_link_that_is_followed_only_asks(stranger, ada, kinds):
    address = path(ada, kinds)
    response = stranger.get(address)
    html = response.content.decode()
    assert (response.status_code, chosen()) == (200, [])
    assert "Stop these mails?" in html
    assert "“Told”" in html
    assert len(re.findall(rf'<form method="post"\s+action="{re.escape(address)}"', html)) == 1
    assert "no-store" in response["Cache-Control"]
    assert ada.email not in html
    assert ada.display_name not in html
    assert stranger.head(address).status_code == 200
    assert chosen() == []


def test_it_can_be_undone(stranger, ada, kinds):
    html = stranger.post(path(ada, kinds)).content.decode()
    assert "These mails have stopped" in html
    (undo,) = re.findall(r'action="([^"]+/undo/)"', html)
    response = stranger.post(undo)
    assert "These mails come again" in response.content.decode()
    assert chosen() == [("ada@example.org", "tests.told", "mail", True)]
    assert stranger.get(undo).status_code == 405


def test_the_page_is_in_the_language_of_its_address(client, ada, kinds):
    html = client.get(path(ada, kinds, language="fr")).content.decode()
    assert '<html lang="fr" dir="ltr">' in html


def refused(stranger, address, status):
    for method, end in ((stranger.get, ""), (stranger.post, ""), (stranger.post, "undo/")):
        response = method(address + end)
        assert response.status_code == status
        assert "This link does not work" in response.content.decode()
    assert chosen() == []


def test_a_forged_address_is_refused(stranger, ada, ben, kinds):
    good = path(ada, kinds).split("/")[-2]
    rest = good.split(":", 1)[1]
    other = path(ben, kinds).split("/")[-2].split(":", 1)[0]
    for token in (
        "x",
        f"{other}:{rest}",
        good[:-1],
        signing.dumps([ada.pk, "tests.told"], salt="another"),
        signing.dumps([ada.pk], salt=SALT),
        signing.dumps({"user": ada.pk}, salt=SALT),
        signing.dumps([ada.pk, "tests.unheard_of"], salt=SALT),
        signing.dumps([10**9, "tests.told"], salt=SALT),
        signing.dumps(["x", "tests.told"], salt=SALT),
        signing.dumps("ab", salt=SALT),
        signing.dumps([ada.pk, ["tests.told"]], salt=SALT),
    ):
        refused(stranger, token_path(token), 404)


@pytest.mark.parametrize("kind", ["tests.vital", "tests.bell_only"])
def test_a_kind_whose_mails_cannot_be_stopped_is_refused(stranger, ada, kinds, kind):
    refused(stranger, path(ada, kinds, kind), 404)


def test_an_old_address_is_refused_and_a_young_one_is_not(stranger, ada, kinds, monkeypatch):
    address = path(ada, kinds)
    moment = time.time()
    for age, status in (
        (WORKS_FOR - timedelta(hours=1), 200),
        (WORKS_FOR + timedelta(hours=1), 410),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(signing.time, "time", lambda age=age: moment + age.total_seconds())
            assert stranger.get(address).status_code == status
            if status == 410:
                refused(stranger, address, 410)


def test_the_header_goes_out_whole(ada, settings):
    notify("tests.told", [ada.pk], dedupe_key="event:1")
    row = OutgoingMail.objects.get()
    address = row.headers["List-Unsubscribe"]
    assert send(row.pk)
    (message,) = django_mail.outbox
    raw = message.message().as_bytes().decode()
    unfolded = re.sub(r"[ \t]*\r?\n[ \t]+", " ", raw)
    assert f"List-Unsubscribe: {address}\n" in unfolded
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n" in unfolded
    assert address.startswith(f"<{BASE_URL}/en/notifications/unsubscribe/")
    assert "=?" not in address
    assert "ada" not in address


def test_what_was_stopped_can_be_chosen_again_on_the_own_pages(client, ada, kinds):
    client.post(path(ada, kinds))
    client.force_login(ada)
    html = client.get("/en/notifications/preferences/").content.decode()
    assert re.search(r'name="tests\.told:mail"\s*>', html)
