import time
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from cms.accounts.models import User
from cms.accounts.services import end_sessions
from cms.settings import base
from tests.accounts.conftest import is_signed_in, sign_in
from tests.accounts.test_sign_up import without_tokens
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
WRONG = "The e-mail address and the password do not match"


def test_right_password_signs_in_and_leads_home(client):
    UserFactory(email="ada@example.org", language="fr")
    response = sign_in(client, "ada@example.org", language="en")
    assert (response.status_code, response["Location"]) == (302, "/fr/")
    assert is_signed_in(client)


@pytest.mark.parametrize("typed", ["ADA@example.org", " ada@Example.ORG "])
def test_address_may_be_typed_in_any_case(client, typed):
    UserFactory(email="Ada@example.org")
    assert sign_in(client, typed).status_code == 302
    assert is_signed_in(client)


def test_refusals_are_the_same_whatever_is_wrong(client, mails):
    UserFactory(email="ada@example.org")
    UserFactory(email="bob@example.org", unverified=True)
    UserFactory(email="eve@example.org", is_active=False)
    invited = UserFactory(email="ida@example.org")
    invited.set_unusable_password()
    invited.save()
    pages = set()
    for name in ("ada", "bob", "eve", "ida", "nobody"):
        response = sign_in(Client(), f"{name}@example.org", "wrong-password")
        assert response.status_code == 200
        page = without_tokens(response.content.decode()).replace(f"{name}@", "x@")
        assert WRONG in page
        pages.add((page, tuple(response.cookies)))
    assert len(pages) == 1
    assert mails() == []


@pytest.mark.parametrize("name", ["ada", "nobody"])
def test_known_and_unknown_address_both_cost_one_argon2(client, settings, monkeypatch, name):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    UserFactory(email="ada@example.org")
    calls = []
    for method in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, method)
        monkeypatch.setattr(
            Argon2PasswordHasher,
            method,
            lambda *args, _real=real, **kwargs: calls.append(1) or _real(*args, **kwargs),
        )
    assert WRONG in sign_in(client, f"{name}@example.org", "wrong").content.decode()
    assert len(calls) == 1


def test_times_of_known_and_unknown_addresses_are_near(client, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "1000/m/key"}
    UserFactory(email="ada@example.org")
    took = {"ada": [], "nobody": []}
    for _ in range(5):
        for name, times in took.items():
            began = time.perf_counter()
            sign_in(client, f"{name}@example.org", "wrong")
            times.append(time.perf_counter() - began)
    known, unknown = (min(times) for times in took.values())
    assert 0.4 < known / unknown < 2.5


def test_closed_account_learns_so_only_with_the_right_password(client):
    UserFactory(email="eve@example.org", is_active=False)
    assert WRONG in sign_in(client, "eve@example.org", "wrong").content.decode()
    assert sign_in(client, "eve@example.org")["Location"] == "/en/accounts/inactive/"
    assert not is_signed_in(client)


def test_session_key_changes_at_sign_in(client):
    """A key that somebody planted beforehand opens nothing afterwards."""
    UserFactory(email="ada@example.org")
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    sign_in(client, "ada@example.org")
    assert client.session.session_key != before
    assert not Session.objects.filter(session_key=before).exists()


def test_staying_signed_in_lasts_two_weeks_and_else_until_the_browser_closes(client):
    UserFactory(email="ada@example.org")
    sign_in(client, "ada@example.org")
    assert client.cookies["fledge_session"]["max-age"] == ""
    sign_in(stays := Client(), "ada@example.org", remember="on")
    assert stays.cookies["fledge_session"]["max-age"] == 14 * 24 * 3600
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    cache.clear()
    assert not is_signed_in(stays)


def test_cookie_is_closed_to_scripts_and_other_sites(client):
    UserFactory(email="ada@example.org")
    cookie = sign_in(client, "ada@example.org").cookies["fledge_session"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_ending_sessions_signs_out_everywhere(client):
    user = UserFactory(email="ada@example.org")
    sign_in(client, user.email)
    sign_in(other := Client(), user.email)
    end_sessions(user)
    assert not is_signed_in(client)
    assert not is_signed_in(other)
    sign_in(client, user.email)
    assert is_signed_in(client)


def test_signing_out_asks_when_led_there_by_a_link(client):
    UserFactory(email="ada@example.org")
    sign_in(client, "ada@example.org")
    assert client.get("/en/accounts/logout/").status_code == 200
    assert is_signed_in(client)
    response = client.post("/en/accounts/logout/", {"next": "/en/courses/"})
    assert (response.status_code, response["Location"]) == (302, "/en/courses/")
    assert not is_signed_in(client)


def test_changed_password_ends_the_other_sessions_and_tells_by_mail(client, mails):
    user = UserFactory(email="ada@example.org", language="fr")
    sign_in(client, user.email)
    sign_in(other := Client(), user.email)
    fresh = "another-river-of-stones"
    page = client.post(
        "/en/accounts/password/change/", {"oldpassword": "wrong", "password1": fresh}
    )
    assert (page.status_code, mails()) == (200, [])
    assert "not your current password" in page.content.decode()
    client.post("/en/accounts/password/change/", {"oldpassword": PASSWORD, "password1": fresh})
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert sign_in(Client(), user.email).status_code == 200
    assert sign_in(Client(), user.email, fresh).status_code == 302
    (mail,) = mails()
    assert (mail.to, mail.language) == (user.email, "fr")


def test_passwords_are_kept_as_argon2():
    assert base.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_demo_account_cannot_sign_in_where_demos_are_not_allowed(client, settings):
    user = UserFactory(email="learner@demo.invalid")
    assert sign_in(client, user.email).status_code == 302
    assert is_signed_in(client)
    settings.DEMO_ALLOWED = False
    assert not is_signed_in(client)
    response = sign_in(Client(), user.email)
    assert response["Location"] == "/en/accounts/inactive/"
    assert User.objects.get().last_login is not None


def test_signing_in_leads_home_in_ones_own_language_unless_a_place_was_asked_for(client):
    user = UserFactory(language="fr")
    assert sign_in(client, user.email)["Location"] == "/fr/"
    for wanted in ("/en/teach/", "/ar/"):
        assert sign_in(Client(), user.email, next=wanted)["Location"] == wanted
    unknown = UserFactory(language="sw")
    assert sign_in(Client(), unknown.email)["Location"] == "/en/"
