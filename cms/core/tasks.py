from celery import shared_task

from cms.core.services import health, renditions, scheduled


@shared_task
def heartbeat() -> None:
    """Say that beat and worker are alive; sent by the beat every 10 seconds."""
    health.note_heartbeat()


@shared_task
def make_renditions(image_id: int) -> None:
    """Make the standard renditions of one picture."""
    renditions.make_renditions(image_id)


@shared_task
def sweep_renditions() -> None:
    """Send again what got lost; sent by the beat."""
    renditions.sweep_renditions()


@shared_task
def publish_scheduled() -> None:
    """Publish the pages whose time has come; two at once do it once."""
    scheduled.publish_scheduled()
