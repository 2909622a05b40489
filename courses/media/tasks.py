from celery import shared_task

from courses.media.services import inspection


@shared_task
def inspect_video(video_id: int) -> None:
    """Measure one video and make its poster."""
    inspection.inspect_video(video_id)


@shared_task
def inspect_audio(audio_id: int) -> None:
    """Measure one sound recording."""
    inspection.inspect_audio(audio_id)


@shared_task
def sweep_inspections() -> None:
    """Send again what got lost; sent by the beat."""
    inspection.sweep_inspections()
