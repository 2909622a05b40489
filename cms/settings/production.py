"""Production: everything from the environment; refuses to start on what is unsafe."""

import re
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import structlog

from .base import *
from .base import (
    ADMIN_CONTENT_SECURITY_POLICY,
    CONTENT_SECURITY_POLICY,
    STORAGES,
    VAR_DIR,
)
from .environment import env
from .logging import logging_config
from .mail import mail_settings
from .media import media_settings, policy_with_files
from .tasks import PUBLISH_ONCE

_SECRET_LENGTH = 50
_SECRET_VARIETY = 10

SECRET_KEY = env.str("FLEDGE_SECRET_KEY")
env.refuse(
    SECRET_KEY is not None
    and (
        len(SECRET_KEY) < _SECRET_LENGTH
        or len(set(SECRET_KEY)) < _SECRET_VARIETY
        or "only-for-tests" in SECRET_KEY
    ),
    f"FLEDGE_SECRET_KEY: use {_SECRET_LENGTH} or more random characters, not an example's.",
)

ALLOWED_HOSTS = env.list("FLEDGE_ALLOWED_HOSTS", subcast=str) or []
env.refuse(
    any("*" in host for host in ALLOWED_HOSTS),
    "FLEDGE_ALLOWED_HOSTS: name each host; a star would trust whatever a request claims.",
)

WAGTAILADMIN_BASE_URL = env.str("FLEDGE_BASE_URL")
_base = urlsplit(WAGTAILADMIN_BASE_URL or "")
env.refuse(
    WAGTAILADMIN_BASE_URL and (_base.scheme != "https" or not _base.hostname),
    "FLEDGE_BASE_URL: give the site's full address, starting with https://.",
)
env.refuse(
    _base.hostname and ALLOWED_HOSTS and not {_base.hostname, "*"} & set(ALLOWED_HOSTS),
    "FLEDGE_BASE_URL: its host is missing from FLEDGE_ALLOWED_HOSTS.",
)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

_database_url = env.str("DATABASE_URL")
env.refuse(
    _database_url and not re.match(r"postgres(ql)?://", _database_url),
    "DATABASE_URL: production needs PostgreSQL (postgresql://user:password@host/name).",
)
DATABASES: dict[str, dict[str, Any]] = {"default": {}}
if _database_url and re.match(r"postgres(ql)?://", _database_url):
    DATABASES["default"] = dj_database_url.parse(_database_url)
    env.refuse(
        not DATABASES["default"]["NAME"], "DATABASE_URL: it names no database (…/name at its end)."
    )
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        "pool": {"min_size": 1, "max_size": env.int("FLEDGE_DATABASE_POOL", 10), "timeout": 10},
        # A lock that is not had in 3 seconds becomes an error that can be shown.
        "options": "-c lock_timeout=3000",
    }

REDIS_URL = env.str("REDIS_URL")
env.refuse(
    REDIS_URL and not re.match(r"(rediss?|unix)://", REDIS_URL),
    "REDIS_URL: give redis://host:port/0 or rediss://.",
)
CACHES = {
    "default": {
        "BACKEND": "cms.core.caches.ResilientRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "fledge",
    }
}
CELERY_BROKER_URL = env.str("FLEDGE_BROKER_URL", REDIS_URL)
env.refuse(
    CELERY_BROKER_URL != REDIS_URL and not re.match(r"(rediss?|amqps?)://", CELERY_BROKER_URL),
    "FLEDGE_BROKER_URL: give redis://, rediss://, amqp:// or amqps://.",
)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **PUBLISH_ONCE,
    # Longer than the hardest time limit of a task, so that none is handed out twice while it runs.
    "visibility_timeout": 900,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
}

_media, _origins = media_settings(env, folder=VAR_DIR / "media")
MEDIA_ROOT = _media["MEDIA_ROOT"]
STORAGES = {**STORAGES, **_media["STORAGES"]}
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": policy_with_files(CONTENT_SECURITY_POLICY["DIRECTIVES"], _origins)
}
ADMIN_CONTENT_SECURITY_POLICY = policy_with_files(ADMIN_CONTENT_SECURITY_POLICY, _origins)

DEFAULT_FROM_EMAIL = env.str("FLEDGE_MAIL_FROM")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
env.refuse(
    DEFAULT_FROM_EMAIL and "@" not in DEFAULT_FROM_EMAIL,
    "FLEDGE_MAIL_FROM: give the sender's address, such as 'Name <courses@example.org>'.",
)
globals().update(mail_settings(env))

env.refuse(
    env.bool("FLEDGE_DEBUG", False) or env.bool("DJANGO_DEBUG", False),
    "FLEDGE_DEBUG: production never shows the debug page; use make dev.",
)
# Only a proxy of our own may say that the visitor came by HTTPS.
TRUSTED_PROXIES = env.int("FLEDGE_TRUSTED_PROXIES", 0)
env.refuse(
    TRUSTED_PROXIES is not None and TRUSTED_PROXIES < 0,
    "FLEDGE_TRUSTED_PROXIES: how many of your own proxies stand in front (0 or more).",
)
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SILENCED_SYSTEM_CHECKS = [
    # Other names below the domain may belong to others: the owner decides (FLEDGE_HSTS_SUBDOMAINS).
    "security.W005",
    # The editor shows previews of our own pages in a frame.
    "security.W019",
    # Preloading cannot be taken back for months; it is for the owner of the domain to ask for.
    "security.W021",
]
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = env.int("FLEDGE_HSTS_SECONDS", 31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("FLEDGE_HSTS_SUBDOMAINS", False)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
# The prefix makes browsers refuse these cookies when another host or plain HTTP sets them.
SESSION_COOKIE_NAME = "__Host-fledge_session"
CSRF_COOKIE_NAME = "__Host-fledge_csrf"
LANGUAGE_COOKIE_NAME = "__Host-fledge_language"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
DEV_PAGES_ENABLED = False
DEMO_ALLOWED = False

LOGGING = logging_config(structlog.processors.JSONRenderer())

env.finish()
