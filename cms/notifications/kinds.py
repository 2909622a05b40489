"""Which kinds of notification there are. The apps that own them declare them when Django starts."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise

from cms.notifications.enums import Channel
from cms.notifications.errors import KindRegistrationError, UnknownKindError

Data = Mapping[str, Any]
Words = str | Promise

NAME_LENGTH = 50
_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+")
_BOTH: Mapping[Channel, bool] = MappingProxyType({Channel.IN_APP: True, Channel.MAIL: True})


def _as_given(data: Sequence[Data]) -> Sequence[Data | None]:
    return list(data)


def _everybody(_user: Any) -> bool:
    return True


@dataclass(frozen=True)
class NotificationKind:
    """One kind of news, and what a person may choose about it.

    Its templates are `<template_prefix>_bell.txt` (one sentence), and for mails
    `<template_prefix>_subject.txt` and `_message.txt`, as `render_mail` wants them.
    """

    name: str
    label: Words
    description: Words
    template_prefix: str
    # The channels it has, and whether each is on for those who chose nothing.
    channels: Mapping[Channel, bool] = field(default_factory=lambda: _BOTH)
    can_turn_off: bool = True
    # Why it cannot be turned off; shown beside it.
    reason: Words = ""
    # Not to wait for a digest.
    is_urgent: bool = False
    # Where it leads, as a path of this site; asked in the reader's language.
    url: Callable[[Data], str] | None = None
    # What the templates get, for many at once: a list must cost the same for few and many.
    # None for one whose subject is no longer there.
    contexts: Callable[[Sequence[Data]], Sequence[Data | None]] = _as_given
    # Whose preferences show it: a kind for administrators is no news to a learner.
    concerns: Callable[[Any], bool] = _everybody

    def default(self, channel: Channel) -> bool:
        """Say whether the channel is on for those who chose nothing."""
        return self.channels.get(channel, False)


@dataclass
class KindRegistry:
    """What the running code declared."""

    kinds: dict[str, NotificationKind] = field(default_factory=dict)

    def __iter__(self) -> Iterator[NotificationKind]:
        return iter(self.kinds.values())

    def add(self, kind: NotificationKind) -> NotificationKind:
        if not _NAME.fullmatch(kind.name) or len(kind.name) > NAME_LENGTH:
            raise KindRegistrationError(f"{kind.name!r} is no name of a kind (app.what_happened).")
        if kind.name in self.kinds:
            raise KindRegistrationError(f"The kind {kind.name} is registered twice.")
        if not kind.channels or not set(kind.channels) <= set(Channel):
            raise KindRegistrationError(f"{kind.name}: give at least one of the known channels.")
        if kind.can_turn_off == bool(kind.reason):
            raise KindRegistrationError(
                f"{kind.name}: a kind has a reason exactly if it cannot be turned off."
            )
        self.kinds[kind.name] = kind
        return kind

    def get(self, name: str) -> NotificationKind:
        try:
            return self.kinds[name]
        except KeyError:
            raise UnknownKindError(f"No kind {name!r} is registered.") from None

    def find(self, name: str) -> NotificationKind | None:
        """Return the kind, or None: rows outlive the code that made them."""
        return self.kinds.get(name)


registry = KindRegistry()


def register_kind(kind: NotificationKind) -> NotificationKind:
    """Declare a kind of notification. Call it in the owning app's `AppConfig.ready()`."""
    return registry.add(kind)
