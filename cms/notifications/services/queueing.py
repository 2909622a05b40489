"""Writing down that a mail is to be sent."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from email.utils import make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail.message import BadHeaderError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from cms.eventlog.queueing import Message, publish_on_commit
from cms.notifications.enums import ACCOUNT_KIND
from cms.notifications.models import OutgoingMail


def queue_mail(
    *,
    to: str,
    subject: str,
    text: str,
    html: str | None = None,
    kind: str = ACCOUNT_KIND,
    language: str = "en",
    dedupe_key: str | None = None,
    headers: Mapping[str, str] | None = None,
    now: datetime | None = None,
) -> OutgoingMail:
    """Write a mail in the caller's transaction; it is sent after commit, or never.

    With a `dedupe_key` there is one mail of that key ever: a second call returns the first.
    """
    validate_email(to)
    # Refused here and not when sending: nobody would see it there.
    for value in (subject, *(headers or {}).keys(), *(headers or {}).values()):
        if "\n" in value or "\r" in value:
            raise BadHeaderError("A header holds a line break.")
    now = now or timezone.now()
    fields = {
        "message_id": make_msgid(domain=_message_id_domain()),
        "to": to,
        "subject": subject,
        "text": text,
        "html": html or "",
        "headers": dict(headers or {}),
        "language": language,
        "kind": kind,
        "due_at": now,
        "queued_at": now,
        "sweep_at": now + timedelta(seconds=settings.NOTIFICATIONS_QUEUE_TRUST_SECONDS),
    }
    with transaction.atomic():
        if dedupe_key is None:
            mail, is_new = OutgoingMail.objects.create(**fields), True
        else:
            mail, is_new = OutgoingMail.objects.get_or_create(
                dedupe_key=dedupe_key, defaults=fields
            )
        if is_new:
            publish_mails([mail.pk])
    return mail


def publish_mails(ids: list[int]) -> None:
    """Send, on commit, a task for each mail."""
    from cms.notifications.tasks import send_mail

    publish_on_commit(Message(send_mail, (pk,)) for pk in ids)


def _message_id_domain() -> str:
    """Return the site's host: the machine's own name is nobody's business."""
    return urlsplit(settings.WAGTAILADMIN_BASE_URL or "").hostname or "localhost"
