"""Celery: four queues, so that one kind of work cannot starve another."""

from typing import Any

CELERY_TASK_DEFAULT_QUEUE = "default"
CELERY_TASK_CREATE_MISSING_QUEUES = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A request must not wait for a broker that is down: the rows carry the work.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ROUTES: dict[str, Any] = {
    "cms.notifications.tasks.*": {"queue": "mail"},
}

# The beat's table. Periods in seconds; each task starts from rows and may run twice.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "heartbeat": {"task": "cms.core.tasks.heartbeat", "schedule": 10.0},
}
