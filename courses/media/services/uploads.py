"""Taking recordings and captions in. The door that a file came by counts it first
(`cms.core.services.uploads.count_upload`); here it is checked, and kept.
"""

from typing import Any, TypeVar

from django.db import transaction

from courses.media.checks import check_audio, check_captions, check_video
from courses.media.enums import CaptionKind
from courses.media.errors import MayNotUploadError
from courses.media.models import Audio, CaptionTrack, Recording, Video
from courses.media.permissions import may_add
from courses.media.services.inspection import work_of
from courses.media.webvtt import Cue

KeptT = TypeVar("KeptT", bound=Recording)


def add_video(file: Any, *, title: str, collection: Any, by: Any) -> Video:
    """Keep a new video; its length and its poster are found by a task.

    Raises MayNotUploadError or UploadRefusedError; then nothing is kept.
    """
    _refuse_stranger(by, Video, collection)
    check_video(file)
    video = Video(title=title, collection=collection, uploaded_by_user=by)
    return _keep(video, file)


def add_audio(file: Any, *, title: str, collection: Any, by: Any, transcript: str = "") -> Audio:
    """Keep a new sound recording; its length is found by a task.

    Raises MayNotUploadError or UploadRefusedError; then nothing is kept.
    """
    _refuse_stranger(by, Audio, collection)
    check_audio(file)
    audio = Audio(title=title, collection=collection, uploaded_by_user=by, transcript=transcript)
    return _keep(audio, file)


def add_captions(
    video: Video, file: Any, *, language: str, kind: str = CaptionKind.CAPTIONS
) -> CaptionTrack:
    """Give the video words in a language, in place of those that it had.

    Raises UploadRefusedError, which names the line of a mistake; then nothing changes.
    """
    cues = check_captions(file)
    with transaction.atomic():
        # Locked: of two at once, the second replaces what the first has made.
        Video.objects.select_for_update().get(pk=video.pk)
        track = CaptionTrack.objects.filter(video=video, language=language, kind=kind).first()
        old_name = track.file.name if track else ""
        track = track or CaptionTrack(video=video, language=language, kind=kind)
        set_captions(track, file, cues)
        track.save()
        if old_name:
            track.file.storage.delete(old_name)
    return track


def set_captions(track: CaptionTrack, file: Any, cues: list[Cue]) -> None:
    """Put a checked file and what it says onto the track; the caller saves it."""
    track.file = file
    track.cues = [[cue.start_ms, cue.end_ms, cue.text] for cue in cues]


def set_file(recording: Recording, file: Any) -> list[str]:
    """Put a checked file onto the recording, to be inspected anew; the caller saves it.

    Returns the names of the files that nobody needs when it is saved.
    """
    poster = recording.poster if isinstance(recording, Video) else None
    unneeded = [str(one.name) for one in (recording.file, poster) if one]
    recording.file = file
    recording.file_size = file.size
    recording.duration_seconds = None
    recording.problem = ""
    if isinstance(recording, Video):
        recording.width = recording.height = None
        recording.poster = None
    work_of(type(recording)).order(recording)
    return unneeded


def delete_files(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Delete what a row that is gone had in the store."""
    for file in (instance.file, getattr(instance, "poster", None)):
        if file:
            file.storage.delete(file.name)


def _refuse_stranger(by: Any, model: type[Recording], collection: Any) -> None:
    if not may_add(by, model, collection):
        raise MayNotUploadError


def _keep(recording: KeptT, file: Any) -> KeptT:
    set_file(recording, file)
    recording.save()
    return recording
