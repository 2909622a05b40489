"""The lowest layers and the composition root."""

from .celery import app as celery_app

__all__ = ["celery_app"]
