from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.eventlog.errors import BackfillRefusedError, UnknownSubscriberError
from cms.eventlog.services.backfilling import backfill


class Command(BaseCommand):
    help = "Gives a subscriber that allows it the events of before its time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="the subscriber's name")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = backfill(options["name"])
        except (BackfillRefusedError, UnknownSubscriberError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Deliveries made: {count}")
