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
def erase_account_mails() -> None:
    """Erase texts that may open an account; sent by the beat."""
    upkeep.erase_account_mails()


@shared_task
def expire_mails() -> None:
    """Delete mails that have been kept long enough; sent by the beat."""
    upkeep.expire_mails()


@shared_task
def expire_notifications() -> None:
    """Delete notifications that have been kept long enough; sent by the beat."""
    upkeep.expire_notifications()
