from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "courses.pages"
    label = "courses_pages"

    def ready(self) -> None:
        """Register what this app tells, and connect its receivers."""
        from courses.outline.services import register_syllabus_reader
        from courses.pages import (  # noqa: F401  # some register by being imported
            cover_upkeep,
            events,
            first_step,
            gates,
            kinds,
            links,
            receivers,
        )
        from courses.pages.blocks import comparing
        from courses.pages.identity import copying
        from courses.pages.roads import notices, translating  # noqa: F401  # see above
        from courses.pages.syllabus import read_syllabus
        from courses.pages.walk import passes

        register_syllabus_reader(read_syllabus)
        receivers.connect()
        links.connect()
        gates.register()
        passes.register()
        cover_upkeep.connect()
        first_step.register()
        comparing.register()
        translating.connect()
        copying.connect()
