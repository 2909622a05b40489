from celery import shared_task

from cms.notifications.services import sending, upkeep


@shared_task
def send_mail(mail_id: int) -> None:
    """Send one mail."""
    sending.send(mail_id)


@shared_task
def sweep_mails() -> None:
    """Send again what got lost; sent by the beat."""
    upkeep.sweep_mails()


@shared_task
def expire_mails() -> None:
    """Delete what has been kept long enough; sent by the beat."""
    upkeep.expire_mails()
