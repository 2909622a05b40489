import re

import pytest
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client

from cms.accounts.enums import Role
from cms.accounts.forms import SignUpForm
from cms.accounts.models import User
from cms.accounts.services import roles_of
from cms.eventlog.models import Event
from tests.accounts.conftest import is_signed_in, links, path_of, sign_in, sign_up
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
WANTED = "/fr/cours/lire/"


def test_sign_up_makes_an_unconfirmed_learner_and_mails_a_link(client, mails):
    response = sign_up(client)
    assert (response.status_code, response["Location"]) == (302, "/en/accounts/confirm-email/")
    user = User.objects.get()
    assert (user.email, user.display_name, user.language) == ("ada@example.org", "Ada", "en")
    assert user.check_password(PASSWORD)
    assert roles_of(user) == {Role.LEARNER}
    address = EmailAddress.objects.get()
    assert (address.email, address.primary, address.verified) == (user.email, True, False)
    assert not is_signed_in(client)
    (mail,) = mails()
    assert (mail.to, mail.kind, mail.language) == ("ada@example.org", "account", "en")
    assert len(links(mail)) == 1
    names = list(Event.objects.order_by("pk").values_list("name", flat=True))
    assert names == ["accounts.role_granted", "accounts.signed_up"]


def test_link_opened_in_the_same_browser_signs_in_and_leads_on(client, mails):
    sign_up(client, next=WANTED)
    path = path_of(links(mails()[0])[0])
    page = client.get(path)
    assert page.status_code == 200
    assert "ada@example.org" in page.content.decode()
    # Scanners of mails open links: looking alone confirms nothing.
    assert not EmailAddress.objects.get().verified
    response = client.post(path)
    assert (response.status_code, response["Location"]) == (302, WANTED)
    assert EmailAddress.objects.get().verified
    assert is_signed_in(client)
    assert Event.objects.filter(name="accounts.email_verified").count() == 1


def test_link_opened_in_another_browser_confirms_and_leads_on_by_signing_in(client, mails):
    sign_up(client, next=WANTED)
    path = path_of(links(mails()[0])[0])
    other = Client()
    response = other.post(path)
    assert response["Location"] == "/en/accounts/login/?next=%2Ffr%2Fcours%2Flire%2F"
    assert not is_signed_in(other)
    response = other.post(response["Location"], {"login": "ada@example.org", "password": PASSWORD})
    assert (response.status_code, response["Location"]) == (302, WANTED)
    assert is_signed_in(other)


def test_link_works_once(client, mails):
    sign_up(client)
    path = path_of(links(mails()[0])[0])
    client.post(path)
    other = Client()
    assert "has been used" in other.get(path).content.decode()
    assert other.post(path).status_code == 404
    assert not is_signed_in(other)


@pytest.mark.parametrize("known", ["confirmed", "unconfirmed", "inactive"])
def test_known_address_gets_the_same_answer_and_changes_nothing(client, mails, known):
    fresh = sign_up(client, "new@example.org")
    UserFactory(
        email="ada@example.org", unverified=known == "unconfirmed", is_active=known != "inactive"
    )
    before = User.objects.count(), EmailAddress.objects.count(), Event.objects.count()
    other = Client()
    response = sign_up(other, display_name="Somebody")
    assert (response.status_code, response["Location"]) == (fresh.status_code, fresh["Location"])
    assert response.content == fresh.content
    assert response.cookies.keys() == fresh.cookies.keys()
    first, second = (
        one.get(fresh["Location"]).content.decode().replace("new@", "ada@")
        for one in (client, other)
    )
    assert without_tokens(first) == without_tokens(second)
    assert (User.objects.count(), EmailAddress.objects.count(), Event.objects.count()) == before
    assert User.objects.get(email="ada@example.org").display_name != "Somebody"
    assert [mail.to for mail in mails()] == ["new@example.org", "ada@example.org"]
    assert "there is one already" in mails()[1].text


def without_tokens(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def test_known_address_costs_one_hash_like_a_new_one(client, settings, monkeypatch):
    calls = []
    real = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: calls.append(1) or real(*args))
    sign_up(client, "new@example.org")
    for_new = len(calls)
    UserFactory(email="ada@example.org")
    calls.clear()
    sign_up(Client())
    assert (for_new, len(calls)) == (1, 1)


def test_address_in_capitals_is_the_same_account(client, mails):
    sign_up(client, "Ada@Example.ORG")
    assert User.objects.get().email == "ada@example.org"
    assert mails()[0].to == "ada@example.org"
    sign_up(Client(), "ADA@example.org")
    assert User.objects.count() == 1


def test_two_who_sign_up_at_once_with_one_address_make_one_account(client, monkeypatch, mails):
    """The second passes the check before the first has saved."""
    UserFactory(email="ada@example.org")
    monkeypatch.setattr(SignUpForm, "validate_unique_email", lambda self, value: value)
    response = sign_up(client)
    assert (response.status_code, response["Location"]) == (302, "/en/accounts/confirm-email/")
    assert User.objects.count() == 1
    assert "there is one already" in mails()[0].text


def test_address_that_another_wants_to_change_to_is_free(client, mails):
    other = UserFactory()
    EmailAddress.objects.create(user=other, email="ada@example.org", verified=False)
    sign_up(client)
    assert User.objects.filter(email="ada@example.org").count() == 1
    assert "You created an account" in mails()[0].text
    assert not EmailAddress.objects.filter(user=other, email="ada@example.org").exists()


def test_address_that_became_anothers_own_cannot_be_confirmed(client, mails):
    """Two accounts want one address; the one that has it keeps it."""
    other = UserFactory()
    pending = EmailAddress.objects.create(user=other, email="ada@example.org", verified=False)
    UserFactory(email="ada@example.org", unverified=True)
    key = EmailConfirmationHMAC(pending).key
    response = client.post(f"/en/accounts/confirm-email/{key}/")
    assert response.status_code == 302
    pending.refresh_from_db()
    other.refresh_from_db()
    assert (pending.verified, other.email != "ada@example.org") == (False, True)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"password1": "short"}, "needs 10 characters"),
        ({"password1": "1827364554637281"}, "only digits"),
        ({"password1": "password123"}, "Many people use"),
        ({"password1": "ada@example.org"}, "too close to your name"),
        ({"display_name": "Grace Hopper", "password1": "gracehopper"}, "too close to your name"),
        ({"display_name": ""}, "Enter your name."),
        ({"email": ""}, "Enter your e-mail address."),
        ({"password1": ""}, "Enter a password."),
        ({"email": "ada.example.org"}, "not a whole e-mail address"),
    ],
)
def test_refused_sign_up_says_why_and_writes_nothing(client, mails, fields, words):
    response = sign_up(client, **fields)
    assert response.status_code == 200
    page = response.content.decode()
    assert words in page
    assert 'aria-invalid="true"' in page
    assert (User.objects.count(), Event.objects.count(), mails()) == (0, 0, [])


def test_failure_on_the_way_leaves_neither_account_nor_mail(client, mails, monkeypatch):
    monkeypatch.setattr(
        "cms.accounts.adapter.send_account_mail",
        lambda *args, **kwargs: (_ for _ in ()).throw(IntegrityError("planted")),
    )
    client.raise_request_exception = False
    assert sign_up(client).status_code == 500
    assert (User.objects.count(), Event.objects.count(), mails()) == (0, 0, [])


def test_unconfirmed_person_gets_a_new_link_at_sign_in_but_not_at_every_one(client, mails):
    sign_up(client, next=WANTED)
    cache.clear()
    other = Client()
    response = sign_in(other, "ada@example.org", next=WANTED)
    assert response["Location"] == "/en/accounts/confirm-email/?next=%2Ffr%2Fcours%2Flire%2F"
    assert not is_signed_in(other)
    assert len(mails()) == 2
    assert sign_in(other, "ada@example.org").status_code == 302
    assert len(mails()) == 2
    assert other.post(path_of(links(mails()[1])[0]))["Location"] in (WANTED, "/en/")
    assert is_signed_in(other)
