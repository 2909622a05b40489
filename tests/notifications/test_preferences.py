import re

import pytest
from django.test import Client

from cms.notifications.enums import Channel
from cms.notifications.models import NotificationPreference
from tests.factories.site import make_site
from tests.notifications.conftest import make_kind

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]

PAGE = "/en/notifications/preferences/"


@pytest.fixture(autouse=True)
def site(db):
    return make_site(["en", "fr"])


@pytest.fixture
def signed_in(client, ada):
    client.force_login(ada)
    return client


def ticks(html):
    """Return the name of each tick, with whether it is on."""
    found = re.findall(r'<input type="checkbox"\s+name="(tests\.[^"]+)"\s*(checked)?>', html)
    return {name: bool(checked) for name, checked in found}


def chosen(user):
    rows = NotificationPreference.objects.filter(user=user).order_by("kind", "channel")
    return list(rows.values_list("kind", "channel", "is_on"))


DEFAULTS = {
    "tests.told:in_app": True,
    "tests.told:mail": True,
    "tests.bell_only:in_app": True,
    "tests.quiet:in_app": True,
    "tests.quiet:mail": False,
}


def test_the_page_shows_what_holds_per_kind_and_channel(signed_in, ada, ben):
    NotificationPreference.objects.create(
        user=ada, kind="tests.told", channel=Channel.MAIL, is_on=False
    )
    NotificationPreference.objects.create(
        user=ben, kind="tests.quiet", channel=Channel.MAIL, is_on=True
    )
    html = signed_in.get(PAGE).content.decode()
    assert ticks(html) == {**DEFAULTS, "tests.told:mail": False}
    assert "When something was told." in html


def test_what_cannot_be_turned_off_says_why_and_has_no_tick(signed_in):
    html = signed_in.get(PAGE).content.decode()
    assert "It is about the safety of your account." in html
    assert "tests.vital" not in html


def test_a_kind_that_does_not_concern_the_person_is_not_shown(signed_in, kinds):
    kinds.add(make_kind("tests.others", label="For others", concerns=lambda user: False))
    assert "For others" not in signed_in.get(PAGE).content.decode()


def test_only_what_changed_is_kept(signed_in, ada, ben):
    wanted = {name: "on" for name, is_on in DEFAULTS.items() if is_on}
    del wanted["tests.told:in_app"]
    wanted["tests.quiet:mail"] = "on"
    response = signed_in.post(PAGE, wanted, follow=True)
    assert response.redirect_chain == [(PAGE, 302)]
    assert "Your choice is saved." in response.content.decode()
    assert chosen(ada) == [("tests.quiet", "mail", True), ("tests.told", "in_app", False)]
    assert chosen(ben) == []
    # And back again.
    signed_in.post(PAGE, {name: "on" for name, is_on in DEFAULTS.items() if is_on})
    assert chosen(ada) == [("tests.quiet", "mail", False), ("tests.told", "in_app", True)]


def test_choices_of_other_kinds_stay(signed_in, ada, kinds):
    kinds.add(make_kind("tests.others", concerns=lambda user: False))
    for kind in ("tests.from_another_version", "tests.others"):
        NotificationPreference.objects.create(
            user=ada, kind=kind, channel=Channel.MAIL, is_on=False
        )
    signed_in.post(PAGE, {"tests.others:mail": "on", "tests.unheard_of:mail": "on"})
    assert ("tests.from_another_version", "mail", False) in chosen(ada)
    assert ("tests.others", "mail", False) in chosen(ada)
    assert "tests.unheard_of" not in {kind for kind, _, _ in chosen(ada)}


def test_what_cannot_be_turned_off_is_not_turned_off_by_hand(signed_in, ada):
    signed_in.post(PAGE, {})
    assert "tests.vital" not in {kind for kind, _, _ in chosen(ada)}


def test_a_foreign_form_changes_nothing(ada):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    assert client.post(PAGE, {}).status_code == 403
    assert chosen(ada) == []


def test_the_page_costs_the_same_for_few_and_many_choices(
    signed_in, ada, kinds, django_assert_max_num_queries
):
    signed_in.get(PAGE)
    counts = []
    for more in (1, 20):
        for number in range(more):
            name = f"tests.more{more}_{number}"
            kinds.add(make_kind(name))
            NotificationPreference.objects.create(
                user=ada, kind=name, channel=Channel.MAIL, is_on=False
            )
        with django_assert_max_num_queries(30) as queries:
            assert signed_in.get(PAGE).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_without_kinds_the_page_says_so(signed_in, kinds):
    kinds.kinds.clear()
    assert "There is nothing to choose yet." in signed_in.get(PAGE).content.decode()
