"""What other apps call: tell people something, make a mail, queue it, or send it at once."""

from cms.notifications.enums import Channel
from cms.notifications.kinds import NotificationKind, register_kind
from cms.notifications.services.notifying import notify
from cms.notifications.services.queueing import queue_mail
from cms.notifications.services.reading import unread_count
from cms.notifications.services.rendering import RenderedMail, render_mail
from cms.notifications.services.sending import deliver_now

__all__ = [
    "Channel",
    "NotificationKind",
    "RenderedMail",
    "deliver_now",
    "notify",
    "queue_mail",
    "register_kind",
    "render_mail",
    "unread_count",
]
