"""Every account page: its headers, its template, and no address that is not offered."""

from pathlib import Path

import pytest
from allauth.account import urls as allauth_urls
from django.conf import settings as django_settings
from django.template.loader import get_template
from django.test import Client
from django.urls import NoReverseMatch, reverse

from cms.accounts import urls
from tests.accounts.conftest import sign_in
from tests.factories.accounts import UserFactory
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db
KEY = {"key": "abc", "uidb36": "1"}
FOR_ALL = [
    "account_login",
    "account_signup",
    "account_inactive",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
]
SIGNED_IN = [
    "account_profile",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "account_logout",
]


def assert_headers(response) -> None:
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("name", FOR_ALL)
def test_page_for_everybody(client, name, language):
    path = reverse(name).replace("/en/", f"/{language}/")
    response = client.get(path)
    assert response.status_code == 200
    assert_headers(response)
    page = response.content.decode()
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert page.count("<h1>") == 1
    assert "placeholder" not in page
    assert " style=" not in page


def test_pages_and_mails_speak_french(client, mails):
    page = client.get("/fr/accounts/login/").content.decode()
    assert "Mot de passe" in page, "run `make install`: it compiles the catalogues"
    for english in ("Sign in", "Password", "Create an account", "Stay signed in"):
        assert english not in page
    client.post("/fr/accounts/password/reset/", {"email": "personne@example.org"})
    (mail,) = mails()
    assert mail.subject.startswith("Aucun compte pour cette adresse")
    assert mail.text.startswith("Bonjour,\n\nQuelqu\u2019un a demandé")


@pytest.mark.parametrize("name", SIGNED_IN)
def test_page_for_the_signed_in(client, name):
    path = reverse(name)
    response = client.get(path)
    assert response.status_code == 302
    if name != "account_logout":
        assert response["Location"] == f"/en/accounts/login/?next={path}"
    client.force_login(UserFactory())
    response = client.get(path)
    assert response.status_code == 200
    assert_headers(response)


def test_password_pages_lead_to_each_other(client):
    user = UserFactory()
    client.force_login(user)
    set_path, change_path = reverse("account_set_password"), reverse("account_change_password")
    assert client.get(set_path)["Location"] == change_path
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    assert client.get(change_path)["Location"] == set_path
    assert client.get(set_path).status_code == 200


def test_spent_and_nonsense_links_are_told_in_words(client):
    for name, words in (
        ("account_confirm_email", "older than 3 days"),
        ("account_reset_password_from_key", "older than 24 hours"),
    ):
        kwargs = {key: KEY[key] for key in ("uidb36", "key") if "reset" in name or key == "key"}
        response = client.get(reverse(name, kwargs=kwargs))
        assert response.status_code == 200
        assert_headers(response)
        assert words in response.content.decode()


def test_what_allauth_has_beyond_our_list_is_not_there(client):
    ours = {pattern.name for pattern in urls.allauth_patterns}
    theirs = {pattern.name for pattern in allauth_urls.urlpatterns}
    assert theirs - ours == {"account_confirm_login_code"}
    assert ours <= theirs
    for name in theirs - ours:
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("login/code/", "login/code/confirm/", "phone/verify/", "signup/passkey/"):
        assert client.get(f"/en/accounts/{path}").status_code == 404


def test_every_page_has_a_template_of_our_own():
    root = Path(django_settings.BASE_DIR) / "templates"
    for pattern in urls.urlpatterns:
        view = pattern.callback.view_class
        origin = Path(get_template(view.template_name).origin.name)
        assert origin.is_relative_to(root), origin


def test_json_is_not_offered(client):
    UserFactory(email="ada@example.org")
    for headers in ({"x-requested-with": "XMLHttpRequest"}, {"accept": "application/json"}):
        response = Client(headers=headers).get("/en/accounts/login/")
        assert response["Content-Type"].startswith("text/html")


def test_field_with_an_error_is_tied_to_its_words(client):
    page = sign_in(client, "not-an-address", "").content.decode()
    assert 'role="alert"' in page
    assert 'href="#id_login"' in page
    assert 'id="id_login_error"' in page
    assert 'aria-describedby="id_login_error"' in page
    assert page.count('aria-invalid="true"') == 2


def test_forms_need_their_token():
    client = Client(enforce_csrf_checks=True)
    for path in ("login", "signup", "password/reset", "logout"):
        assert client.post(f"/en/accounts/{path}/", {}).status_code == 403


class TestQueries:
    """Whole requests on a site as it is set up, session and user included."""

    @pytest.fixture(autouse=True)
    def site(self):
        make_site(["en", "fr", "ar"])

    def count(self, client, path: str, budget: int, django_assert_num_queries) -> None:
        assert client.get(path).status_code == 200
        with django_assert_num_queries(budget):
            client.get(path)

    @pytest.mark.parametrize(
        ("name", "budget"),
        # Signing up asks for the terms themselves, not for those of a minute ago.
        [("account_login", 4), ("account_signup", 5), ("account_reset_password", 4)],
    )
    def test_pages_for_everybody(self, client, name, budget, django_assert_num_queries):
        self.count(client, reverse(name), budget, django_assert_num_queries)

    @pytest.mark.parametrize(
        ("name", "budget"), [("account_email", 13), ("account_change_password", 9)]
    )
    def test_pages_for_the_signed_in(self, client, name, budget, django_assert_num_queries):
        UserFactory.create_batch(10)
        client.force_login(UserFactory())
        self.count(client, reverse(name), budget, django_assert_num_queries)
