"""The site's own application after its first answers.

A process that takes the place of a killed one begins as a copy of the one that loaded this: it need
not load again what a first form and a first task need, which would be most of the test's time.
"""

from importlib import import_module

from django.db import connections
from django.test import Client

from cms.celery import app
from cms.wsgi import application

for path in ("/en/", "/admin/login/"):
    Client(raise_request_exception=False).get(path)
app.loader.import_default_modules()
app.finalize()
for name in (
    "celery.app.amqp",
    "celery.app.events",
    "celery.canvas",
    "celery.events",
    "celery.result",
    "draftjs_exporter.engines.string",
    "kombu.transport.redis",
    "modelsearch.backends.database.postgres.postgres",
    "wagtail.search.backends.database",
):
    import_module(name)
connections.close_all()

__all__ = ["application"]
