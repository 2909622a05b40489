"""Sending a mail: at most twice under one Message-ID, and never lost without a trace.

A mail cannot be sent and noted in one step. So the row says `sending`, committed, before
the network is touched. What is found in that state after its lease may or may not have
gone out: it is sent once more, and if that too ends without an answer, a person decides.
"""

import logging
import random
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from cms.core.models import SiteSettings
from cms.eventlog.failures import describe, innermost_frame
from cms.notifications.enums import MailState
from cms.notifications.models import ERROR_LENGTH, OutgoingMail
from cms.notifications.outcomes import is_refusal

logger = logging.getLogger(__name__)

# With the backoff below, a server that refuses for two hours loses no mail.
MAX_REFUSALS = 9
# The first attempt whose end nobody knows, and one more.
MAX_UNCLEAR = 2
BACKOFF_LONGEST_SECONDS = 3600.0
CLOCK_SLACK = timedelta(seconds=5)


def send(mail_id: int, *, now: datetime | None = None) -> bool:
    """Send one mail if it is waiting and due; return whether this call sent it."""
    now = now or timezone.now()
    mail = _claim(mail_id, now)
    if mail is None:
        return False
    try:
        message = _build(mail)
        backend = get_connection()
        backend.open()
    except Exception as error:  # nothing has gone out yet, whatever it was
        _note_refusal(mail, error, now)
        return False
    try:
        if not backend.send_messages([message]):
            raise RuntimeError("The mail backend says that it sent nothing.")
    except Exception as error:  # any transport's errors; the row keeps what is known
        if is_refusal(error):
            _note_refusal(mail, error, now)
        else:
            _note_unclear(mail, error, now)
        return False
    finally:
        _close(backend)
    return _note_sent(mail)


def deliver_now(mail: OutgoingMail) -> bool:
    """Send a mail while somebody waits for it; return whether it went out.

    For commands. When it cannot be sent, or its row is not committed yet, it stays in the
    queue like any other.
    """
    if connection.in_atomic_block:
        return False
    return send(mail.pk)


def _claim(mail_id: int, now: datetime) -> OutgoingMail | None:
    """Mark the mail as being sent, and have that committed before anything is sent."""
    row = OutgoingMail.objects.filter(pk=mail_id)
    with transaction.atomic(durable=True):
        claimed = row.filter(due_at__lte=now + CLOCK_SLACK).move(
            MailState.PENDING,
            MailState.SENDING,
            attempts=F("attempts") + 1,
            sweep_at=now + timedelta(seconds=settings.NOTIFICATIONS_LEASE_SECONDS),
        )
        return row.get() if claimed else None


def _build(mail: OutgoingMail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        # The owner's sender of today: it may have been mended because mails were refused.
        from_email=SiteSettings.for_default_site().sender,
        to=[mail.to],
        headers={
            "Auto-Submitted": "auto-generated",
            "Content-Language": mail.language,
            **mail.headers,
            "Message-ID": mail.message_id,
        },
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    # A header or an address that cannot be written shows here, before the network.
    message.message()
    return message


def _close(backend: Any) -> None:
    try:
        backend.close()
    except Exception:  # the answer to the mail is known; how the line was closed is no part of it
        logger.info("A mail connection did not close", extra={"event": "mail.close_failed"})


def _attempt_of(mail: OutgoingMail) -> Any:
    """Return the row as long as no later attempt has begun."""
    return OutgoingMail.objects.filter(pk=mail.pk, attempts=mail.attempts)


def _note_sent(mail: OutgoingMail) -> bool:
    fields = {"sent_at": timezone.now(), "text": "", "html": "", "headers": {}, "last_error": ""}
    for state in (MailState.SENDING, MailState.PENDING, MailState.UNSURE, MailState.ERASED):
        if _attempt_of(mail).move(state, MailState.SENT, **fields):
            return True
    # The sweep took it for lost and another worker has it: that one's answer will count.
    logger.warning("A mail was sent later than its lease", extra=_extra(mail, "mail.late"))
    return True


def _note_refusal(mail: OutgoingMail, error: Exception, now: datetime) -> None:
    """Try again later; after enough refusals, stop and say so."""
    count = mail.refusals + 1
    fields = {"refusals": count, "last_error": describe(error, ERROR_LENGTH)}
    if count >= MAX_REFUSALS:
        _attempt_of(mail).move(MailState.SENDING, MailState.FAILED, **fields)
    else:
        due_at = now + timedelta(seconds=_backoff_seconds(count))
        _attempt_of(mail).move(
            MailState.SENDING, MailState.PENDING, due_at=due_at, sweep_at=due_at, **fields
        )
    logger.warning(
        "A mail was refused",
        extra={**_extra(mail, "mail.refused"), "where": innermost_frame(error)},
    )


def _note_unclear(mail: OutgoingMail, error: Exception, now: datetime) -> None:
    """Send it once more; after a second attempt without an answer, a person decides."""
    count = mail.unclear + 1
    fields = {"unclear": count, "last_error": describe(error, ERROR_LENGTH)}
    if count >= MAX_UNCLEAR:
        _attempt_of(mail).move(MailState.SENDING, MailState.UNSURE, **fields)
    else:
        due_at = now + timedelta(seconds=_backoff_seconds(count))
        _attempt_of(mail).move(
            MailState.SENDING, MailState.PENDING, due_at=due_at, sweep_at=due_at, **fields
        )
    logger.warning(
        "Nobody knows whether a mail went out",
        extra={**_extra(mail, "mail.unclear"), "where": innermost_frame(error)},
    )


def _extra(mail: OutgoingMail, event: str) -> dict[str, Any]:
    return {"event": event, "mail_id": mail.pk, "kind": mail.kind, "attempt": mail.attempts}


def _backoff_seconds(count: int) -> float:
    longest = min(
        settings.NOTIFICATIONS_BACKOFF_SECONDS * 2 ** (count - 1), BACKOFF_LONGEST_SECONDS
    )
    return longest * random.uniform(0.5, 1.0)  # noqa: S311  nobody gains by guessing it
