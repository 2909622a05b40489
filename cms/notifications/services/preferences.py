"""What people want to hear of, and how."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from cms.notifications.enums import Channel
from cms.notifications.kinds import NotificationKind, registry
from cms.notifications.models import NotificationPreference

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Choice:
    """What holds for one person, kind and channel at this moment."""

    kind: NotificationKind
    channel: Channel
    is_on: bool


def channels_of(kind: NotificationKind, user_ids: Iterable[int]) -> dict[int, set[Channel]]:
    """Return through which channels each person wants the kind; one query."""
    on = {pk: {channel for channel in kind.channels if kind.default(channel)} for pk in user_ids}
    if not kind.can_turn_off:
        return on
    chosen = NotificationPreference.objects.filter(kind=kind.name, user__in=on).values_list(
        "user_id", "channel", "is_on"
    )
    for user_id, name, is_on in chosen:
        channel = Channel(name)
        if channel in kind.channels:
            (on[user_id].add if is_on else on[user_id].discard)(channel)
    return on


def choices_of(user: Any) -> list[Choice]:
    """Return what a person may choose among, with what holds now; one query."""
    chosen = {
        (kind, channel): is_on
        for kind, channel, is_on in NotificationPreference.objects.filter(user=user).values_list(
            "kind", "channel", "is_on"
        )
    }
    return [
        Choice(
            kind,
            channel,
            chosen.get((kind.name, channel), kind.default(channel))
            if kind.can_turn_off
            else kind.default(channel),
        )
        for kind in registry
        if kind.concerns(user)
        for channel in Channel
        if channel in kind.channels
    ]


def save_choices(user: Any, wanted: Mapping[tuple[str, Channel], bool]) -> int:
    """Keep what a person chose, and return how many choices changed.

    Only what differs from what holds is written: who never chose keeps following the
    default. Choices of kinds that are not asked about here stay as they are.
    """
    changed = [
        NotificationPreference(
            user=user,
            kind=choice.kind.name,
            channel=choice.channel,
            is_on=wanted[choice.kind.name, choice.channel],
        )
        for choice in choices_of(user)
        if choice.kind.can_turn_off
        and wanted.get((choice.kind.name, choice.channel), choice.is_on) != choice.is_on
    ]
    _write(changed)
    return len(changed)


def set_choice(user_id: int, kind: NotificationKind, channel: Channel, is_on: bool) -> None:
    """Keep one choice."""
    _write([NotificationPreference(user_id=user_id, kind=kind.name, channel=channel, is_on=is_on)])


def _write(rows: list[NotificationPreference]) -> None:
    with transaction.atomic():
        # At once with another tab: the later one holds, and neither fails.
        NotificationPreference.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["user", "kind", "channel"],
            update_fields=["is_on"],
        )
    if rows:
        logger.info(
            "Notification preferences changed",
            extra={
                "event": "notifications.preferences",
                "user_id": rows[0].user_id,
                "count": len(rows),
            },
        )
