from django.db import models
from django.utils.translation import gettext_lazy as _


class MailState(models.TextChoices):
    """Where the sending of one mail stands."""

    PENDING = "pending", _("Waiting")
    SENDING = "sending", _("Sending")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Refused")
    UNSURE = "unsure", _("Unsure")
    ERASED = "erased", _("Erased")


# What may follow what. The answer of a slow server may come after the sweep has given the
# mail up for lost; it still counts as long as nobody else has begun (PENDING to SENT,
# UNSURE to SENT). A person may have a refused or unsure one sent again. One whose text was
# erased is never sent again; the answer of who was sending it just then still counts.
MAIL_MOVES = frozenset(
    {
        (MailState.PENDING, MailState.SENDING),
        (MailState.SENDING, MailState.SENT),
        (MailState.SENDING, MailState.PENDING),
        (MailState.SENDING, MailState.FAILED),
        (MailState.SENDING, MailState.UNSURE),
        (MailState.PENDING, MailState.SENT),
        (MailState.UNSURE, MailState.SENT),
        (MailState.FAILED, MailState.PENDING),
        (MailState.UNSURE, MailState.PENDING),
        (MailState.PENDING, MailState.ERASED),
        (MailState.SENDING, MailState.ERASED),
        (MailState.FAILED, MailState.ERASED),
        (MailState.UNSURE, MailState.ERASED),
        (MailState.ERASED, MailState.SENT),
    }
)
UNFINISHED_STATES = (MailState.PENDING, MailState.SENDING)
STOPPED_STATES = (MailState.FAILED, MailState.UNSURE)
BODILESS_STATES = (MailState.SENT, MailState.ERASED)
# The mails of signing in: their links open accounts.
ACCOUNT_KIND = "account"


class Channel(models.TextChoices):
    """A way in which news reaches a person."""

    IN_APP = "in_app", _("In the bell")
    MAIL = "mail", _("By mail")
