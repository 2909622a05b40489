import pytest
from django.test import Client

from cms.accounts.mails import send_account_mail
from tests.accounts.conftest import BASE_URL, links, sign_up
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "testserver:8080"])
def test_links_never_follow_the_host_header(settings, mails, host):
    settings.ALLOWED_HOSTS = ["*"]
    UserFactory(email="ada@example.org")
    client = Client(headers={"host": host, "x-forwarded-host": "evil.example"})
    sign_up(client, "new@example.org")
    sign_up(client, "ada@example.org")
    for email in ("ada@example.org", "nobody@example.org"):
        client.post("/en/accounts/password/reset/", {"email": email})
    assert len(mails()) == 4
    for mail in mails():
        assert "evil" not in mail.text + mail.html + mail.subject
        assert links(mail), mail.text
        assert all(link.startswith(BASE_URL + "/en/") for link in links(mail))


def test_unknown_host_is_refused_before_anything_is_mailed(mails):
    client = Client(headers={"host": "evil.example"})
    response = client.post("/en/accounts/password/reset/", {"email": "ada@example.org"})
    assert (response.status_code, mails()) == (400, [])


def test_language_is_the_persons_and_for_an_unknown_address_the_pages(mails):
    UserFactory(email="ada@example.org", language="fr")
    client = Client()
    client.post("/en/accounts/password/reset/", {"email": "ada@example.org"})
    client.post("/fr/accounts/password/reset/", {"email": "nobody@example.org"})
    known, unknown = mails()
    assert (known.language, unknown.language) == ("fr", "fr")
    for mail in (known, unknown):
        assert all(link.startswith(BASE_URL + "/fr/") for link in links(mail))
        assert '<html lang="fr" dir="ltr">' in mail.html


def test_language_that_the_site_does_not_speak_falls_back(mails):
    UserFactory(email="ada@example.org", language="sw")
    Client().post("/en/accounts/password/reset/", {"email": "ada@example.org"})
    assert mails()[0].language == "en"
    assert links(mails()[0])[0].startswith(BASE_URL + "/en/")


def test_name_of_a_new_person_is_not_in_the_mail(client, mails):
    """Otherwise one could write to strangers through our mails."""
    sign_up(client, display_name="Win at https://evil.example")
    (mail,) = mails()
    assert "evil" not in mail.text + mail.html + mail.subject


def test_html_says_the_same_and_escapes(mails):
    send_account_mail(
        "account/email/unknown_account",
        to="ada@example.org",
        language="en",
        context={"email": "<b>ada@example.org", "sign_up_url": f"{BASE_URL}/en/?a=1&b=2"},
    )
    (mail,) = mails()
    assert "<b>ada@example.org" in mail.text
    assert "&lt;b&gt;ada@example.org" in mail.html
    assert mail.html.count(f'href="{BASE_URL}/en/?a=1&amp;b=2"') == 2  # the button and the address


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize(
    "name",
    [
        "account_already_exists",
        "email_changed",
        "email_confirmation",
        "email_confirmation_signup",
        "email_deleted",
        "invitation",
        "password_changed",
        "password_reset",
        "password_reset_key",
        "password_set",
        "unknown_account",
    ],
)
def test_every_mail_has_a_subject_and_body(mails, name, language):
    user = UserFactory(language=language)
    url = f"{BASE_URL}/x/"
    send_account_mail(
        f"account/email/{name}",
        to=user.email,
        language=language,
        context={
            "user": user,
            "email": user.email,
            "expires_days": 3,
            "activate_url": url,
            "choose_password_url": url,
            "reset_url": url,
            "sign_in_url": url,
            "sign_up_url": url,
            "from_email": "old@example.org",
            "to_email": "new@example.org",
            "deleted_email": "old@example.org",
        },
    )
    (mail,) = mails()
    assert 5 < len(mail.subject) < 78
    assert url in mail.text or name == "email_changed"
    assert "{{" not in mail.text and "{%" not in mail.text and "\n\n\n" not in mail.text
    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in mail.html


def test_change_of_address_is_told_to_the_old_one(client, mails):
    user = UserFactory(email="ada@example.org")
    client.post("/en/accounts/login/", {"login": user.email, "password": PASSWORD})
    response = client.post("/en/accounts/email/", {"action_add": "", "email": "New@example.org"})
    assert response["Location"].startswith("/en/accounts/reauthenticate/")
    client.post(response["Location"], {"password": PASSWORD})
    assert mails()[0].to == "new@example.org"
    client.post(links(mails()[0])[0].removeprefix(BASE_URL))
    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert mails()[1].to == "ada@example.org"
    assert "new@example.org" in mails()[1].text
