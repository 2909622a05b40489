import random
import time

from cms.eventlog import subscribe
from cms.eventlog.models import Event
from cms.notifications.services import queue_mail
from tests.eventlog.flood.marks import at_work
from tests.eventlog.flood.models import Effect

# Time for a kill to fall between the effect and its commit.
LONGEST_PAUSE_SECONDS = 0.2


def _pause() -> None:
    with at_work("handler"):
        time.sleep(random.uniform(0, LONGEST_PAUSE_SECONDS))


def write_effect(event: Event) -> None:
    Effect.objects.create(event_id=event.pk, handler="flood.write_effect")
    _pause()


def queue_a_mail(event: Event) -> None:
    queue_mail(
        to=f"{event.data['fact']}@example.org",
        subject="It happened",
        text="http://testserver/",
        dedupe_key=f"flood:{event.uuid}",
    )
    Effect.objects.create(event_id=event.pk, handler="flood.queue_mail")
    _pause()


subscribe("flood.write_effect", to=("flood.happened",), handler=write_effect)
subscribe("flood.queue_mail", to=("flood.happened",), handler=queue_a_mail, queue="mail")
