from django.db import models
from django.utils.translation import gettext_lazy as _


class DeliveryState(models.TextChoices):
    """Where the handing over of one event to one handler stands."""

    PENDING = "pending", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    DEAD = "dead", _("Given up")


# What may follow what. A lost worker leaves RUNNING behind: the sweep puts it back, or
# gives up when it was the last attempt. A person may try a dead one again.
DELIVERY_MOVES = frozenset(
    {
        (DeliveryState.PENDING, DeliveryState.RUNNING),
        (DeliveryState.RUNNING, DeliveryState.DONE),
        (DeliveryState.RUNNING, DeliveryState.PENDING),
        (DeliveryState.RUNNING, DeliveryState.DEAD),
        (DeliveryState.DEAD, DeliveryState.PENDING),
    }
)
WAITING_STATES = (DeliveryState.PENDING, DeliveryState.RUNNING)
