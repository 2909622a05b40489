"""Each account mail as it comes of what a person does, read in two languages.

Subject, text and HTML say the same in the person's language, and the one address that the
mail asks to open opens.
"""

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import translation
from django.utils.html import escape

from cms.accounts.models import User
from cms.accounts.services import send_invitation
from cms.notifications.models import OutgoingMail
from tests.accounts.conftest import BASE_URL, links, path_of, sign_in, sign_up
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "four herons and one pike"


def person(language: str, **fields) -> tuple[Client, User]:
    """Return somebody who has just signed in with their password."""
    user = UserFactory(email="ada@example.org", language=language, **fields)
    client = Client()
    if user.has_usable_password():
        sign_in(client, user.email, language=language)
    else:
        client.force_login(user)
    return client, user


def signed_up(language: str) -> None:
    sign_up(Client(), language=language)


def signed_up_again(language: str) -> None:
    UserFactory(email="ada@example.org", language=language)
    sign_up(Client(), language=language)


def asked_for_a_password(language: str) -> None:
    UserFactory(email="ada@example.org", language=language)
    Client().post(f"/{language}/accounts/password/reset/", {"email": "ada@example.org"})


def asked_for_a_strangers_password(language: str) -> None:
    Client().post(f"/{language}/accounts/password/reset/", {"email": "ada@example.org"})


def chose_a_password_by_link(language: str) -> None:
    asked_for_a_password(language)
    path = path_of(links(OutgoingMail.objects.get())[0])
    client = Client()
    form = client.get(path, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW_PASSWORD})


def changed_the_password(language: str) -> None:
    client, _user = person(language)
    fields = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD}
    client.post(f"/{language}/accounts/password/change/", fields)


def set_a_first_password(language: str) -> None:
    client, _user = person(language, password=None)
    client.post(f"/{language}/accounts/password/set/", {"password1": NEW_PASSWORD})


def wants_another_address(language: str) -> Client:
    client, _user = person(language)
    path = f"/{language}/accounts/email/"
    response = client.post(path, {"action_add": "", "email": "lovelace@example.org"})
    client.post(response["Location"], {"password": PASSWORD})
    return client


def changed_the_address(language: str) -> None:
    client = wants_another_address(language)
    client.post(path_of(links(OutgoingMail.objects.get())[0]))
    assert EmailAddress.objects.get(verified=True).email == "lovelace@example.org"


def kept_the_old_address(language: str) -> None:
    client = wants_another_address(language)
    path = f"/{language}/accounts/email/"
    client.post(path, {"action_remove": "", "email": "lovelace@example.org"})


def was_invited(language: str) -> None:
    admin = UserFactory(administrator=True)
    user = UserFactory(email="ada@example.org", language=language, password=None)
    send_invitation(user, by=admin)


def was_invited_with_a_password(language: str) -> None:
    user = UserFactory(email="ada@example.org", language=language, administrator=True)
    send_invitation(user, by=UserFactory(administrator=True))


# What happens; the subject; what the first address is for ("" for a mail without one).
MAILS = [
    (signed_up, "Confirm your address for %(site_name)s", "Confirm the address"),
    (signed_up_again, "You have an account at %(site_name)s", "Sign in"),
    (asked_for_a_password, "Choose a new password for %(site_name)s", "Choose a new password"),
    (
        asked_for_a_strangers_password,
        "No account for this address at %(site_name)s",
        "Create an account",
    ),
    (
        chose_a_password_by_link,
        "Your password at %(site_name)s was changed",
        "Choose a new password",
    ),
    (changed_the_password, "Your password at %(site_name)s was changed", "Choose a new password"),
    (set_a_first_password, "Your account at %(site_name)s has a password", "Choose a new password"),
    (wants_another_address, "Confirm your address for %(site_name)s", "Confirm the address"),
    (changed_the_address, "Your address at %(site_name)s was changed", ""),
    (
        kept_the_old_address,
        "An address was removed from your account at %(site_name)s",
        "Choose a new password",
    ),
    (was_invited, "Your account at %(site_name)s", "Choose a password"),
    (was_invited_with_a_password, "Your account at %(site_name)s", "Sign in"),
]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("happens", "subject", "asks_for"), MAILS, ids=lambda one: getattr(one, "__name__", "")
)
def test_mail_says_it_and_its_link_works(
    happens: Callable[[str], object], subject: str, asks_for: str, language: str
):
    happens(language)
    mail = OutgoingMail.objects.order_by("pk").last()
    assert mail is not None
    with translation.override(language):
        assert mail.subject == translation.gettext(subject) % {"site_name": "Fledge"}
        label, greeting = translation.gettext(asks_for or "Hello,"), translation.gettext("Hello,")
    assert mail.language == language
    assert f'<html lang="{language}" dir="ltr">' in mail.html
    for body in (mail.text, mail.html):
        assert greeting in body
        assert "{{" not in body
        assert "{%" not in body
    # What the text says stands in the HTML too, line by line.
    for line in mail.text.split("\n-- \n")[0].splitlines():
        assert escape(line.strip().removesuffix(":")) in mail.html, line
    found = links(mail)
    if not asks_for:
        assert found == []
        return
    link = found[0]
    assert f"{label}:\n{link}" in mail.text
    assert f'href="{escape(link)}"' in mail.html
    assert link.startswith(f"{BASE_URL}/")
    opened = Client().get(path_of(link), follow=True)
    assert opened.status_code == 200
    assert f'<html lang="{language}"' in opened.content.decode()
