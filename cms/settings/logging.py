"""Logs: readable lines at home, JSON in production; never names, addresses or tokens."""

from typing import Any

import structlog

from .environment import env

LOG_LEVEL = env.str("FLEDGE_LOG_LEVEL", "INFO")
_SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_config(renderer: Any) -> dict[str, Any]:
    """Return Django's LOGGING with `renderer` as the last processor of each line."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _SHARED,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    renderer,
                ],
            }
        },
        "handlers": {
            "console": {"class": "logging.StreamHandler", "formatter": "structured"},
        },
        "root": {"handlers": ["console"], "level": LOG_LEVEL},
        "loggers": {
            # Every refused host or 404 as a warning would drown what matters.
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "django.request": {"level": "ERROR"},
            "django.server": {"level": "INFO"},
            # Every page saved and indexed is a line there, with its title.
            "django_tasks": {"level": "WARNING"},
            "wagtail": {"level": "WARNING"},
            # The file broker has no host, and kombu remarks on it at each connection.
            "kombu.connection": {"level": "ERROR"},
            "celery.app.trace": {"level": "WARNING"},
        },
    }


LOGGING = logging_config(structlog.dev.ConsoleRenderer(colors=False))
