import re
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.utils import translation

from cms.notifications.models import OutgoingMail
from tests.factories.accounts import PASSWORD, make_roles
from tests.factories.site import make_languages

BASE_URL = "https://learn.example.org"


@pytest.fixture
def roles(db) -> None:
    make_roles()


@pytest.fixture(autouse=True)
def _languages(request) -> None:
    """Let the site speak French and Arabic beside English."""
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        make_languages("fr", "ar")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Requests leave their language active; the next test must not inherit it."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _base_url(settings) -> None:
    settings.WAGTAILADMIN_BASE_URL = BASE_URL


@pytest.fixture
def mails(db) -> Callable[[], list[OutgoingMail]]:
    return lambda: list(OutgoingMail.objects.order_by("pk"))


def links(mail: OutgoingMail) -> list[str]:
    """Return the addresses in a mail's text, without the site's own at the end."""
    return [link for link in re.findall(r"https?://\S+", mail.text) if link != BASE_URL]


def path_of(link: str) -> str:
    """Return the link as the test client takes it; it must be the site's."""
    assert link.startswith(BASE_URL + "/"), link
    return link.removeprefix(BASE_URL)


def sign_up(client: Client, email: str = "ada@example.org", *, language: str = "en", **data):
    fields = {"display_name": "Ada", "email": email, "password1": PASSWORD, **data}
    return client.post(f"/{language}/accounts/signup/", fields)


def sign_in(client: Client, email: str, password: str = PASSWORD, *, language="en", **data):
    fields = {"login": email, "password": password, **data}
    return client.post(f"/{language}/accounts/login/", fields)


def is_signed_in(client: Client) -> bool:
    return client.get("/en/accounts/email/").status_code == 200
