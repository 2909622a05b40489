"""What a person's bell holds, and what becomes of it."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.notifications.kinds import Data, registry
from cms.notifications.models import Notification
from cms.notifications.services.rendering import on_one_line, render_plain

logger = logging.getLogger(__name__)

# More than this is shown as "99+", and not counted.
COUNTED_AT_MOST = 100


@dataclass(frozen=True)
class Entry:
    """One notification in words, as the reader sees it."""

    pk: int
    text: str
    created_at: datetime
    is_new: bool
    leads_somewhere: bool


def unread_count(user: Any) -> int:
    """Return how many are unread, at most 100; one query, from an index."""
    return Notification.objects.in_bell_of(user).unread()[:COUNTED_AT_MOST].count()


def entries(rows: Iterable[Notification]) -> list[Entry]:
    """Put rows into words in the active language; at a cost per kind, not per row."""
    rows = list(rows)
    by_kind: dict[str, list[Notification]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    texts: dict[int, str] = {}
    for name, of_kind in by_kind.items():
        texts.update(zip((row.pk for row in of_kind), _texts(name, of_kind), strict=True))
    return [
        Entry(row.pk, texts[row.pk], row.created_at, row.read_at is None, bool(row.url))
        for row in rows
    ]


def _texts(name: str, rows: Sequence[Notification]) -> list[str]:
    gone = _("This was about something that is no longer there.")
    kind = registry.find(name)
    if kind is None:
        return [gone] * len(rows)
    try:
        contexts = kind.contexts([row.data for row in rows])
        return [_sentence(kind.template_prefix, context) or gone for context in contexts]
    except Exception:  # the bell is on every page: one broken kind must not take them all down
        logger.exception(
            "A kind of notification cannot be put into words",
            extra={"event": "notifications.unreadable", "kind": name},
        )
        return [gone] * len(rows)


def _sentence(template_prefix: str, context: Data | None) -> str:
    if context is None:
        return ""
    return on_one_line(render_plain(f"{template_prefix}_bell.txt", context))


def open_one(notification: Notification, *, now: datetime | None = None) -> None:
    """Note that the person has opened it; the first time counts."""
    Notification.objects.filter(pk=notification.pk).unread().update(read_at=now or timezone.now())


def mark_all_read(user: Any, *, through: int, now: datetime | None = None) -> int:
    """Mark what the person has seen, up to this id, and return how many were new.

    What came after the page was made stays new.
    """
    seen = Notification.objects.in_bell_of(user).filter(pk__lte=through)
    return seen.unread().update(read_at=now or timezone.now())


def clear(user: Any, *, through: int, now: datetime | None = None) -> int:
    """Empty the person's bell up to this id, and return how many went."""
    now = now or timezone.now()
    seen = Notification.objects.in_bell_of(user).filter(pk__lte=through)
    return seen.update(cleared_at=now, read_at=Coalesce(F("read_at"), now))
