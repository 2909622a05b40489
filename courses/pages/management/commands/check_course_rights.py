from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.outline.models import Course
from courses.pages.services import course_faults, mend_course

# So many courses are read into memory at once.
BATCH = 200


class Command(BaseCommand):
    help = (
        "Compare the groups, rights and members of every course with what they should be. "
        "With --fix, mend what differs. It may run again at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --fix."""
        parser.add_argument("--fix", action="store_true", help="Mend what differs.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at every course; fail when something differs and is not mended."""
        found = 0
        for course in Course.objects.order_by("pk").iterator(chunk_size=BATCH):
            faults = course_faults(course)
            found += len(faults)
            for fault in faults:
                self.stdout.write(f"course {fault.course_id}: {fault.words}")
            if faults and options["fix"]:
                mend_course(course)
        if not found:
            self.stdout.write("Everything is as it should be.")
        elif options["fix"]:
            self.stdout.write(f"Mended: {found}.")
        else:
            raise CommandError(f"{found} differ. Run again with --fix to mend them.")
