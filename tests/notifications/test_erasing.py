"""Texts that may open an account do not stay, and what is old goes."""

import smtplib
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cms.notifications import tasks
from cms.notifications.enums import MailState
from cms.notifications.models import Notification, OutgoingMail
from cms.notifications.services.sending import send
from cms.notifications.services.upkeep import (
    ERASED,
    erase_account_mails,
    expire_mails,
    expire_notifications,
    send_again,
    sweep_mails,
)
from tests.factories.notifications import NotificationFactory, OutgoingMailFactory
from tests.notifications.backends import ScriptedBackend

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def backend(settings, monkeypatch, published):
    settings.EMAIL_BACKEND = "tests.notifications.backends.ScriptedBackend"
    for name, value in {"sent": [], "errors": []}.items():
        monkeypatch.setattr(ScriptedBackend, name, value)
    for name in ("open_error", "close_error", "on_send"):
        monkeypatch.setattr(ScriptedBackend, name, None)
    return ScriptedBackend


def read(mail):
    return OutgoingMail.objects.get(pk=mail.pk)


UNSENT = [state for state in MailState if state not in (MailState.SENT, MailState.ERASED)]


@pytest.mark.parametrize("state", UNSENT)
def test_an_account_mail_loses_its_text_after_an_hour_in_every_state(state, published):
    now = timezone.now()
    fields = {"html": "<p>x</p>", "headers": {"X-A": "1"}, "state": state}
    old = OutgoingMailFactory(queued_at=now - HOUR, **fields)
    young = OutgoingMailFactory(queued_at=now - HOUR + timedelta(seconds=1), **fields)
    other = OutgoingMailFactory(queued_at=now - HOUR, kind="courses.changed", **fields)
    assert erase_account_mails(now=now) == 1
    erased = read(old)
    assert (erased.state, erased.text, erased.html, erased.headers) == (
        MailState.ERASED,
        "",
        "",
        {},
    )
    assert erased.last_error == ERASED
    for kept in (young, other):
        assert (read(kept).state, read(kept).text) == (state, kept.text)
    assert erase_account_mails(now=now) == 0


def test_an_erased_mail_is_never_sent_again(backend, published):
    now = timezone.now()
    mail = OutgoingMailFactory(queued_at=now - HOUR, failed=True)
    erase_account_mails(now=now)
    assert send_again([mail.pk]) == 0
    assert sweep_mails(now=now + HOUR) == 0
    assert not send(mail.pk)
    assert backend.sent == published == []
    assert read(mail).state == MailState.ERASED


def test_one_that_is_going_out_at_that_moment_counts_as_sent(backend, monkeypatch):
    mail = OutgoingMailFactory()
    later = timezone.now() + HOUR
    monkeypatch.setattr(
        ScriptedBackend, "on_send", staticmethod(lambda: erase_account_mails(now=later))
    )
    assert send(mail.pk)
    (message,) = backend.sent
    assert "http://testserver/join/" in message.get_payload()
    assert (read(mail).state, read(mail).text, read(mail).last_error) == (MailState.SENT, "", "")


@pytest.mark.parametrize(
    "error",
    [smtplib.SMTPDataError(550, b"no"), smtplib.SMTPServerDisconnected("Connection closed")],
)
def test_one_that_fails_at_that_moment_stays_erased(backend, monkeypatch, error):
    mail = OutgoingMailFactory()
    later = timezone.now() + HOUR
    monkeypatch.setattr(
        ScriptedBackend, "on_send", staticmethod(lambda: erase_account_mails(now=later))
    )
    monkeypatch.setattr(ScriptedBackend, "errors", [error])
    assert not send(mail.pk)
    assert (read(mail).state, read(mail).last_error) == (MailState.ERASED, ERASED)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": ""},
        {"state": MailState.ERASED},
        {"state": MailState.ERASED, "text": "", "html": "<p>x</p>"},
        {"state": MailState.FAILED, "text": ""},
        {"state": MailState.SENT, "text": ""},
        {"state": MailState.ERASED, "text": "", "sent_at": timezone.now()},
    ],
)
def test_the_database_itself_refuses_an_empty_mail_that_may_be_sent(wrong):
    mail = OutgoingMailFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMail.objects.filter(pk=mail.pk).update(**wrong)


def test_erased_mails_are_forgotten_like_stopped_ones():
    now = timezone.now()
    gone, kept = (
        OutgoingMailFactory(state=MailState.ERASED, text="", queued_at=now - timedelta(days=days))
        for days in (91, 89)
    )
    assert expire_mails(now=now) == 1
    assert list(OutgoingMail.objects.values_list("pk", flat=True)) == [kept.pk]
    assert gone.pk != kept.pk


def test_notifications_are_forgotten_after_a_while(ada):
    now = timezone.now()

    def days(number):
        return now - timedelta(days=number)

    made = {"user": ada, "created_at": days(200)}
    for gone in (
        {"created_at": days(366)},
        {"read_at": days(181)},
        {"read_at": days(31), "cleared_at": days(31)},
        {"is_in_bell": False},
    ):
        NotificationFactory(**{**made, **gone})
    kept = {
        NotificationFactory(**{**made, **more})
        for more in (
            {},
            {"read_at": days(179)},
            {"read_at": days(29), "cleared_at": days(29)},
            {"is_in_bell": False, "created_at": days(179)},
            {"created_at": days(364)},
        )
    }
    assert expire_notifications(now=now) == 4
    assert set(Notification.objects.all()) == kept


def test_the_beat_erases_and_forgets(ada, settings):
    lines = settings.CELERY_BEAT_SCHEDULE.values()
    beat = {line["task"].rpartition(".")[2]: line["schedule"] for line in lines}
    assert beat["erase_account_mails"] == 60.0
    assert beat["expire_notifications"] == 3600.0
    long_ago = timezone.now() - timedelta(days=400)
    mail = OutgoingMailFactory(queued_at=long_ago)
    NotificationFactory(user=ada, created_at=long_ago)
    tasks.erase_account_mails()
    tasks.expire_notifications()
    assert read(mail).state == MailState.ERASED
    assert not Notification.objects.exists()
