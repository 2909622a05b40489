"""Addresses by which the mails of one kind stop, without signing in (RFC 8058)."""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse
from django.utils import translation

from cms.notifications.addresses import absolute
from cms.notifications.enums import Channel
from cms.notifications.errors import UnsubscribeError, UnsubscribeExpiredError
from cms.notifications.kinds import NotificationKind, registry
from cms.notifications.services.preferences import set_choice

SALT = "cms.notifications.unsubscribe"
# Mails are kept for long; an address found years later in somebody's archive does nothing.
WORKS_FOR = timedelta(days=180)


@dataclass(frozen=True)
class Unsubscription:
    """Whose mails of which kind an address is about."""

    user_id: int
    kind: NotificationKind


def unsubscribe_url(user_id: int, kind: NotificationKind, language: str) -> str:
    """Return the address for the mail's header and foot; it tells a number, never who it is."""
    token = signing.dumps([user_id, kind.name], salt=SALT, compress=False)
    with translation.override(language):
        return absolute(reverse("notifications:unsubscribe", args=[token]))


def read_token(token: str) -> Unsubscription:
    """Return what the address is about, or refuse it."""
    try:
        content = signing.loads(token, salt=SALT, max_age=WORKS_FOR)
    except signing.SignatureExpired:
        raise UnsubscribeExpiredError from None
    except signing.BadSignature:
        raise UnsubscribeError from None
    # Only what `unsubscribe_url` writes: addresses of another version may look otherwise.
    match content:
        case [int(user_id), str(name)]:
            kind = registry.find(name)
        case _:
            raise UnsubscribeError
    if kind is None or not kind.can_turn_off or Channel.MAIL not in kind.channels:
        raise UnsubscribeError
    if not get_user_model().objects.filter(pk=user_id).exists():
        raise UnsubscribeError
    return Unsubscription(user_id, kind)


def set_mails(unsubscription: Unsubscription, *, is_on: bool) -> None:
    """Stop the mails, or have them come again; to do it twice changes nothing."""
    set_choice(unsubscription.user_id, unsubscription.kind, Channel.MAIL, is_on)
