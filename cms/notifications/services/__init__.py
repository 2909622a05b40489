"""What other apps call: queue a mail, or have one sent while somebody waits."""

from cms.notifications.services.queueing import queue_mail
from cms.notifications.services.sending import deliver_now

__all__ = ["deliver_now", "queue_mail"]
