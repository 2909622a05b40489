from django.apps import AppConfig


class KillingConfig(AppConfig):
    name = "tests.courses.outline.killing"
    label = "killing"

    def ready(self) -> None:
        from tests.courses.outline.killing.moments import connect

        connect()
