"""Finding mails whose task or worker got lost, trying stopped ones again, and forgetting."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from cms.eventlog.services.sweeping import next_trust
from cms.notifications.enums import (
    ACCOUNT_KIND,
    STOPPED_STATES,
    UNFINISHED_STATES,
    MailState,
)
from cms.notifications.models import Notification, OutgoingMail
from cms.notifications.services.queueing import publish_mails
from cms.notifications.services.sending import MAX_UNCLEAR

logger = logging.getLogger(__name__)

# As the event log's sweep.
SWEEP_BATCH = 500
LOST = "The worker was lost while the mail was being sent."
# Long enough to answer "I never got it"; the addressee is personal data.
SENT_KEPT = timedelta(days=30)
STOPPED_KEPT = timedelta(days=90)
EXPIRE_BATCH = 1000
# Time enough to find one's mailbox; after it the person asks anew rather than find an old link.
ACCOUNT_BODY_KEPT = timedelta(hours=1)
ERASED = "The text was erased an hour after it was queued: it may open an account."
# A cleared one may be asked about; a read one is news no more, and after a year neither is
# one that was never opened.
CLEARED_KEPT = timedelta(days=30)
READ_KEPT = timedelta(days=180)
UNREAD_KEPT = timedelta(days=365)


def sweep_mails(*, now: datetime | None = None) -> int:
    """Send tasks again for mails that are overdue, and return how many.

    One that was being sent when its worker was lost counts as sent perhaps: it goes out
    once more, and the second time it is left to a person.
    """
    now = now or timezone.now()
    trust = timedelta(seconds=settings.NOTIFICATIONS_QUEUE_TRUST_SECONDS)
    with transaction.atomic():
        overdue = list(
            OutgoingMail.objects.select_for_update(skip_locked=True)
            .unfinished()
            .filter(sweep_at__lte=now)
            .only("pk", "state", "unclear", "due_at", "sweep_at")
            .order_by("sweep_at")[:SWEEP_BATCH]
        )
        waiting = [mail for mail in overdue if mail.state == MailState.PENDING]
        lost = [mail for mail in overdue if mail.state == MailState.SENDING]
        unsure = {mail.pk for mail in lost if mail.unclear + 1 >= MAX_UNCLEAR}
        again = [mail.pk for mail in lost if mail.pk not in unsure]
        for mail in waiting:
            mail.sweep_at = now + next_trust(now - mail.due_at, trust)
        OutgoingMail.objects.bulk_update(waiting, ["sweep_at"])
        OutgoingMail.objects.filter(pk__in=again).move(
            MailState.SENDING,
            MailState.PENDING,
            unclear=F("unclear") + 1,
            due_at=now,
            sweep_at=now + trust,
            last_error=LOST,
        )
        OutgoingMail.objects.filter(pk__in=unsure).move(
            MailState.SENDING, MailState.UNSURE, unclear=F("unclear") + 1, last_error=LOST
        )
        publish_mails([*(mail.pk for mail in waiting), *again])
    if lost:
        logger.warning(
            "Mails were being sent when their worker was lost",
            extra={"event": "mail.lost", "count": len(lost), "unsure": len(unsure)},
        )
    return len(waiting) + len(again)


def send_again(ids: Iterable[int], *, now: datetime | None = None) -> int:
    """Have refused or unsure mails sent again: a person decided so. Return how many."""
    now = now or timezone.now()
    fresh = {
        "refusals": 0,
        "unclear": 0,
        "due_at": now,
        "sweep_at": now + timedelta(seconds=settings.NOTIFICATIONS_QUEUE_TRUST_SECONDS),
    }
    with transaction.atomic():
        stopped = OutgoingMail.objects.stopped().filter(pk__in=list(ids))
        chosen = list(stopped.select_for_update().values_list("pk", flat=True))
        rows = OutgoingMail.objects.filter(pk__in=chosen)
        count = sum(rows.move(state, MailState.PENDING, **fresh) for state in STOPPED_STATES)
        publish_mails(chosen)
    logger.info("Mails are sent again", extra={"event": "mail.again", "count": count})
    return count


def expire_mails(*, now: datetime | None = None) -> int:
    """Delete mails that have been kept long enough, and return how many."""
    now = now or timezone.now()
    old = OutgoingMail.objects.filter(
        Q(state=MailState.SENT, sent_at__lt=now - SENT_KEPT)
        | Q(state__in=(*STOPPED_STATES, MailState.ERASED), queued_at__lt=now - STOPPED_KEPT)
    ).order_by("pk")
    total = _delete_in_batches(old)
    if total:
        logger.info("Expired mails", extra={"event": "mail.expired", "count": total})
    return total


def erase_account_mails(*, now: datetime | None = None) -> int:
    """Erase the text of account mails an hour after they were queued, and return how many.

    Whatever their state: one that could not be sent in that time is given up, and cannot be
    sent again. Whoever is sending one at this moment has its text, and may still end it.
    """
    now = now or timezone.now()
    old = OutgoingMail.objects.filter(
        kind=ACCOUNT_KIND, queued_at__lte=now - ACCOUNT_BODY_KEPT
    ).exclude(text="")
    erased: dict[str, Any] = {"text": "", "html": "", "headers": {}, "last_error": ERASED}
    # One state after the other; one that changes between them waits for the next run.
    count = sum(
        old.move(state, MailState.ERASED, **erased)
        for state in (*UNFINISHED_STATES, *STOPPED_STATES)
    )
    if count:
        logger.warning(
            "Account mails were not sent within an hour",
            extra={"event": "mail.erased", "count": count},
        )
    return count


def expire_notifications(*, now: datetime | None = None) -> int:
    """Delete notifications that have been kept long enough, and return how many."""
    now = now or timezone.now()
    old = Notification.objects.filter(
        Q(created_at__lt=now - UNREAD_KEPT)
        | Q(created_at__lt=now - READ_KEPT, read_at__lt=now - READ_KEPT)
        | Q(created_at__lt=now - CLEARED_KEPT, cleared_at__lt=now - CLEARED_KEPT)
        # Those of people who want the mail alone: they only keep them from being told twice.
        | Q(created_at__lt=now - READ_KEPT, is_in_bell=False)
    ).order_by("pk")
    total = _delete_in_batches(old)
    if total:
        logger.info(
            "Expired notifications", extra={"event": "notifications.expired", "count": total}
        )
    return total


def _delete_in_batches(rows: QuerySet[Any]) -> int:
    total = 0
    while True:
        ids = list(rows.values_list("pk", flat=True)[:EXPIRE_BATCH])
        total += rows.model._default_manager.filter(pk__in=ids).delete()[0]
        if len(ids) < EXPIRE_BATCH:
            return total
