import factory

from cms.eventlog.enums import DeliveryState
from cms.eventlog.models import Delivery, Event


class EventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Event

    name = "tests.happened"


class DeliveryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Delivery

    class Params:
        dead = factory.Trait(
            state=DeliveryState.DEAD, attempts=12, last_error="ValueError: it did not work"
        )

    event = factory.SubFactory(EventFactory)
    handler = "tests.count"
