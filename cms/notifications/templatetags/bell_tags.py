"""The bell in the head of every page."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context

from cms.notifications.models import Notification
from cms.notifications.services.reading import COUNTED_AT_MOST, Entry, entries, unread_count

register = template.Library()

NEWEST = 5


@dataclass(frozen=True)
class Bell:
    """What the bell shows: how many are new, and the newest."""

    count: int
    entries: list[Entry]

    @property
    def is_more(self) -> bool:
        """Whether there are more than one counts."""
        return self.count >= COUNTED_AT_MOST

    @property
    def counted(self) -> int:
        """The number to show; with `is_more`, there are more."""
        return min(self.count, COUNTED_AT_MOST - 1)


@register.simple_tag(takes_context=True)
def bell(context: Context) -> Bell | None:
    """Return the signed-in person's bell; None for everybody else, and without a request."""
    request: Any = context.get("request")
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return Bell(unread_count(user), entries(Notification.objects.in_bell_of(user)[:NEWEST]))
