"""The search index following many pages at once: when they are committed, and each page once.

Wagtail writes it with every save, within the transaction. Where all pages of a course change
together, that is a large part of the time for which they are locked, and a fault in the index would
undo what people did. `index_after_commit` lets it wait.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django.db import transaction
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id

# What waits: a task's own path and its arguments, each once, in the order it was asked for.
_waiting: ContextVar[dict[tuple[str, tuple[Any, ...]], Any] | None] = ContextVar(
    "waiting", default=None
)


class Backend(ImmediateBackend):
    """Does Wagtail's tasks in this process: at once, or after the commit where that was asked."""

    def enqueue(self, task: Task[Any, Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Do the task, or keep it for the commit."""
        waiting = _waiting.get()
        if waiting is None:
            return super().enqueue(task, args, kwargs)
        result: TaskResult[Any] = TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        waiting[task.module_path, tuple(args)] = partial(super().enqueue, task, args, kwargs)
        return result


@contextmanager
def index_after_commit() -> Iterator[None]:
    """Let Wagtail's tasks that are asked for meanwhile, in this thread, wait for the commit."""
    waiting: dict[tuple[str, tuple[Any, ...]], Any] = {}
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    if waiting:
        transaction.on_commit(lambda: _do(list(waiting.values())), robust=True)


def _do(tasks: list[Any]) -> None:
    for task in tasks:
        task()
