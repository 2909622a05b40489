"""Every cookie that the site sets: its name, what it is for, how long it stays, and its flags.

A cookie that is not in the list fails the test. None of them follows anybody about, so nobody
is asked to agree.
"""

import re
from dataclasses import dataclass
from http.cookies import Morsel

import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client

from cms.notifications.models import OutgoingMail
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Known:
    """One cookie that may be set; `days` is None where it goes when the browser is closed."""

    purpose: str
    days: int | None


COOKIES = {
    "fledge_session": Known("Keeps a person signed in, on this device alone.", days=14),
    "fledge_csrf": Known("Shows that a form was sent from our own page.", days=364),
    "messages": Known("Carries a sentence, such as 'saved', to the page that follows.", days=None),
}
ADMIN_PAGES = ("", "pages/", "images/", "users/", "teach-requests/", "redirects/", "account/")


class NotingClient(Client):
    """Notes each cookie that an answer sets, with the address that set it."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.noted: list[tuple[str, Morsel]] = []

    def request(self, **request) -> HttpResponseBase:
        response = super().request(**request)
        self.noted += [(request["PATH_INFO"], cookie) for cookie in response.cookies.values()]
        return response

    def names(self) -> set[str]:
        return {cookie.key for _path, cookie in self.noted}


@pytest.fixture(autouse=True)
def _site(db) -> None:
    make_site(["en", "fr", "sw", "ar"])


def look_around(client: Client) -> None:
    """See what anybody may see, also what is not there, in several languages."""
    for path in (
        "/",
        "/en/",
        "/fr/",
        "/ar/",
        "/en/courses/",
        "/fr/cours/",
        "/en/teach/",
        "/ar/teach/",
        "/en/nothing/",
        "/health/live",
        "/health/ready",
        "/sitemap.xml",
        "/robots.txt",
        "/admin/",
        "/en/accounts/profile/",
    ):
        assert client.get(path).status_code < 500


def live_through(client: Client) -> None:
    """Sign up, confirm, switch the language, save, ask, read the news, sign out and in again."""
    fields = {"display_name": "Ada", "email": "ada@example.org", "password1": PASSWORD}
    client.get("/en/accounts/signup/")
    assert client.post("/en/accounts/signup/", fields).status_code == 302
    text = OutgoingMail.objects.get().text
    path = re.search(r"https?://[^/\s]+(/en/accounts/confirm-email/\S+)", text)[1]
    client.get(path)
    assert client.post(path).status_code == 302
    look_around(client)
    profile = {"display_name": "Ada", "about": "", "language": "fr", "time_zone": "UTC"}
    assert client.post("/en/accounts/profile/", profile).status_code == 302
    client.get("/fr/accounts/profile/")
    assert client.post("/fr/teach/", {"words": "Rivers."}).status_code == 302
    assert client.post("/fr/teach/", {"words": "Rivers."}).status_code == 302
    client.get("/fr/notifications/")
    assert client.post("/fr/accounts/logout/").status_code == 302
    client.get("/fr/accounts/password/reset/")
    client.post("/fr/accounts/password/reset/", {"email": "ada@example.org"})
    sign_in = {"login": "ada@example.org", "password": PASSWORD, "remember": "on"}
    assert client.post("/fr/accounts/login/", sign_in).status_code == 302
    assert client.get("/admin/").status_code == 403


def work_in_the_admin(client: Client) -> None:
    admin = UserFactory(administrator=True)
    client.get("/en/accounts/login/?next=/admin/")
    client.post("/en/accounts/login/?next=/admin/", {"login": admin.email, "password": PASSWORD})
    for path in ADMIN_PAGES:
        assert client.get(f"/admin/{path}", follow=True).status_code == 200
    assert client.post("/admin/logout/").status_code == 302


def test_who_only_looks_gets_no_cookie():
    client = NotingClient()
    look_around(client)
    assert client.noted == []


def test_these_are_all_the_cookies_of_a_whole_visit():
    client = NotingClient()
    live_through(client)
    client.post("/en/accounts/logout/")
    work_in_the_admin(client)
    assert client.names() == set(COOKIES)
    kept = [(path, cookie) for path, cookie in client.noted if cookie.value]
    assert {cookie.key for _path, cookie in kept} == set(COOKIES)
    for path, cookie in kept:
        where = f"{cookie.key} on {path}"
        # No script and no other site gets at it.
        assert cookie["httponly"] is True, where
        assert cookie["samesite"] == "Lax", where
        assert (cookie["path"], cookie["domain"]) == ("/", ""), where
        days = COOKIES[cookie.key].days
        longest = 0 if days is None else days * 24 * 3600
        assert int(cookie["max-age"] or 0) <= longest, where


def test_names_are_the_ones_of_the_settings():
    assert {settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME} <= set(COOKIES)


def test_signing_out_takes_the_session_away():
    client = NotingClient()
    live_through(client)
    client.noted.clear()
    client.post("/en/accounts/logout/")
    gone = [cookie for _path, cookie in client.noted if cookie.key == "fledge_session"]
    assert [(cookie.value, cookie["max-age"]) for cookie in gone] == [("", 0)]
    look_around(client)
    # The sentence that says so is shown once, and its cookie goes with that.
    assert "messages" not in client.cookies or client.cookies["messages"].value == ""
