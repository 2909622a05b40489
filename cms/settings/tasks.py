"""Celery: four queues, so that one kind of work cannot starve another."""

from typing import Any

# Wagtail's own: they write its indexes, in the process that saved.
TASKS = {"default": {"BACKEND": "cms.core.indexing.Backend"}}

CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_CREATE_MISSING_QUEUES = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A request must not wait for a broker that is down: the rows carry the work. Beside Celery's own
# task_publish_retry (cms/celery.py), which lets a process's first connection try for six seconds.
PUBLISH_ONCE: dict[str, Any] = {"max_retries": 0}
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {**PUBLISH_ONCE}
CELERY_TASK_ROUTES: dict[str, Any] = {
    "cms.notifications.tasks.*": {"queue": "mail"},
    "cms.core.tasks.make_renditions": {"queue": "media"},
    "courses.pages.tasks.make_cover": {"queue": "media"},
    "courses.media.tasks.inspect_*": {"queue": "media"},
}

# A task that began this long ago has been ended by its time limit: what it held may go on.
EVENTLOG_LEASE_SECONDS = CELERY_TASK_TIME_LIMIT + 30
NOTIFICATIONS_LEASE_SECONDS = CELERY_TASK_TIME_LIMIT + 30
# How long a task is believed to be in the queue before the sweep sends it again.
EVENTLOG_QUEUE_TRUST_SECONDS = 60
NOTIFICATIONS_QUEUE_TRUST_SECONDS = 60
# The wait after a first failure; it doubles.
EVENTLOG_BACKOFF_SECONDS = 10
NOTIFICATIONS_BACKOFF_SECONDS = 30


def _every(seconds: float, task: str) -> dict[str, Any]:
    """Return one line of the beat; without workers its messages must not pile up."""
    return {"task": task, "schedule": seconds, "options": {"expires": 2 * seconds}}


# The beat's table. Periods in seconds; each task starts from rows and may run twice.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "heartbeat": {"task": "cms.core.tasks.heartbeat", "schedule": 10.0},
    "publish-scheduled": _every(60.0, "cms.core.tasks.publish_scheduled"),
    "sweep-renditions": _every(60.0, "cms.core.tasks.sweep_renditions"),
    "sweep-inspections": _every(60.0, "courses.media.tasks.sweep_inspections"),
    "put-due-releases-live": _every(30.0, "courses.pages.tasks.put_due_releases_live"),
    "mend-outlines": _every(20.0, "courses.outline.tasks.mend"),
    "relay": _every(5.0, "cms.eventlog.tasks.relay_outbox"),
    "sweep": _every(10.0, "cms.eventlog.tasks.sweep_deliveries"),
    "expire-events": _every(3600.0, "cms.eventlog.tasks.expire_events"),
    "sweep-mails": _every(10.0, "cms.notifications.tasks.sweep_mails"),
    "expire-mails": _every(3600.0, "cms.notifications.tasks.expire_mails"),
    "erase-account-mails": _every(60.0, "cms.notifications.tasks.erase_account_mails"),
    "expire-notifications": _every(3600.0, "cms.notifications.tasks.expire_notifications"),
}
