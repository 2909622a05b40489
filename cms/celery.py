"""The Celery application; its settings are Django's, under CELERY_."""

import os

from celery import Celery

from cms.settings import settings_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module())

app = Celery("fledge")
app.config_from_object("cms.settings.loaded:settings", namespace="CELERY")
# Not among the settings: under that name Celery takes it for a deprecated one, and says so.
app.conf.task_publish_retry = False
app.autodiscover_tasks()
