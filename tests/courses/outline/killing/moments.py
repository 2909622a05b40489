"""Where in its work a process of the site stops, so that it is killed just there.

A request says it in a header; what a task stops at is written in a file, and taken by one task.
Who stops writes so in a file that has its process's id in its name, and waits to be killed.
"""

import json
import os
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

FOLDER = "KILLING_MARKS"
IS_QUICK = "KILLING_IS_QUICK"
HEADER = "X-Stop-At"
# Said with each answer.
PROCESS = "X-Process"
# Long enough to be killed; then it goes on, and the test fails by its own.
STOPPED_SECONDS = 40.0
WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)
LOST_AFTER_WHEN_QUICK = timedelta(seconds=1)


@dataclass
class Plan:
    """Stop when something of this kind has come so often."""

    kind: str
    left: int
    claim: Callable[[], bool] = lambda: True

    def come(self, kind: str) -> None:
        """Note that one came, and stop if it was the one."""
        if kind != self.kind:
            return
        self.left -= 1
        if self.left == 0 and self.claim():
            stop()


class _Here(threading.local):
    plan: Plan | None = None


_here = _Here()


def marks() -> Path:
    return Path(os.environ[FOLDER])


def stop() -> None:
    """Say that this process stands still now, and wait to be killed."""
    mark = marks() / f"stopped-{os.getpid()}"
    mark.touch()
    until = time.monotonic() + STOPPED_SECONDS
    while mark.exists() and time.monotonic() < until:
        time.sleep(0.005)


def come(kind: str) -> None:
    if _here.plan is not None:
        _here.plan.come(kind)


class StoppingMiddleware:
    """Outside all others: before anything of a request is read, and when its answer is made."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        kind, _colon, count = request.headers.get(HEADER, "").partition(":")
        _here.plan = Plan(kind, int(count or 1)) if kind else None
        try:
            come("arrived")
            response = self.get_response(request)
            come("answering")
        finally:
            _here.plan = None
        response[PROCESS] = str(os.getpid())
        return response


def _note_write(execute: Any, sql: Any, *rest: Any) -> Any:
    result = execute(sql, *rest)
    if WRITE.match(str(sql)):
        come("write")
    return result


def _watch_connection(connection: Any, **_kw: Any) -> None:
    if _note_write not in connection.execute_wrappers:
        connection.execute_wrappers.append(_note_write)


def _watch_commits() -> None:
    from django.db.backends.base.base import BaseDatabaseWrapper

    stock, stock_commit = BaseDatabaseWrapper.run_and_clear_commit_hooks, BaseDatabaseWrapper.commit

    def commit(self: Any) -> None:
        if self.run_on_commit:
            come("committing")
        stock_commit(self)

    def run_and_clear_commit_hooks(self: Any) -> None:
        hooks = [getattr(hook[1], "__qualname__", "") for hook in self.run_on_commit]
        if hooks:
            come("committed")
        if any(name.startswith("ask_refresh.") for name in hooks):
            come("asked")
        stock(self)

    wrapper: Any = BaseDatabaseWrapper
    wrapper.commit = commit
    wrapper.run_and_clear_commit_hooks = run_and_clear_commit_hooks


def _begin_task(task: Any = None, **_kw: Any) -> None:
    plan = marks() / "task.json"
    try:
        asked = json.loads(plan.read_text())
    except FileNotFoundError:
        return
    if task.name == asked["task"]:
        _here.plan = Plan(asked["kind"], asked["count"], claim=lambda: _take(plan))


def _take(plan: Path) -> bool:
    try:
        plan.unlink()
    except FileNotFoundError:
        return False
    return True


def _end_task(**_kw: Any) -> None:
    _here.plan = None


def connect() -> None:
    from celery.signals import task_postrun, task_prerun
    from django.db.backends.signals import connection_created

    connection_created.connect(_watch_connection, dispatch_uid="killing")
    _watch_commits()
    task_prerun.connect(_begin_task, dispatch_uid="killing")
    task_postrun.connect(_end_task, dispatch_uid="killing")
    if os.environ.get(IS_QUICK):
        from courses.outline.services import refreshing

        refreshing.LOST_AFTER = LOST_AFTER_WHEN_QUICK
