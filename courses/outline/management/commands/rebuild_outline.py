"""Read the outline of courses from their pages again, all of it."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.outline.models import Course
from courses.outline.services import compare_outline, refresh_outline


class Command(BaseCommand):
    """Rebuild outlines, or with `--check` only say what is not as it should be."""

    help = "Reads the outline of all courses, or of those named by their keys, from their pages."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take courses and the wish to look only."""
        parser.add_argument("course", nargs="*", type=UUID, help="keys of courses; all if none")
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail if something is wrong"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild course by course, each in a transaction of its own."""
        named = set(options["course"])
        rows = Course.objects.order_by("pk")
        keys = list((rows.filter(key__in=named) if named else rows).values_list("key", flat=True))
        if unknown := named - set(keys):
            raise CommandError("No course has the key " + ", ".join(map(str, sorted(unknown))))
        wrong = 0
        for key in keys:
            is_check = options["check"]
            changes = compare_outline(key) if is_check else refresh_outline(key, with_all=True)
            wrong += bool(changes)
            for line in changes:
                self.stdout.write(f"{key}: {line}")
        self.stdout.write(f"{len(keys)} outlines read, {wrong} were not as their pages are.")
        if options["check"] and wrong:
            raise CommandError("Run rebuild_outline without --check to mend them.")
