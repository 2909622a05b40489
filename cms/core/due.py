"""Work on a row that a task does after its transaction: when it is lost, the beat finds it again.

The row has a time at which its work is due (empty once it is done) and a count of attempts.
Which fields these are follows from the work's name: `renditions` has `renditions_due_at` and
`renditions_attempts`.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.utils import timezone

logger = logging.getLogger(__name__)

# What brought down its worker so often is left alone.
MAX_ATTEMPTS = 5
# Each takes seconds: enough to keep a worker busy until the beat looks again.
SWEEP_BATCH = 100


def lease() -> timedelta:
    """Return after how long a task that began has been ended by its time limit."""
    return timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 30)


@dataclass(frozen=True)
class DueWork:
    """One kind of work on the rows of one model; `task` returns the Celery task for a row."""

    name: str
    model: type[Model]
    task: Callable[[], Any]

    @property
    def _due(self) -> str:
        return f"{self.name}_due_at"

    @property
    def _attempts(self) -> str:
        return f"{self.name}_attempts"

    def _rows(self, **chosen: Any) -> QuerySet[Any]:
        return self.model._default_manager.filter(**chosen)

    def order(self, row: Any) -> None:
        """Note that the work is to be done, from the first attempt on; the caller saves it."""
        setattr(row, self._due, timezone.now())
        setattr(row, self._attempts, 0)

    def ask_when_saved(self, sender: Any, instance: Any, **kwargs: Any) -> None:
        """Send the task for a row whose work is due; the beat mends a lost one."""
        if getattr(instance, self._due) is not None and not kwargs.get("raw"):
            self.publish([instance.pk])

    def begin(self, pk: int, *, now: datetime) -> Any:
        """Count an attempt and return the row; None when there is nothing to do."""
        # Noted first: a row that kills its worker must not be tried for ever.
        if not self._rows(pk=pk, **{f"{self._due}__isnull": False}).update(
            **{self._attempts: F(self._attempts) + 1, self._due: now + lease()}
        ):
            return None
        return self._rows(pk=pk).first()

    def finish(self, pk: int, *, values: dict[str, Any] | None = None, **unchanged: Any) -> bool:
        """Note that it is done, with `values`, where the row still is as `unchanged` says."""
        waiting = self._rows(pk=pk, **{f"{self._due}__isnull": False}, **unchanged)
        return bool(waiting.update(**{**(values or {}), self._due: None}))

    def put_off(self, row: Any, *, now: datetime, **unchanged: Any) -> None:
        """After a failure: wait longer each time."""
        pause = timedelta(minutes=2 ** getattr(row, self._attempts))
        waiting = self._rows(pk=row.pk, **{f"{self._due}__isnull": False}, **unchanged)
        waiting.update(**{self._due: now + pause})

    def sweep(self, *, now: datetime | None = None) -> int:
        """Send tasks for rows whose work is overdue, and return how many."""
        now = now or timezone.now()
        with transaction.atomic():
            overdue = list(
                self._rows(**{f"{self._due}__lte": now})
                .select_for_update(skip_locked=True)
                .order_by(self._due)
                .values_list("pk", self._attempts)[:SWEEP_BATCH]
            )
            again = [pk for pk, attempts in overdue if attempts < MAX_ATTEMPTS]
            spent = [pk for pk, attempts in overdue if attempts >= MAX_ATTEMPTS]
            self._rows(pk__in=again).update(**{self._due: now + lease()})
            self._rows(pk__in=spent).update(**{self._due: None})
            self.publish(again)
        for pk in spent:
            logger.error(
                "The work on a row was given up",
                extra={
                    "event": f"{self.name}.given_up",
                    "model": self.model._meta.label,
                    "pk": pk,
                },
            )
        return len(again)

    def publish(self, pks: Iterable[int]) -> None:
        """Send the task for each row once the transaction at hand is committed."""
        for pk in pks:
            send = partial(self.task().apply_async, args=(pk,), retry=False)
            # Robust: a broker that is down must not fail the upload; the row waits for the beat.
            transaction.on_commit(send, robust=True)
