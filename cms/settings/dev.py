"""`make dev`: as local, with DEBUG, reload and plain static files."""

from .local import *
from .local import STORAGES

DEBUG = True
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
