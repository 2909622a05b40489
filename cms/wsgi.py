"""The WSGI entry: `gunicorn cms.wsgi`."""

from django.core.wsgi import get_wsgi_application

from cms.settings import load_settings

load_settings()

application = get_wsgi_application()
