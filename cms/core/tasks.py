from celery import shared_task

from cms.core.services import health


@shared_task
def heartbeat() -> None:
    """Say that beat and worker are alive; sent by the beat every 10 seconds."""
    health.note_heartbeat()
