from django.apps import AppConfig
from django.core import checks
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class EventlogConfig(AppConfig):
    name = "cms.eventlog"
    label = "cms_eventlog"
    verbose_name = _("event log")

    def ready(self) -> None:
        """Load every app's events and subscribers, then have them checked against each other."""
        autodiscover_modules("events")
        autodiscover_modules("subscribers")
        checks.register(check_registry)


def check_registry(app_configs: object, **kwargs: object) -> list[checks.CheckMessage]:
    """Refuse to start when a subscriber waits for an event that nobody can emit."""
    from cms.eventlog.registry import registry

    return [checks.Error(problem, id="cms_eventlog.E001") for problem in registry.problems()]
