"""`manage.py messages`: gather the interface's messages for translation, check or compile them."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.core.catalogues import (
    CatalogueError,
    check_catalogues,
    compile_catalogues,
    update_catalogues,
)


class Command(BaseCommand):
    help = "Update the catalogues in locale/ from the source."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument(
            "--check", action="store_true", help="Change nothing; fail when one is not complete."
        )
        choice.add_argument(
            "--compile", action="store_true", help="Write what the site reads (django.mo)."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        root = settings.BASE_DIR
        try:
            if options["compile"]:
                for path in compile_catalogues(root):
                    self.stdout.write(f"Compiled {path.relative_to(root)}")
            elif options["check"]:
                self._check(check_catalogues(root))
            else:
                for path in update_catalogues(root):
                    self.stdout.write(f"Updated {path.relative_to(root)}")
        except CatalogueError as error:
            raise CommandError(str(error)) from error

    def _check(self, problems: list[str]) -> None:
        if problems:
            listed = "\n".join(problems)
            raise CommandError(f"{listed}\nRun `make messages`, then translate what is missing.")
        self.stdout.write("All messages are translated.")
