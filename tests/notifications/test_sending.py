import smtplib
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.mail.message import BadHeaderError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from cms.notifications.enums import MAIL_MOVES, MailState
from cms.notifications.models import OutgoingMail
from cms.notifications.services import deliver_now, queue_mail
from cms.notifications.services.sending import MAX_REFUSALS, send
from cms.notifications.services.upkeep import LOST, expire_mails, send_again, sweep_mails
from tests.factories.notifications import OutgoingMailFactory
from tests.notifications.backends import ScriptedBackend

pytestmark = pytest.mark.django_db
commits = pytest.mark.django_db(transaction=True)

REFUSED = smtplib.SMTPDataError(550, b"no, ada@example.org")
LINE_LOST = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")


@pytest.fixture(autouse=True)
def backend(settings, monkeypatch, published):
    settings.EMAIL_BACKEND = "tests.notifications.backends.ScriptedBackend"
    for name, value in {"sent": [], "errors": []}.items():
        monkeypatch.setattr(ScriptedBackend, name, value)
    for name in ("open_error", "close_error", "on_send"):
        monkeypatch.setattr(ScriptedBackend, name, None)
    return ScriptedBackend


def queue(**more):
    return queue_mail(
        **{"to": "ada@example.org", "subject": "Welcome", "text": "http://testserver/x", **more}
    )


def read(mail):
    return OutgoingMail.objects.get(pk=mail.pk)


def later(mail, **more):
    """Return a moment at which the mail is due again."""
    return read(mail).due_at + timedelta(**more or {"seconds": 1})


@commits
def test_a_mail_is_queued_in_the_transaction_and_its_task_sent_after(published):
    with transaction.atomic():
        mail = queue(html="<p>x</p>", headers={"Reply-To": "help@example.org"})
        assert published == []
    assert published == [("send_mail", (mail.pk,), None)]


@commits
def test_a_mail_of_a_transaction_that_is_rolled_back_is_never_sent(published):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue()
        1 / 0  # noqa: B018
    assert published == []
    assert not OutgoingMail.objects.exists()


def test_one_dedupe_key_queues_one_mail(published):
    first, second = queue(dedupe_key="signed_up:1"), queue(dedupe_key="signed_up:1")
    other = queue(dedupe_key="signed_up:2")
    assert first == second != other
    assert OutgoingMail.objects.count() == 2
    assert [args for _, args, _ in published] == [(first.pk,), (other.pk,)]


def test_an_address_or_header_that_cannot_be_written_is_refused_at_once():
    with pytest.raises(ValidationError):
        queue(to="ada")
    with pytest.raises(BadHeaderError):
        queue(subject="Welcome\nBcc: all@example.org")
    with pytest.raises(BadHeaderError):
        queue(headers={"X-A": "1\r\nX-B: 2"})
    assert not OutgoingMail.objects.exists()


def test_a_sent_mail_has_its_message_id_and_its_text_is_erased(backend):
    mail = queue(html="<p>x</p>", language="fr", headers={"Reply-To": "help@example.org"})
    assert send(mail.pk)

    (message,) = backend.sent
    assert message["Message-ID"] == mail.message_id
    assert (message["To"], message["Reply-To"]) == ("ada@example.org", "help@example.org")
    assert message["Content-Language"] == "fr"
    assert message.is_multipart()
    sent = read(mail)
    assert (sent.state, sent.text, sent.html, sent.headers) == (MailState.SENT, "", "", {})
    assert sent.sent_at is not None


def test_a_mail_is_sent_once_however_many_tasks_come(backend):
    mail = queue()
    assert [send(mail.pk), send(mail.pk), send(mail.pk)] == [True, False, False]
    assert len(backend.sent) == 1


@commits
def test_while_a_mail_goes_out_its_row_says_so_and_no_transaction_is_open(backend, monkeypatch):
    mail = queue()
    seen = []
    monkeypatch.setattr(
        ScriptedBackend,
        "on_send",
        staticmethod(lambda: seen.append((connection.in_atomic_block, read(mail).state))),
    )
    send(mail.pk)
    assert seen == [(False, MailState.SENDING)]


def test_a_second_task_while_the_mail_goes_out_does_nothing(backend, monkeypatch):
    mail = queue()
    monkeypatch.setattr(ScriptedBackend, "on_send", staticmethod(lambda: send(mail.pk)))
    send(mail.pk)
    assert len(backend.sent) == 1


def test_a_refusal_is_tried_again_with_growing_waits_and_then_stops(backend):
    mail = queue()
    backend.errors = [REFUSED] * MAX_REFUSALS
    waits = []
    now = timezone.now()
    for _ in range(MAX_REFUSALS - 1):
        assert not send(mail.pk, now=now)
        assert not send(mail.pk, now=now)
        waits.append((read(mail).due_at - now).total_seconds())
        now = later(mail)
    assert read(mail).state == MailState.PENDING
    send(mail.pk, now=now)

    stopped = read(mail)
    assert (stopped.state, stopped.refusals) == (MailState.FAILED, MAX_REFUSALS)
    assert "[address]" in stopped.last_error
    assert "ada@" not in stopped.last_error
    assert stopped.text
    assert len(backend.sent) == MAX_REFUSALS
    assert 15 <= waits[0] <= 30
    assert 1800 <= waits[-1] <= 3600
    assert not send(mail.pk, now=now + timedelta(days=1))


def test_without_a_connection_nothing_went_out(backend, monkeypatch):
    monkeypatch.setattr(ScriptedBackend, "open_error", ConnectionRefusedError(111, "refused"))
    mail = queue()
    send(mail.pk)
    assert (read(mail).refusals, read(mail).unclear) == (1, 0)
    assert backend.sent == []


def test_a_lost_line_is_tried_once_more_and_then_left_to_a_person(backend):
    mail = queue()
    backend.errors = [LINE_LOST, LINE_LOST]
    send(mail.pk)
    assert (read(mail).state, read(mail).unclear) == (MailState.PENDING, 1)
    send(mail.pk, now=later(mail))
    assert (read(mail).state, read(mail).unclear) == (MailState.UNSURE, 2)
    send(mail.pk, now=later(mail, days=1))
    assert len(backend.sent) == 2
    assert {message["Message-ID"] for message in backend.sent} == {mail.message_id}


def test_refusals_do_not_use_up_the_second_unclear_attempt(backend):
    mail = queue()
    backend.errors = [LINE_LOST, REFUSED, REFUSED, None]
    for _ in range(4):
        send(mail.pk, now=later(mail))
    assert read(mail).state == MailState.SENT


def test_a_line_that_does_not_close_changes_nothing(backend, monkeypatch):
    monkeypatch.setattr(ScriptedBackend, "close_error", LINE_LOST)
    mail = queue()
    assert send(mail.pk)
    assert read(mail).state == MailState.SENT


def test_a_mail_found_being_sent_after_its_lease_is_sent_once_more(backend, published):
    now = timezone.now()
    lost = OutgoingMailFactory(state=MailState.SENDING, attempts=1, sweep_at=now)
    assert sweep_mails(now=now) == 1
    assert (read(lost).state, read(lost).unclear, read(lost).last_error) == (
        MailState.PENDING,
        1,
        LOST,
    )
    assert published == [("send_mail", (lost.pk,), None)]
    assert send(lost.pk, now=now)
    assert len(backend.sent) == 1


def test_a_mail_lost_a_second_time_is_left_to_a_person(published):
    now = timezone.now()
    lost = OutgoingMailFactory(state=MailState.SENDING, attempts=2, unclear=1, sweep_at=now)
    assert sweep_mails(now=now) == 0
    assert (read(lost).state, read(lost).unclear) == (MailState.UNSURE, 2)
    assert published == []


def test_a_late_answer_counts_as_long_as_nobody_else_has_begun(backend, monkeypatch):
    mail = queue()
    far = timezone.now() + timedelta(hours=1)
    monkeypatch.setattr(ScriptedBackend, "on_send", staticmethod(lambda: sweep_mails(now=far)))
    send(mail.pk)
    assert read(mail).state == MailState.SENT
    assert not send(mail.pk, now=far)
    assert len(backend.sent) == 1


def test_a_late_answer_does_not_disturb_the_attempt_after_it(backend, monkeypatch):
    mail = queue()
    far = timezone.now() + timedelta(hours=1)

    def lose_and_claim():
        OutgoingMail.objects.filter(pk=mail.pk).update(state=MailState.SENDING, attempts=2)

    monkeypatch.setattr(ScriptedBackend, "on_send", staticmethod(lose_and_claim))
    send(mail.pk, now=far)
    assert (read(mail).state, read(mail).attempts) == (MailState.SENDING, 2)


def test_overdue_mails_are_swept_and_then_trusted_for_longer_and_longer(published):
    now = timezone.now()
    mail = OutgoingMailFactory(due_at=now, sweep_at=now)
    OutgoingMailFactory(sweep_at=now + timedelta(minutes=1))
    assert sweep_mails(now=now) == 1
    assert read(mail).sweep_at == now + timedelta(seconds=60)
    assert sweep_mails(now=now + timedelta(seconds=90)) == 2
    assert read(mail).sweep_at == now + timedelta(seconds=180)


def test_a_person_can_have_stopped_mails_sent_again(backend, published):
    failed, unsure = OutgoingMailFactory(failed=True), OutgoingMailFactory(unsure=True)
    sent = OutgoingMailFactory(state=MailState.SENT, sent_at=timezone.now(), text="")
    assert send_again([failed.pk, unsure.pk, sent.pk]) == 2
    assert send(failed.pk)
    assert send(unsure.pk)
    assert not send(sent.pk)


def test_mails_are_forgotten_after_a_while():
    now = timezone.now()
    long_ago = now - timedelta(days=91)
    OutgoingMailFactory(state=MailState.SENT, sent_at=now - timedelta(days=31), text="")
    OutgoingMailFactory(failed=True, queued_at=long_ago)
    kept = {
        OutgoingMailFactory(state=MailState.SENT, sent_at=now - timedelta(days=29), text=""),
        OutgoingMailFactory(unsure=True, queued_at=now - timedelta(days=89)),
        OutgoingMailFactory(queued_at=long_ago),
    }
    assert expire_mails(now=now) == 2
    assert set(OutgoingMail.objects.all()) == kept


@commits
def test_deliver_now_sends_at_once_or_leaves_it_to_the_queue(backend, monkeypatch):
    assert deliver_now(queue())
    assert len(backend.sent) == 1

    with transaction.atomic():
        assert not deliver_now(queue())
    assert len(backend.sent) == 1

    monkeypatch.setattr(ScriptedBackend, "open_error", ConnectionRefusedError(111, "refused"))
    mail = queue()
    assert not deliver_now(mail)
    assert read(mail).state == MailState.PENDING


def test_a_sent_mail_cannot_keep_its_text():
    mail = queue()
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMail.objects.filter(pk=mail.pk).update(state=MailState.SENT, sent_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMail.objects.filter(pk=mail.pk).update(state="lost")


@pytest.mark.parametrize("source", MailState)
@pytest.mark.parametrize("target", MailState)
def test_only_listed_moves_are_possible(source, target):
    if (source, target) in MAIL_MOVES:
        assert OutgoingMail.objects.none().move(source, target) == 0
    else:
        with pytest.raises(ValueError, match="cannot go"):
            OutgoingMail.objects.none().move(source, target)
