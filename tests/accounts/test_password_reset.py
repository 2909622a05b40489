import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from cms.accounts.models import User
from cms.eventlog.models import Event
from tests.accounts.conftest import is_signed_in, links, path_of, sign_in
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
RESET = "/en/accounts/password/reset/"
FRESH = "another-river-of-stones"
WANTED = "/fr/cours/lire/"


def choose(client: Client, link: str, password: str = FRESH):
    """Open the link as a browser does, and choose a password on the page it leads to."""
    response = client.get(path_of(link))
    assert response.status_code == 302, response.content
    page = client.get(response["Location"])
    assert page.status_code == 200
    return client.post(response["Location"], {"password1": password})


def test_reset_by_mail_signs_in_and_leads_on(client, mails):
    user = UserFactory(email="ada@example.org")
    response = client.post(RESET, {"email": user.email, "next": WANTED})
    assert response["Location"] == f"{RESET}done/?next=%2Ffr%2Fcours%2Flire%2F"
    (mail,) = mails()
    other = Client()
    response = choose(other, links(mail)[0])
    assert (response.status_code, response["Location"]) == (302, WANTED)
    assert is_signed_in(other)
    user.refresh_from_db()
    assert user.check_password(FRESH)
    assert Event.objects.filter(name="accounts.password_reset").count() == 1
    assert [one.to for one in mails()] == [user.email, user.email]


def test_key_does_not_stay_in_the_address(client, mails):
    user = UserFactory()
    client.post(RESET, {"email": user.email})
    response = client.get(path_of(links(mails()[0])[0]))
    assert response["Location"].endswith("-set-password/")


def test_reset_ends_all_other_sessions(client, mails):
    user = UserFactory()
    sign_in(client, user.email)
    other = Client()
    other.post(RESET, {"email": user.email})
    choose(other, links(mails()[0])[0])
    assert is_signed_in(other)
    assert not is_signed_in(client)


def test_link_works_once_and_not_after_another_change(client, mails):
    user = UserFactory()
    client.post(RESET, {"email": user.email})
    link = links(mails()[0])[0]
    choose(client, link)
    page = Client().get(path_of(link))
    assert page.status_code == 200
    assert "has been used" in page.content.decode()
    user.refresh_from_db()
    assert user.check_password(FRESH)


def test_unknown_address_gets_the_same_answer_and_a_mail_that_says_so(client, mails):
    UserFactory(email="ada@example.org")
    answers = []
    for email in ("ada@example.org", "nobody@example.org"):
        response = Client().post(RESET, {"email": email})
        page = Client().get(response["Location"]).content
        answers.append((response.status_code, response["Location"], response.content, page))
        assert "csrfmiddlewaretoken" not in page.decode()
    assert answers[0] == answers[1]
    known, unknown = mails()
    assert "/password/reset/key/" in links(known)[0]
    assert unknown.to == "nobody@example.org"
    assert "there is no account" in unknown.text
    assert links(unknown) == ["https://learn.example.org/en/accounts/signup/"]


@pytest.mark.parametrize("typed", ["ADA@Example.org", "ada@EXAMPLE.ORG"])
def test_address_may_be_typed_in_any_case(client, mails, typed):
    UserFactory(email="Ada@example.org")
    client.post(RESET, {"email": typed})
    assert mails()[0].to == "ada@example.org"
    assert "/password/reset/key/" in links(mails()[0])[0]


def test_address_that_is_merely_wanted_opens_no_account(client, mails):
    """A slip of the pen in the new address must not hand the account to its owner."""
    user = UserFactory(email="ada@example.org")
    EmailAddress.objects.create(user=user, email="stranger@example.org", verified=False)
    client.post(RESET, {"email": "stranger@example.org"})
    (mail,) = mails()
    assert "there is no account" in mail.text
    assert "/password/reset/key/" not in mail.text


def test_reset_confirms_the_address_of_the_mailbox(client, mails):
    user = UserFactory(unverified=True)
    client.post(RESET, {"email": user.email})
    choose(client, links(mails()[0])[0])
    assert EmailAddress.objects.get(user=user).verified
    assert is_signed_in(client)


def test_reset_never_opens_a_closed_account(client, mails):
    user = UserFactory(is_active=False)
    client.post(RESET, {"email": user.email})
    assert "/password/reset/key/" not in mails()[0].text
    user.is_active = True
    user.save()
    client.post(RESET, {"email": user.email})
    User.objects.update(is_active=False)
    response = choose(client, links(mails()[1])[0])
    assert response["Location"] == "/en/accounts/inactive/"
    assert not is_signed_in(client)


def test_weak_password_is_refused_and_nothing_changes(client, mails):
    user = UserFactory()
    client.post(RESET, {"email": user.email})
    response = choose(client, links(mails()[0])[0], "short")
    assert response.status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    assert len(mails()) == 1


def test_no_mail_to_demo_addresses_in_production(client, mails, settings):
    settings.DEMO_ALLOWED = False
    UserFactory(email="learner@demo.invalid")
    response = client.post(RESET, {"email": "learner@demo.invalid"})
    assert (response.status_code, response["Location"]) == (302, f"{RESET}done/")
    assert mails() == []
