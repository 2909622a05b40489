"""The test settings with the app of the flood, and all periods short."""

from cms.settings.test import *  # noqa: F403
from cms.settings.test import BASE_DIR, DATABASES, INSTALLED_APPS, LOGGING, TEMPLATES

TEMPLATES[0]["DIRS"].append(BASE_DIR / "tests" / "notifications" / "templates")

INSTALLED_APPS = ["tests.eventlog.flood", *INSTALLED_APPS]

# Production keeps connections in a pool; a new one for each task would be most of its time.
DATABASES["default"]["CONN_MAX_AGE"] = 60

EVENTLOG_LEASE_SECONDS = NOTIFICATIONS_LEASE_SECONDS = 4
EVENTLOG_QUEUE_TRUST_SECONDS = NOTIFICATIONS_QUEUE_TRUST_SECONDS = 8
EVENTLOG_BACKOFF_SECONDS = NOTIFICATIONS_BACKOFF_SECONDS = 0.5
CELERY_BEAT_SCHEDULE = {
    "relay": {"task": "cms.eventlog.tasks.relay_outbox", "schedule": 1.0},
    "sweep": {"task": "cms.eventlog.tasks.sweep_deliveries", "schedule": 1.0},
    "sweep-mails": {"task": "cms.notifications.tasks.sweep_mails", "schedule": 1.0},
}
EMAIL_BACKEND = "tests.eventlog.flood.backend.MarkedBackend"
EMAIL_TIMEOUT = 5
LOGGING["root"]["level"] = "WARNING"
