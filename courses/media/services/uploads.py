"""Taking recordings and captions in. The door that a file came by counts it first
(`cms.core.services.uploads.count_upload`); here it is checked, and kept.
"""

from typing import Any, TypeVar

from django.core.files.storage import default_storage
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
        unneeded = files_of(track) if track else []
        track = track or CaptionTrack(video=video, language=language, kind=kind)
        set_captions(track, file, cues)
        track.save()
        delete_stored(unneeded)
    return track


def set_captions(track: CaptionTrack, file: Any, cues: list[Cue]) -> None:
    """Put a checked file and what it says onto the track; the caller saves it."""
    track.file = file
    track.cues = [[cue.start_ms, cue.end_ms, cue.text] for cue in cues]


def set_file(recording: Recording, file: Any) -> None:
    """Put a checked file onto the recording, to be inspected anew; the caller saves it, and
    then deletes what `files_of` said before.
    """
    recording.file = file
    recording.file_size = file.size
    recording.duration_seconds = None
    recording.problem = ""
    if isinstance(recording, Video):
        recording.width = recording.height = None
        recording.poster = None
    work_of(type(recording)).order(recording)


def files_of(row: Any) -> list[str]:
    """Return the names of what a recording or a track has in the store."""
    files = (row.file, getattr(row, "poster", None))
    # A file that was only just given to the row has the name that it was sent with.
    return [str(file.name) for file in files if file and file._committed]


def delete_stored(names: list[str]) -> None:
    """Delete files that no row needs any more, once the transaction at hand is committed."""
    for name in names:
        default_storage.delete(name)


def delete_files(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Delete what a row that is gone had in the store."""
    delete_stored(files_of(instance))


def _refuse_stranger(by: Any, model: type[Recording], collection: Any) -> None:
    if not may_add(by, model, collection):
        raise MayNotUploadError


def _keep(recording: KeptT, file: Any) -> KeptT:
    set_file(recording, file)
    recording.save()
    return recording
