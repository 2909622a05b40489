"""What Wagtail's editor scheduled: pages that go live, or leave the site, at a time.

Wagtail's own command stops at the first page that fails, on every run. Here each has its own
transaction: one that fails is noted, and stops no other.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Revision

logger = logging.getLogger(__name__)


def publish_scheduled(*, now: datetime | None = None) -> None:
    """Publish what is due, and take off the site what has expired. Two at once do it once."""
    now = now or timezone.now()
    expired = Page.objects.filter(live=True, expire_at__lt=now).order_by("expire_at", "pk")
    _each(list(expired.values_list("pk", flat=True)), lambda pk: _expire(pk, now))
    due = Revision.objects.filter(approved_go_live_at__lt=now)
    due = due.order_by("approved_go_live_at", "pk")
    _each(list(due.values_list("pk", flat=True)), lambda pk: _publish(pk, now))


def _each(keys: Iterable[int], work: Callable[[int], None]) -> None:
    for key in keys:
        try:
            with transaction.atomic():
                work(key)
        except Exception:  # whatever is wrong with one, the others are due as well
            logger.exception(
                "What was scheduled failed", extra={"event": "scheduled.failed", "pk": key}
            )


def _expire(pk: int, now: datetime) -> None:
    # Asked again behind the lock: another clock may have been quicker, or it was put off.
    page = (
        Page.objects.select_for_update(of=("self",))
        .filter(pk=pk, live=True, expire_at__lt=now)
        .first()
    )
    if page is not None:
        page.specific.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")


def _publish(pk: int, now: datetime) -> None:
    due = Revision.objects.filter(pk=pk, approved_go_live_at__lt=now)
    page_id = due.values_list("object_id", flat=True).first()
    if page_id is None:
        return
    # The page before its version, as in the editor: else each could wait for the other.
    list(Page.objects.select_for_update(of=("self",), no_key=True).filter(pk=int(page_id)))
    revision = due.select_for_update(of=("self",)).first()
    if revision is not None:
        revision.publish(log_action="wagtail.publish.scheduled")
