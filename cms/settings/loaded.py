"""Django's settings for Celery: read and checked first, so that problems are listed, not traced."""

from django.conf import settings

from cms.settings import load_settings

load_settings()

__all__ = ["settings"]
