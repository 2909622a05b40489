"""The test settings with an app that stops processes at chosen moments.

Periods are those that ship, or short ones for a round that shall not take long.
"""

import os

from cms.settings.test import *  # noqa: F403
from cms.settings.test import DATABASES, INSTALLED_APPS, LOGGING, MIDDLEWARE
from tests.courses.outline.killing.moments import IS_QUICK

INSTALLED_APPS = ["tests.courses.outline.killing", *INSTALLED_APPS]
MIDDLEWARE = ["tests.courses.outline.killing.moments.StoppingMiddleware", *MIDDLEWARE]
# As production has it: whoever meets a lock that stays is refused, and does not wait for ever.
DATABASES["default"]["OPTIONS"] = {"options": "-c lock_timeout=3000"}
LOGGING["root"]["level"] = "WARNING"

# What a killed task held is taken up again within the test.
EVENTLOG_LEASE_SECONDS = NOTIFICATIONS_LEASE_SECONDS = 4
EVENTLOG_QUEUE_TRUST_SECONDS = NOTIFICATIONS_QUEUE_TRUST_SECONDS = 4
EVENTLOG_BACKOFF_SECONDS = NOTIFICATIONS_BACKOFF_SECONDS = 0.5
if os.environ.get(IS_QUICK):
    CELERY_BEAT_SCHEDULE = {
        "put-due-releases-live": {
            "task": "courses.pages.tasks.put_due_releases_live",
            "schedule": 1.0,
        },
        "mend-outlines": {"task": "courses.outline.tasks.mend", "schedule": 1.0},
        "relay": {"task": "cms.eventlog.tasks.relay_outbox", "schedule": 1.0},
        "sweep": {"task": "cms.eventlog.tasks.sweep_deliveries", "schedule": 1.0},
        "sweep-mails": {"task": "cms.notifications.tasks.sweep_mails", "schedule": 1.0},
    }
