from typing import Any

from django.core.management.base import BaseCommand

from cms.eventlog.services.status import read_status


class Command(BaseCommand):
    help = "Says how many events there are, what waits since when, and what was given up."

    def handle(self, *args: Any, **options: Any) -> None:
        status = read_status()
        self.stdout.write(f"Events: {status.events}")
        self.stdout.write(
            f"Not yet relayed: {status.unrelayed}{_since(status.oldest_unrelayed_at)}"
        )
        for state, count in sorted(status.deliveries.items()):
            self.stdout.write(f"Deliveries {state}: {count}")
        if status.oldest_waiting_at:
            self.stdout.write(f"Oldest waiting: {status.oldest_waiting_at.isoformat()}")
        for handler, count in sorted(status.dead_by_handler.items()):
            self.stdout.write(f"Dead, {handler}: {count}")


def _since(moment: Any) -> str:
    return f", the oldest of {moment.isoformat()}" if moment else ""
