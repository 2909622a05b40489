"""The ASGI entry."""

from django.core.asgi import get_asgi_application

from cms.settings import load_settings

load_settings()

application = get_asgi_application()
