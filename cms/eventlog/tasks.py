from celery import shared_task

from cms.eventlog.services import delivering, relaying, retention, sweeping


@shared_task
def relay_outbox() -> None:
    """Make deliveries of new events; asked for by every commit with events, and by the beat."""
    relaying.relay()


@shared_task
def deliver(delivery_id: int) -> None:
    """Run one handler for one event."""
    delivering.deliver(delivery_id)


@shared_task
def sweep_deliveries() -> None:
    """Send again what got lost; sent by the beat."""
    sweeping.sweep()


@shared_task
def expire_events() -> None:
    """Delete what has been kept long enough; sent by the beat."""
    retention.expire_events()
