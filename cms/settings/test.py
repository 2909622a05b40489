"""The tests: PostgreSQL and Redis where they are given, else what is embedded."""

import re
import tempfile

import dj_database_url

from .base import *
from .base import STORAGES, VAR_DIR
from .environment import env

SECRET_KEY = "only-for-tests-and-refused-in-production"  # noqa: S105
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]

DATABASES = {
    "default": dj_database_url.parse(
        env.str("DATABASE_URL", f"sqlite:///{VAR_DIR / 'test.sqlite3'}")
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20}

REDIS_URL = env.str("REDIS_URL", "")
if REDIS_URL:
    # Each process of a parallel run has a database of its own to clear.
    _worker = re.sub(r"\D", "", env.str("PYTEST_XDIST_WORKER", ""))
    REDIS_URL = f"{REDIS_URL.rsplit('/', 1)[0]}/{int(_worker) + 1 if _worker else 0}"
    CACHES = {
        "default": {
            "BACKEND": "cms.core.caches.ResilientRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": env.str("FLEDGE_CACHE_PREFIX", "test"),
        }
    }
    CELERY_BROKER_URL = REDIS_URL
else:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    CELERY_BROKER_URL = "memory://"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = env.str(
    "FLEDGE_TEST_EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend"
)
EMAIL_FILE_PATH = VAR_DIR / "outbox"
EMAIL_TIMEOUT = 10
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = env.int("FLEDGE_TEST_SMTP_PORT", 25)
DEFAULT_FROM_EMAIL = "Fledge <fledge@example.org>"
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_ROOT = tempfile.mkdtemp(prefix="fledge-test-static-")
MEDIA_ROOT = tempfile.mkdtemp(prefix="fledge-test-media-")
DEV_PAGES_ENABLED = False
DEMO_ALLOWED = True

env.finish()
