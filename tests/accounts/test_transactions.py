"""What a page writes and the mail that tells of it stand or fall together."""

import pytest

from cms.accounts.models import User
from cms.eventlog.models import Event
from cms.notifications.models import OutgoingMail
from tests.accounts.conftest import sign_up

pytestmark = pytest.mark.django_db(transaction=True)


def test_failure_after_signing_up_leaves_nothing(client, monkeypatch):
    """The mail is queued and then the request fails."""

    def fail(*args, **kwargs):
        raise RuntimeError("planted")

    monkeypatch.setattr("cms.accounts.adapter.AccountAdapter.respond_email_verification_sent", fail)
    client.raise_request_exception = False
    assert sign_up(client).status_code == 500
    assert User.objects.count() == 0
    assert Event.objects.count() == 0
    assert OutgoingMail.objects.count() == 0
