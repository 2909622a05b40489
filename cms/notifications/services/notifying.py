"""Telling people: a row for the bell and a mail, once, as each of them wants it."""

import json
import logging
import uuid
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone, translation

from cms.core.languages import site_language_codes
from cms.notifications.addresses import absolute, is_local_path
from cms.notifications.enums import Channel
from cms.notifications.errors import NotificationDataError
from cms.notifications.kinds import NotificationKind, registry
from cms.notifications.models import Notification
from cms.notifications.services.preferences import channels_of
from cms.notifications.services.queueing import queue_mail
from cms.notifications.services.rendering import render_mail
from cms.notifications.services.unsubscribing import unsubscribe_url

logger = logging.getLogger(__name__)

# Each is a handful of queries and locks its rows until the caller's commit.
PEOPLE_BATCH = 500
KEY_LENGTH = 100
WORD_LENGTH = 200
DATA_LENGTH = 2000
# No mail reaches addresses of this domain (RFC 2606); demo accounts have them.
NOWHERE = ".invalid"


def notify(
    kind_name: str,
    recipients: Iterable[int],
    *,
    dedupe_key: str,
    data: Mapping[str, Any] | None = None,
    url: str | None = None,
    now: datetime | None = None,
) -> int:
    """Tell people (by id) something, in the caller's transaction; return how many were told.

    Each is told once per kind and `dedupe_key` (in a handler: `f"event:{event.pk}"`),
    however often and by how many at once this is called; through the channels that the
    person wants at this moment. Who is not active is told nothing. `data` has ids and short
    words for the kind's templates. `url`, or else the kind's own, is a path of this site.
    """
    kind = registry.get(kind_name)
    if not 0 < len(dedupe_key) <= KEY_LENGTH:
        raise NotificationDataError(f"{kind.name}: give a key of 1 to {KEY_LENGTH} letters.")
    clean_data = _clean(kind, data or {})
    now = now or timezone.now()
    # In one order everywhere: two calls for the same people wait, and do not block each other.
    ids = sorted(set(recipients))
    count = 0
    with transaction.atomic():
        for start in range(0, len(ids), PEOPLE_BATCH):
            people = list(
                get_user_model()
                .objects.filter(pk__in=ids[start : start + PEOPLE_BATCH], is_active=True)
                .order_by("pk")
            )
            count += _tell(kind, people, dedupe_key, clean_data, url, now)
    logger.info(
        "People were notified",
        extra={"event": "notifications.told", "kind": kind.name, "count": count},
    )
    return count


def _tell(
    kind: NotificationKind,
    people: list[Any],
    dedupe_key: str,
    data: dict[str, Any],
    url: str | None,
    now: datetime,
) -> int:
    """Write the rows; who has one already was told before, and gets no mail either."""
    channels = channels_of(kind, [person.pk for person in people])
    claim = uuid.uuid4()
    rows = [
        Notification(
            user=person,
            kind=kind.name,
            dedupe_key=dedupe_key,
            data=data,
            url=_path(kind, data, url, language_of(person)),
            is_in_bell=Channel.IN_APP in channels[person.pk],
            claim=claim,
            created_at=now,
        )
        for person in people
        if channels[person.pk]
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    ours = Notification.objects.filter(kind=kind.name, dedupe_key=dedupe_key, claim=claim)
    told = dict(ours.values_list("user_id", "url"))
    for person in people:
        if person.pk in told and Channel.MAIL in channels[person.pk]:
            _queue(kind, person, dedupe_key, data, told[person.pk])
    return len(told)


def language_of(person: Any) -> str:
    """Return the language in which the site writes to the person."""
    language: str = person.language
    return language if language in site_language_codes() else settings.LANGUAGE_CODE


def _queue(
    kind: NotificationKind, person: Any, dedupe_key: str, data: dict[str, Any], path: str
) -> None:
    if person.email.endswith(NOWHERE) and not settings.DEMO_ALLOWED:
        return
    language = language_of(person)
    with translation.override(language):
        (context,) = kind.contexts([data])
    if context is None:
        return
    stop = unsubscribe_url(person.pk, kind, language) if kind.can_turn_off else None
    mail = render_mail(
        kind.template_prefix,
        language,
        {**context, "user": person, "url": absolute(path) if path else ""},
        unsubscribe_url=stop,
    )
    headers = {
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    queue_mail(
        to=person.email,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        kind=kind.name,
        language=language,
        dedupe_key=f"{kind.name}:{dedupe_key}:{person.pk}",
        headers=headers if stop else None,
    )


def _path(kind: NotificationKind, data: dict[str, Any], url: str | None, language: str) -> str:
    """Return where the news leads, in the person's language."""
    if url is None and kind.url is not None:
        with translation.override(language):
            url = kind.url(data)
    if url and not is_local_path(url):
        raise NotificationDataError(f"{kind.name}: a notification leads to a path of this site.")
    return url or ""


def _clean(kind: NotificationKind, data: Mapping[str, Any]) -> dict[str, Any]:
    """Refuse what a row must not keep: it is no place for a text."""
    for key, value in data.items():
        is_short = isinstance(value, str) and len(value) <= WORD_LENGTH
        if not (value is None or isinstance(value, bool | int) or is_short):
            raise NotificationDataError(f"{kind.name}: {key} must be an id or a short word.")
    if len(json.dumps(dict(data))) > DATA_LENGTH:
        raise NotificationDataError(f"{kind.name}: there is too much data.")
    return dict(data)
