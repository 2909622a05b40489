import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.eventlog.enums import DELIVERY_MOVES, WAITING_STATES, DeliveryState
from cms.eventlog.errors import AppendOnlyError

NAME_LENGTH = 100
ERROR_LENGTH = 300


class EventQuerySet(models.QuerySet["Event"]):
    """Reads events. What would change or delete them in bulk is refused."""

    def update(self, **kwargs: Any) -> int:
        raise AppendOnlyError("Events are never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("Only retention deletes events: use expire().")

    def expire(self) -> int:
        """Delete these events and their deliveries: their retention has ended."""
        return super().delete()[1].get(Event._meta.label, 0)


class Event(models.Model):
    """One fact that happened. Made in the transaction of the fact; ends with its retention."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=NAME_LENGTH)
    # No foreign key: the log outlives the account, and an erasure must not rewrite it.
    actor_id = models.BigIntegerField(null=True)
    subject_type = models.CharField(max_length=100, blank=True)
    subject_id = models.CharField(max_length=64, blank=True)
    data = models.JSONField(default=dict)
    occurred_at = models.DateTimeField(default=timezone.now)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        default_permissions = ("view",)
        # bulk_update and related managers go past the default manager otherwise.
        base_manager_name = "objects"
        indexes = [
            # Retention asks for the old ones of one name; backfill walks one name by id.
            models.Index(fields=["name", "occurred_at"], name="event_name_occurred"),
            models.Index(fields=["name", "id"], name="event_name_id"),
            models.Index(
                fields=["subject_type", "subject_id", "id"],
                condition=~Q(subject_id=""),
                name="event_subject",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; a row that is there already is never changed."""
        if not self._state.adding:
            raise AppendOnlyError("Events are never changed.")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AppendOnlyError("Only retention deletes events.")


class OutboxEntry(models.Model):
    """An event that the relay has yet to hand on. Made with its event; deleted by the relay."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="outbox_entry")

    class Meta:
        verbose_name = _("outbox entry")
        verbose_name_plural = _("outbox entries")
        default_permissions = ()

    def __str__(self) -> str:
        return f"outbox entry of event {self.event_id}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self) -> "DeliveryQuerySet":
        """Return those that still have work to do."""
        return self.filter(state__in=WAITING_STATES)

    def dead(self) -> "DeliveryQuerySet":
        """Return those that were given up."""
        return self.filter(state=DeliveryState.DEAD)

    def move(self, source: DeliveryState, target: DeliveryState, **fields: Any) -> int:
        """Put those in `source` into `target` and return how many: the count picks the winner."""
        if (source, target) not in DELIVERY_MOVES:
            raise ValueError(f"A delivery cannot go from {source} to {target}.")
        return self.filter(state=source).update(state=target, **fields)


class Delivery(models.Model):
    """One event for one handler. Made by the relay or a backfill; ends with its event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=NAME_LENGTH)
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING
    )
    attempts = models.PositiveIntegerField(default=0)
    # Not to be tried before.
    due_at = models.DateTimeField(default=timezone.now)
    # When the sweep looks after it: until then its task is trusted to be on its way or at work.
    sweep_at = models.DateTimeField(default=timezone.now)
    last_error = models.CharField(max_length=ERROR_LENGTH, blank=True)
    done_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "handler"], name="delivery_once_per_event_and_handler"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="delivery_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=DeliveryState.DONE, done_at__isnull=False)
                | (~Q(state=DeliveryState.DONE) & Q(done_at__isnull=True)),
                name="delivery_done_has_its_time",
            ),
        ]
        indexes = [
            # Nearly all rows are done; the sweep and the admin look at the others.
            models.Index(
                fields=["sweep_at"],
                condition=Q(state__in=WAITING_STATES),
                name="delivery_to_sweep",
            ),
            models.Index(
                fields=["due_at"], condition=Q(state=DeliveryState.DEAD), name="delivery_dead"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handler}, event {self.event_id}"
