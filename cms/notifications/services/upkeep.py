"""Finding mails whose task or worker got lost, trying stopped ones again, and forgetting."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from cms.eventlog.services.sweeping import next_trust
from cms.notifications.enums import STOPPED_STATES, MailState
from cms.notifications.models import OutgoingMail
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
        | Q(state__in=STOPPED_STATES, queued_at__lt=now - STOPPED_KEPT)
    ).order_by("pk")
    total = 0
    while True:
        ids = list(old.values_list("pk", flat=True)[:EXPIRE_BATCH])
        total += OutgoingMail.objects.filter(pk__in=ids).delete()[0]
        if len(ids) < EXPIRE_BATCH:
            break
    if total:
        logger.info("Expired mails", extra={"event": "mail.expired", "count": total})
    return total
