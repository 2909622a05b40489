from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cms.eventlog.services.retrying import retry_dead


class Command(BaseCommand):
    help = "Has dead deliveries tried again, all or those of one handler."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--handler", help="only those of this handler")

    def handle(self, *args: Any, **options: Any) -> None:
        count = retry_dead(handler=options["handler"])
        self.stdout.write(f"To be tried again: {count}")
