from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "courses.pages"
    label = "courses_pages"

    def ready(self) -> None:
        """Register what this app tells, and connect its receivers."""
        from courses.pages import events, first_step, kinds, links, receivers  # noqa: F401

        receivers.connect()
        links.connect()
        kinds.register()
        first_step.register()
