import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import Client
from django.utils import translation
from django.utils.timezone import now

from cms.notifications.models import Notification
from cms.notifications.services import unread_count
from tests.factories.notifications import NotificationFactory
from tests.factories.site import make_site
from tests.notifications.conftest import make_kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]

LIST = "/en/notifications/"


@pytest.fixture(autouse=True)
def site(db):
    return make_site(["en", "fr", "ar"])


@pytest.fixture
def signed_in(client, ada):
    client.force_login(ada)
    return client


def bell_for(rf, user):
    request = rf.get("/en/")
    request.user = user
    template = engines["django"].from_string('{% include "notifications/bell.html" %}')
    return template.render({}, request)


def label_of(html):
    (label,) = re.findall(r'<span class="vh">(.*?)</span>', html, re.DOTALL)
    return " ".join(label.split())


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# The count


def test_unread_are_counted_by_one_query_at_two_sizes(ada, ben, django_assert_num_queries):
    NotificationFactory(user=ben)
    NotificationFactory(user=ada, read=True)
    NotificationFactory(user=ada, cleared=True)
    NotificationFactory(user=ada, is_in_bell=False)
    for more, expected in ((2, 2), (118, 100)):
        NotificationFactory.create_batch(more, user=ada)
        with django_assert_num_queries(1):
            assert unread_count(ada) == expected


@pytest.mark.parametrize(
    ("count", "shown", "label"),
    [
        (0, None, "Notifications, none new"),
        (1, "1", "Notifications, 1 new"),
        (99, "99", "Notifications, 99 new"),
        (100, "99+", "Notifications, more than 99 new"),
        (101, "99+", "Notifications, more than 99 new"),
    ],
)
def test_the_bell_says_how_many_are_new(rf, ada, count, shown, label):
    NotificationFactory.create_batch(count, user=ada)
    html = bell_for(rf, ada)
    assert label_of(html) == label
    assert re.findall(r'<span class="count" aria-hidden="true">(.*?)</span>', html) == (
        [shown] if shown else []
    )


# What the bell holds


def test_the_bell_has_the_five_newest_and_the_way_to_all(rf, ada, ben):
    NotificationFactory(user=ben, data={"course": "Of another."})
    for number in range(7):
        NotificationFactory(user=ada, data={"course": f"<b>{number}</b>"})
    html = bell_for(rf, ada)
    sentence = "A password was chosen for your account. "
    assert re.findall(r"<bdi>(.*?)</bdi>", html) == [
        f"{sentence}&lt;b&gt;{number}&lt;/b&gt;" for number in (6, 5, 4, 3, 2)
    ]
    assert f'href="{LIST}"' in html
    assert "Of another" not in html


def test_an_empty_bell_says_so(rf, ada):
    NotificationFactory(user=ada, cleared=True)
    assert "There is nothing new." in bell_for(rf, ada)


def test_others_and_pages_without_a_request_have_no_bell(rf):
    assert bell_for(rf, AnonymousUser()).strip() == ""
    template = engines["django"].from_string('{% include "notifications/bell.html" %}')
    assert template.render({}).strip() == ""
    assert template.render({}, rf.get("/en/")).strip() == ""


def test_the_bell_speaks_the_language_of_the_page(rf, ada):
    NotificationFactory(user=ada, data={"course": "Rivers."})
    with translation.override("fr"):
        html = bell_for(rf, ada)
    assert "Un mot de passe a été choisi pour votre compte. Rivers." in html
    assert 'href="/fr/notifications/"' in html


def test_the_bell_costs_the_same_for_few_and_many(rf, ada, django_assert_num_queries):
    for more in (2, 40):
        NotificationFactory.create_batch(more, user=ada)
        with django_assert_num_queries(2):
            bell_for(rf, ada)


def test_a_broken_kind_takes_no_page_down(rf, ada, kinds):
    def broken(rows):
        raise ZeroDivisionError

    kinds.add(make_kind("tests.broken", contexts=broken))
    kinds.add(make_kind("tests.wordless", template_prefix="tests/mails/none"))
    kinds.add(make_kind("tests.gone", contexts=lambda rows: [None for _ in rows]))
    for kind in ("tests.broken", "tests.wordless", "tests.gone", "tests.unheard_of", "tests.told"):
        NotificationFactory(user=ada, kind=kind, data={"course": "Rivers."})
    texts = re.findall(r"<bdi>(.*?)</bdi>", bell_for(rf, ada))
    gone = "This was about something that is no longer there."
    assert texts == ["A password was chosen for your account. Rivers.", *[gone] * 4]


# The list


def test_the_list_is_in_pages_newest_first_and_nothing_twice(signed_in, ada, ben):
    moment = now()
    rows = NotificationFactory.create_batch(23, user=ada, created_at=moment)
    NotificationFactory(user=ben, data={"course": "Of another."})
    seen = []
    for page in (1, 2):
        response = signed_in.get(f"{LIST}?page={page}")
        assert "Of another" not in response.content.decode()
        seen.append([entry.pk for entry in response.context["entries"]])
    newest_first = [row.pk for row in reversed(rows)]
    assert seen == [newest_first[:20], newest_first[20:]]


@pytest.mark.parametrize("page", ["0", "99", "x"])
def test_a_page_that_is_not_there_is_a_page_nonetheless(signed_in, ada, page):
    NotificationFactory(user=ada)
    assert signed_in.get(f"{LIST}?page={page}").status_code == 200


def test_an_empty_list_says_so(signed_in, ada):
    NotificationFactory(user=ada, cleared=True)
    html = signed_in.get(LIST).content.decode()
    assert "No notifications" in html
    assert "Mark all as read" not in html
    assert "Clear all" not in html


def test_the_list_costs_the_same_for_few_and_many(signed_in, ada, django_assert_max_num_queries):
    signed_in.get(LIST)
    counts = []
    for more in (2, 60):
        NotificationFactory.create_batch(more, user=ada)
        with django_assert_max_num_queries(30) as queries:
            assert signed_in.get(LIST).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("language", "direction", "text"),
    [("en", "ltr", "A password was chosen"), ("fr", "ltr", "Un mot de passe"), ("ar", "rtl", "")],
)
def test_the_list_is_in_the_language_of_its_address(signed_in, ada, language, direction, text):
    NotificationFactory(user=ada)
    html = signed_in.get(f"/{language}/notifications/").content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert text in html


# Opening


def test_opening_marks_it_read_and_leads_there(signed_in, ada):
    row = NotificationFactory(user=ada, url="/en/teach/?a=1")
    response = signed_in.post(f"{LIST}{row.pk}/open/")
    assert (response.status_code, response["Location"]) == (302, "/en/teach/?a=1")
    first = Notification.objects.get(pk=row.pk).read_at
    assert first is not None
    signed_in.post(f"{LIST}{row.pk}/open/")
    assert Notification.objects.get(pk=row.pk).read_at == first


@pytest.mark.parametrize("url", ["", "/\\evil.example"])
def test_opening_one_that_leads_nowhere_leads_to_the_list(signed_in, ada, url):
    row = NotificationFactory(user=ada, url=url)
    assert signed_in.post(f"{LIST}{row.pk}/open/")["Location"] == LIST


def test_an_address_in_the_request_is_not_followed(signed_in, ada):
    row = NotificationFactory(user=ada, url="/en/teach/")
    response = signed_in.post(
        f"{LIST}{row.pk}/open/?next=https://evil.example/", {"url": "https://evil.example/"}
    )
    assert response["Location"] == "/en/teach/"


def test_looking_at_the_address_opens_nothing(signed_in, ada):
    row = NotificationFactory(user=ada)
    assert signed_in.get(f"{LIST}{row.pk}/open/").status_code == 405
    assert Notification.objects.get(pk=row.pk).read_at is None


# All at once


def test_all_that_were_seen_are_marked_read(signed_in, ada, ben):
    old, new = NotificationFactory.create_batch(2, user=ada)
    other = NotificationFactory(user=ben)
    html = signed_in.get(LIST).content.decode()
    (address,) = re.findall(r'action="(/en/notifications/mark-all-read/[^"]*)"', html)
    later = NotificationFactory(user=ada)
    assert signed_in.post(address)["Location"] == LIST
    unread = set(Notification.objects.unread().values_list("pk", flat=True))
    assert unread == {later.pk, other.pk}
    assert {old.pk, new.pk}.isdisjoint(unread)


@pytest.mark.parametrize("door", ["mark-all-read", "clear"])
@pytest.mark.parametrize(
    "query", ["", "?through=", "?through=x", "?through=-1", "?through=" + "9" * 40]
)
def test_without_an_id_nothing_was_seen(signed_in, ada, door, query):
    row = NotificationFactory(user=ada)
    signed_in.post(f"{LIST}{door}/{query}")
    row.refresh_from_db()
    assert (row.read_at, row.cleared_at) == (None, None)


def test_clearing_asks_first_and_then_clears_what_was_seen(signed_in, ada, ben):
    seen = NotificationFactory(user=ada)
    read = NotificationFactory(user=ada, read=True)
    other = NotificationFactory(user=ben)
    page = signed_in.get(f"{LIST}clear/").content.decode()
    assert "Clear all your notifications?" in words(page)
    assert Notification.objects.filter(cleared_at=None).count() == 3
    (query,) = re.findall(r'<form method="post" action="(\?through=\d+)"', page)
    later = NotificationFactory(user=ada)
    response = signed_in.post(f"{LIST}clear/{query}", follow=True)
    assert "Your notifications are cleared." in response.content.decode()
    left = set(Notification.objects.filter(cleared_at=None).values_list("pk", flat=True))
    assert left == {later.pk, other.pk}
    assert Notification.objects.get(pk=seen.pk).read_at is not None
    # What was read before keeps the time of it.
    assert Notification.objects.get(pk=read.pk).read_at == read.read_at


def test_the_dialog_asks_the_same_and_clears_the_same(signed_in, ada):
    row = NotificationFactory(user=ada)
    html = signed_in.get(LIST).content.decode()
    assert 'data-dialog="clear-notifications"' in html
    assert f'action="{LIST}clear/?through={row.pk}"' in html


# Who may


@pytest.mark.parametrize("state", [{"user": "other"}, {"cleared": True}, {"is_in_bell": False}])
def test_nobody_opens_what_is_not_in_their_bell(signed_in, ada, ben, state):
    owner = ben if state.pop("user", None) else ada
    row = NotificationFactory(user=owner, **state)
    before = Notification.objects.values().get(pk=row.pk)
    assert signed_in.post(f"{LIST}{row.pk}/open/").status_code == 404
    assert Notification.objects.values().get(pk=row.pk) == before


@pytest.mark.parametrize(
    ("method", "door"),
    [
        ("get", ""),
        ("get", "clear/"),
        ("get", "preferences/"),
        ("post", "preferences/"),
        ("post", "{}/open/"),
        ("post", "mark-all-read/?through={}"),
        ("post", "clear/?through={}"),
    ],
)
def test_who_is_not_signed_in_is_sent_to_sign_in(client, ada, method, door):
    row = NotificationFactory(user=ada)
    response = getattr(client, method)(LIST + door.format(row.pk))
    assert response.status_code == 302
    assert response["Location"].startswith("/en/accounts/login/?next=/en/notifications/")
    row.refresh_from_db()
    assert (row.read_at, row.cleared_at) == (None, None)


@pytest.mark.parametrize("door", ["{}/open/", "mark-all-read/?through={}", "clear/?through={}"])
def test_a_foreign_form_does_nothing(ada, door):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    row = NotificationFactory(user=ada)
    assert client.post(LIST + door.format(row.pk)).status_code == 403
    row.refresh_from_db()
    assert (row.read_at, row.cleared_at) == (None, None)


@pytest.mark.parametrize("address", [LIST, f"{LIST}clear/", f"{LIST}preferences/"])
def test_the_pages_are_kept_by_nobody(signed_in, address):
    response = signed_in.get(address)
    assert "no-store" in response["Cache-Control"]
    assert '<meta name="robots" content="noindex">' in response.content.decode()
