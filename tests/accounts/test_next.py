"""Keeping one's place: `next` goes everywhere with the person, and nowhere off the site."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client

from cms.accounts.links import is_local_address
from tests.accounts.conftest import links, path_of, sign_in, sign_up
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
WANTED = "/fr/cours/lire/?page=2"
QUOTED = "%2Ffr%2Fcours%2Flire%2F%3Fpage%3D2"
ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example/",
    "https:evil.example",
    "http://testserver@evil.example/",
    "http://127.0.0.1/",
    "javascript:alert(1)",
    "/\t/evil.example",
    "evil.example",
    "",
]


@pytest.mark.parametrize("address", ELSEWHERE)
def test_address_elsewhere_is_no_local_one(address):
    assert not is_local_address(address)


@pytest.mark.parametrize("address", ["/", "/en/", "/en/courses/?q=a+b#c", "/admin/"])
def test_path_on_this_site_is_local(address):
    assert is_local_address(address)


@pytest.mark.parametrize("address", ELSEWHERE)
@pytest.mark.parametrize("how", ["query", "field"])
def test_no_address_elsewhere_is_followed_after_signing_in(client, address, how):
    UserFactory(email="ada@example.org")
    data = {"login": "ada@example.org", "password": PASSWORD}
    if how == "query":
        url = "/en/accounts/login/?" + urlencode({"next": address})
        response = client.post(url, data)
    else:
        response = client.post("/en/accounts/login/", {**data, "next": address})
    assert (response.status_code, response["Location"]) == (302, "/en/")


@pytest.mark.parametrize("address", ELSEWHERE[:6])
def test_no_address_elsewhere_is_followed_by_the_other_pages(client, mails, address):
    response = sign_up(client, next=address)
    assert response["Location"] == "/en/accounts/confirm-email/"
    assert "next" not in links(mails()[0])[0]
    path = path_of(links(mails()[0])[0])
    assert Client().post(path, {"next": address})["Location"] == "/en/accounts/login/"
    response = client.post("/en/accounts/password/reset/", {"email": "x@y.org", "next": address})
    assert response["Location"] == "/en/accounts/password/reset/done/"
    assert client.post("/en/accounts/logout/", {"next": address})["Location"] == "/en/"


@pytest.mark.parametrize("address", ELSEWHERE[:6])
def test_form_does_not_carry_an_address_elsewhere(client, address):
    page = client.get("/en/accounts/login/", {"next": address}).content.decode()
    assert 'name="next"' not in page


def test_every_link_and_form_of_the_sign_in_page_keeps_it(client):
    page = client.get("/en/accounts/login/", {"next": WANTED}).content.decode()
    assert 'name="next" value="/fr/cours/lire/?page=2"' in page
    for name in ("signup", "password/reset"):
        assert f'href="/en/accounts/{name}/?next={QUOTED}"' in page


def test_language_switch_on_the_page_keeps_it(client):
    page = client.get("/en/accounts/login/", {"next": WANTED}).content.decode()
    (french,) = re.findall(r'hreflang="fr"[^>]* href="([^"]+)"', page)
    assert french == f"/fr/accounts/login/?next={QUOTED}"
    UserFactory(email="ada@example.org")
    response = client.post(french, {"login": "ada@example.org", "password": PASSWORD})
    assert response["Location"] == WANTED


def test_failed_attempt_keeps_it(client):
    UserFactory(email="ada@example.org")
    page = sign_in(client, "ada@example.org", "wrong", next=WANTED).content.decode()
    assert 'name="next" value="/fr/cours/lire/?page=2"' in page
    assert sign_in(client, "ada@example.org", next=WANTED)["Location"] == WANTED


def test_mail_for_a_known_address_keeps_it(client, mails):
    UserFactory(email="ada@example.org")
    sign_up(client, next=WANTED)
    sign_in_link, reset_link = links(mails()[0])
    assert sign_in_link == f"https://learn.example.org/en/accounts/login/?next={QUOTED}"
    assert reset_link == f"https://learn.example.org/en/accounts/password/reset/?next={QUOTED}"


def test_who_is_signed_in_already_is_led_on(client):
    client.force_login(UserFactory())
    for name in ("login", "signup"):
        response = client.get(f"/en/accounts/{name}/", {"next": WANTED})
        assert (response.status_code, response["Location"]) == (302, WANTED)


def test_password_asked_again_leads_to_what_was_begun(client, mails):
    user = UserFactory()
    client.force_login(user)
    response = client.post("/en/accounts/email/", {"action_add": "", "email": "new@example.org"})
    assert response.status_code == 302
    assert response["Location"].startswith("/en/accounts/reauthenticate/?next=")
    assert mails() == []
    page = client.get(response["Location"])
    assert page.status_code == 200
    response = client.post(response["Location"], {"password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, "/en/accounts/email/")
    (mail,) = mails()
    assert mail.to == "new@example.org"
    user.refresh_from_db()
    assert user.email != "new@example.org"
    assert client.post(path_of(links(mail)[0])).status_code == 302
    user.refresh_from_db()
    assert user.email == "new@example.org"
