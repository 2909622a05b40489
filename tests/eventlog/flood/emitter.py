"""`python -m tests.eventlog.flood.emitter <count> <seconds>`: tell facts, one per transaction."""

import sys
import time

import django

django.setup()

from django.db import transaction  # noqa: E402  models can be loaded from here on

from cms.eventlog import emit  # noqa: E402
from tests.eventlog.flood.models import Fact  # noqa: E402

# Every so often a transaction is rolled back: nothing may come of its event.
ROLLED_BACK_EVERY = 10


class ChangeOfMind(Exception):
    pass


def tell(*, regret: bool) -> None:
    try:
        with transaction.atomic():
            fact = Fact.objects.create()
            emit("flood.happened", subject=fact, data={"fact": fact.pk})
            if regret:
                raise ChangeOfMind
    except ChangeOfMind:
        pass


def main(count: int, seconds: float) -> None:
    started = time.monotonic()
    for number in range(count):
        if number % ROLLED_BACK_EVERY == 0:
            tell(regret=True)
        tell(regret=False)
        ahead = started + seconds * (number + 1) / count - time.monotonic()
        if ahead > 0:
            time.sleep(ahead)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
