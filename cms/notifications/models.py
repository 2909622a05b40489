from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.notifications.enums import MAIL_MOVES, STOPPED_STATES, UNFINISHED_STATES, MailState

ERROR_LENGTH = 300


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def unfinished(self) -> "OutgoingMailQuerySet":
        """Return those that still have to be sent."""
        return self.filter(state__in=UNFINISHED_STATES)

    def stopped(self) -> "OutgoingMailQuerySet":
        """Return those that wait for a person's decision."""
        return self.filter(state__in=STOPPED_STATES)

    def move(self, source: MailState, target: MailState, **fields: Any) -> int:
        """Put those in `source` into `target` and return how many: the count picks the winner."""
        if (source, target) not in MAIL_MOVES:
            raise ValueError(f"A mail cannot go from {source} to {target}.")
        return self.filter(state=source).update(state=target, **fields)


class OutgoingMail(models.Model):
    """One mail to one person. Made in the transaction of its cause; ends with its retention.

    Text and HTML hold links that sign people in, so they are erased once it is sent.
    """

    message_id = models.CharField(max_length=200, unique=True)
    to = models.EmailField(_("to"), max_length=254)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=12, default="en")
    kind = models.CharField(_("kind"), max_length=50)
    # Without one, every call queues another mail.
    dedupe_key = models.CharField(max_length=200, unique=True, null=True, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=MailState.choices, default=MailState.PENDING
    )
    # Grows for ever: its value tells one attempt from the next.
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    # How many attempts the server refused, and of how many nobody knows how they ended.
    refusals = models.PositiveSmallIntegerField(default=0)
    unclear = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    sweep_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(_("last error"), max_length=ERROR_LENGTH, blank=True)
    queued_at = models.DateTimeField(_("queued"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent"), null=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MailState.values), name="mail_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=MailState.SENT, sent_at__isnull=False, text="", html="")
                | (~Q(state=MailState.SENT) & Q(sent_at__isnull=True)),
                name="mail_sent_has_its_time_and_no_body",
            ),
        ]
        indexes = [
            models.Index(
                fields=["sweep_at"],
                condition=Q(state__in=UNFINISHED_STATES),
                name="mail_to_sweep",
            ),
            models.Index(
                fields=["queued_at"], condition=Q(state__in=STOPPED_STATES), name="mail_stopped"
            ),
            models.Index(fields=["sent_at"], condition=Q(state=MailState.SENT), name="mail_sent"),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk} ({self.kind})"
