"""Looking into a recording after its upload: how long, how large, and whether browsers play it.

A task does it, from a row that the beat finds again. Where there is no ffmpeg, a recording
plays all the same: without poster, length and size.
"""

import logging
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from cms.core.due import DueWork
from cms.core.files.types import extension_of
from courses.media import ffmpeg
from courses.media.enums import Problem
from courses.media.models import Audio, Recording, Video
from courses.media.services.local_files import local_path

logger = logging.getLogger(__name__)

# Ten seconds in, a film's title is over; of a short one it is the tenth part.
_POSTER_SHARE = 10
_LATEST_POSTER_SECONDS = 10.0


def _video_task() -> Any:
    from courses.media.tasks import inspect_video

    return inspect_video


def _audio_task() -> Any:
    from courses.media.tasks import inspect_audio

    return inspect_audio


VIDEO_WORK = DueWork("inspection", Video, _video_task)
AUDIO_WORK = DueWork("inspection", Audio, _audio_task)


def work_of(model: type[Recording]) -> DueWork:
    """Return the kind of work that looks into recordings of this kind."""
    return VIDEO_WORK if issubclass(model, Video) else AUDIO_WORK


def inspect_video(video_id: int, *, now: datetime | None = None) -> bool:
    """Measure a video and make its poster; say whether that is noted."""
    return _inspect(VIDEO_WORK, video_id, _measure_video, now or timezone.now())


def inspect_audio(audio_id: int, *, now: datetime | None = None) -> bool:
    """Measure a sound recording; say whether that is noted."""
    return _inspect(AUDIO_WORK, audio_id, _measure_audio, now or timezone.now())


def sweep_inspections(*, now: datetime | None = None) -> int:
    """Send tasks for recordings that wait too long, and return how many."""
    return VIDEO_WORK.sweep(now=now) + AUDIO_WORK.sweep(now=now)


def _inspect(work: DueWork, pk: int, measure: Any, now: datetime) -> bool:
    recording = work.begin(pk, now=now)
    if recording is None:
        return False
    name = recording.file.name
    old_poster = getattr(recording, "poster", None)
    old_name = old_poster.name if old_poster else ""
    values: dict[str, Any] = {}
    try:
        if ffmpeg.is_there():
            with local_path(recording.file) as path:
                values = measure(recording, path)
    except Exception:  # whatever programs and storages raise: it is tried again later
        logger.exception(
            "A recording could not be inspected",
            extra={"event": "inspection.failed", "model": work.model._meta.label, "pk": pk},
        )
        work.put_off(recording, now=now, file=name)
        return False
    is_noted = work.finish(pk, values=values, file=name)
    # Of two tasks, or of two files, one poster stays.
    new_name = values.get("poster", "")
    unused = old_name if is_noted and "poster" in values else "" if is_noted else new_name
    if unused:
        recording.file.storage.delete(unused)
    return is_noted


def _measure_video(video: Video, path: str) -> dict[str, Any]:
    found = ffmpeg.probe(path, extension_of(video.file.name or ""))
    if found is None:
        return {"problem": Problem.UNREADABLE}
    if found.picture is None:
        return {"problem": Problem.NO_PICTURE, "duration_seconds": found.duration_seconds}
    values: dict[str, Any] = {
        "duration_seconds": found.duration_seconds,
        "width": found.picture.width,
        "height": found.picture.height,
        "problem": "" if found.plays_everywhere else Problem.CODEC,
        "poster": "",
    }
    at = min(found.seconds / _POSTER_SHARE, _LATEST_POSTER_SECONDS)
    if poster := ffmpeg.frame(path, extension_of(video.file.name or ""), at_seconds=at):
        video.poster.save("poster.jpg", ContentFile(poster), save=False)
        values["poster"] = video.poster.name
    return values


def _measure_audio(audio: Audio, path: str) -> dict[str, Any]:
    found = ffmpeg.probe(path, extension_of(audio.file.name or ""))
    if found is None:
        return {"problem": Problem.UNREADABLE}
    if not found.has_sound:
        return {"problem": Problem.NO_SOUND}
    return {
        "duration_seconds": found.duration_seconds,
        "problem": "" if found.plays_everywhere else Problem.CODEC,
    }
