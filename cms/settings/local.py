"""`make run`: embedded parts only, DEBUG off, so that what one sees is what ships."""

from .base import *
from .base import VAR_DIR, WAGTAILADMIN_BASE_URL
from .environment import env
from .instance import load_instance
from .tasks import CELERY_BEAT_SCHEDULE, PUBLISH_ONCE

_instance = load_instance(VAR_DIR)
SECRET_KEY = _instance["secret_key"]
# Cookies ignore the port: two checkouts on one machine need names of their own.
SESSION_COOKIE_NAME = f"fledge_{_instance['id']}_session"
CSRF_COOKIE_NAME = f"fledge_{_instance['id']}_csrf"
LANGUAGE_COOKIE_NAME = f"fledge_{_instance['id']}_language"

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
PORT = env.int("FLEDGE_PORT", 8000)
WAGTAILADMIN_BASE_URL = env.str("FLEDGE_BASE_URL", f"http://127.0.0.1:{PORT}")  # noqa: F811

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR_DIR / "fledge.sqlite3",
        "OPTIONS": {
            # With DEFERRED, two writers that both began by reading lock each other out.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }
}
# One folder for all processes, so that the limits on attempts count together.
CACHES = {
    "default": {
        "BACKEND": "cms.core.file_cache.SharedFileCache",
        "LOCATION": VAR_DIR / "cache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

_broker = VAR_DIR / "broker"
for _folder in (_broker / "queue", _broker / "control", VAR_DIR / "media", VAR_DIR / "outbox"):
    _folder.mkdir(parents=True, exist_ok=True)
CELERY_BROKER_URL = "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **PUBLISH_ONCE,
    "data_folder_in": str(_broker / "queue"),
    "data_folder_out": str(_broker / "queue"),
    "control_folder": str(_broker / "control"),
    # With kombu's second a worker notices late that it should stop, and mail that it is there.
    "polling_interval": 0.25,
}
# kombu takes a message's file away unlocked, now and then before it has been written whole: the
# message is gone. The rows know, so the sweeps look soon where a broker of servers may be trusted
# for a minute.
EVENTLOG_QUEUE_TRUST_SECONDS = 3
NOTIFICATIONS_QUEUE_TRUST_SECONDS = 3
_SWEEPS = ("sweep", "sweep-mails", "put-due-releases-live")
CELERY_BEAT_SCHEDULE = {
    name: {**line, "schedule": 4.0} if name in _SWEEPS else line
    for name, line in CELERY_BEAT_SCHEDULE.items()
}

EMAIL_BACKEND = "cms.notifications.outbox.OutboxBackend"
EMAIL_FILE_PATH = VAR_DIR / "outbox"
DEFAULT_FROM_EMAIL = "Fledge <fledge@localhost>"
# Mails are kept and shown at /dev/outbox, and uploads are served by Django.
DEV_PAGES_ENABLED = True
DEMO_ALLOWED = True

env.finish()
