import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.notifications.enums import (
    ACCOUNT_KIND,
    BODILESS_STATES,
    MAIL_MOVES,
    STOPPED_STATES,
    UNFINISHED_STATES,
    Channel,
    MailState,
)

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

    Text and HTML are erased once it is sent. Those of account mails hold links that sign
    people in: they are erased after an hour in any case, and then it cannot be sent again.
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
                condition=(
                    Q(state=MailState.SENT, sent_at__isnull=False)
                    | (~Q(state=MailState.SENT) & Q(sent_at__isnull=True))
                ),
                name="mail_sent_has_its_time",
            ),
            # What may still be sent has its text; what was sent or erased has none.
            models.CheckConstraint(
                condition=Q(state__in=BODILESS_STATES, text="", html="")
                | (~Q(state__in=BODILESS_STATES) & ~Q(text="")),
                name="mail_has_a_body_while_it_may_be_sent",
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
            models.Index(
                fields=["queued_at"],
                condition=Q(kind=ACCOUNT_KIND) & ~Q(text=""),
                name="mail_to_erase",
            ),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk} ({self.kind})"


class NotificationQuerySet(models.QuerySet["Notification"]):
    """News, as the bell asks for it."""

    def in_bell_of(self, user: Any) -> "NotificationQuerySet":
        """Return what the person's bell shows, newest first."""
        return self.filter(user=user, is_in_bell=True, cleared_at=None).order_by("-pk")

    def unread(self) -> "NotificationQuerySet":
        """Return those that the person has not opened."""
        return self.filter(read_at=None)


class Notification(models.Model):
    """One piece of news for one person. Made by `notify`; ends with its retention.

    It is made also for somebody who wants the mail alone: the row is what makes sure that
    nobody is told twice. Its words are made when it is read, in the reader's language.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField(max_length=50)
    # What it is about, once per person: mostly an event.
    dedupe_key = models.CharField(max_length=100)
    # Ids and short words; never markup.
    data = models.JSONField(default=dict)
    url = models.CharField(max_length=500, blank=True)
    is_in_bell = models.BooleanField(default=True)
    # Which call of `notify` made it: how that call knows its own rows.
    claim = models.UUIDField(default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "dedupe_key", "user"], name="notified_once_per_person"
            ),
            models.CheckConstraint(
                condition=Q(url="") | (Q(url__startswith="/") & ~Q(url__startswith="//")),
                name="notification_leads_into_the_site",
            ),
            models.CheckConstraint(
                condition=Q(cleared_at=None) | Q(read_at__isnull=False),
                name="notification_cleared_is_read",
            ),
        ]
        indexes = [
            models.Index(
                fields=["user", "-id"],
                condition=Q(is_in_bell=True, cleared_at=None),
                name="notification_in_bell",
            ),
            # Every page of a signed-in person counts these.
            models.Index(
                fields=["user"],
                condition=Q(is_in_bell=True, cleared_at=None, read_at=None),
                name="notification_unread",
            ),
            models.Index(fields=["created_at"], name="notification_age"),
        ]

    def __str__(self) -> str:
        return f"notification {self.pk} ({self.kind})"


class NotificationPreference(models.Model):
    """One person's choice for one kind and channel; without one, the kind's default holds.

    Made when somebody chooses otherwise than the default, and kept when its kind is gone.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="notification_preferences",
    )
    kind = models.CharField(max_length=50)
    channel = models.CharField(max_length=10, choices=Channel.choices)
    is_on = models.BooleanField()

    class Meta:
        verbose_name = _("notification preference")
        verbose_name_plural = _("notification preferences")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind", "channel"], name="one_preference_per_kind_and_channel"
            ),
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="preference_channel_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}, {self.channel}: {self.is_on}"
