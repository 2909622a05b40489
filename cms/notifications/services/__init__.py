"""What other apps call: make a mail, queue it, or have one sent while somebody waits."""

from cms.notifications.services.queueing import queue_mail
from cms.notifications.services.rendering import RenderedMail, render_mail
from cms.notifications.services.sending import deliver_now

__all__ = ["RenderedMail", "deliver_now", "queue_mail", "render_mail"]
