import re

import pytest

from cms.accounts.enums import Role
from cms.notifications.enums import MailState
from cms.notifications.services.upkeep import ERASED
from tests.factories.accounts import UserFactory
from tests.factories.notifications import OutgoingMailFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/mails/"
CANARY = "canary@example.org"


@pytest.fixture
def administrator(client):
    client.force_login(UserFactory(administrator=True))
    return client


def test_an_administrator_sees_mails_without_their_text(administrator):
    OutgoingMailFactory(failed=True, to=CANARY, text="http://testserver/sign-in/secret")
    page = administrator.get(LIST).content.decode()
    assert CANARY in page
    assert "SMTPDataError" in page
    assert "/again/" in page
    assert "secret" not in page


def test_the_list_says_which_kind_and_language(administrator, kinds):
    for kind, language in (("account", "fr"), ("tests.told", "ar"), ("old.kind", "xx")):
        OutgoingMailFactory(kind=kind, language=language)
    page = administrator.get(LIST).content.decode()
    rows = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in page.split("<tr")]
    for words in (("Signing in and security", "Français"), ("Told", "العربية"), ("old.kind", "xx")):
        assert [row for row in rows if all(word in row for word in words)], words


def test_an_erased_mail_is_shown_and_cannot_be_sent_again(administrator):
    mail = OutgoingMailFactory(state=MailState.ERASED, text="", last_error=ERASED, to=CANARY)
    page = administrator.get(LIST + "?state=erased").content.decode()
    assert CANARY in page
    assert ERASED in page
    assert "/again/" not in page
    administrator.post(f"{LIST}{mail.pk}/again/")
    mail.refresh_from_db()
    assert mail.state == MailState.ERASED


def test_mails_are_filtered_by_state_and_addressee(administrator):
    OutgoingMailFactory(unsure=True, to=CANARY)
    assert CANARY in administrator.get(LIST + "?state=unsure&to=canary").content.decode()
    assert CANARY not in administrator.get(LIST + "results/?state=failed").content.decode()


@pytest.mark.parametrize("trait", ["failed", "unsure"])
def test_a_stopped_mail_is_sent_again_after_asking(administrator, trait):
    mail = OutgoingMailFactory(**{trait: True})
    address = f"{LIST}{mail.pk}/again/"
    assert administrator.get(address).status_code == 200
    assert administrator.post(address).status_code == 302
    mail.refresh_from_db()
    assert (mail.state, mail.refusals, mail.unclear) == (MailState.PENDING, 0, 0)


def test_a_mail_that_is_waiting_is_left_alone(administrator):
    mail = OutgoingMailFactory(unclear=1)
    administrator.post(f"{LIST}{mail.pk}/again/")
    mail.refresh_from_db()
    assert mail.unclear == 1


@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.ADMINISTRATOR)])
def test_nobody_else_sees_or_sends_a_mail(client, role):
    mail = OutgoingMailFactory(unsure=True, to=CANARY)
    if role:
        client.force_login(UserFactory(**{role.value: True}))
    for address in (LIST, LIST + "results/", f"{LIST}{mail.pk}/again/"):
        for method in (client.get, client.post):
            response = method(address)
            assert response.status_code in (302, 403)
            assert CANARY not in response.content.decode()
    mail.refresh_from_db()
    assert mail.state == MailState.UNSURE


def test_the_list_costs_the_same_for_few_and_many(administrator, django_assert_max_num_queries):
    administrator.get(LIST)
    counts = []
    for size in (2, 30):
        for _ in range(size):
            OutgoingMailFactory(failed=True)
        with django_assert_max_num_queries(40) as queries:
            page = administrator.get(LIST)
        assert page.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
