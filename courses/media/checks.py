"""What may come in as video, audio and captions: what browsers play, and nothing else."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext

from cms.core.uploads.documents import BY_HEAD
from cms.core.uploads.errors import UploadRefusedError
from cms.core.uploads.names import check_name, check_size
from cms.core.uploads.signatures import disagreement, head_of, iso_brand, refuse_dangerous
from courses.media import webvtt
from courses.media.webvtt import Cue, Mistake, WebVttError

VIDEO_EXTENSIONS = ("m4v", "mp4", "webm")
AUDIO_EXTENSIONS = ("m4a", "mp3", "oga", "ogg", "opus", "wav")
_ISO_EXTENSIONS = frozenset({"m4a", "m4v", "mp4"})
_OGG_SOUND = (b"OpusHead", b"\x01vorbis", b"\x7fFLAC")
_QUICKTIME = b"qt  "
# The part of a file that says where pictures and sound are.
_NEEDED_BOX = b"moov"
_SHORTEST_BOX = 8
# A film of twelve hours that is cut into pieces of one second has half as many.
_MOST_BOXES = 100_000


def check_video(file: Any) -> str:
    """Return the kind of video that it is, or raise UploadRefusedError."""
    extension = check_name(file)
    if extension not in VIDEO_EXTENSIONS:
        raise UploadRefusedError(
            "unknown_video",
            gettext(
                "Videos have to be MP4 or WebM, which every browser plays. Export it as MP4 with"
                " H.264 and AAC, and upload that."
            ),
        )
    return _check_recording(file, extension, max_bytes=settings.VIDEO_MAX_UPLOAD_SIZE)


def check_audio(file: Any) -> str:
    """Return the kind of sound that it is, or raise UploadRefusedError."""
    extension = check_name(file)
    if extension not in AUDIO_EXTENSIONS:
        raise UploadRefusedError(
            "unknown_audio",
            gettext("Audio has to be MP3, M4A, OGG or WAV. Save it as MP3 and upload that."),
        )
    return _check_recording(file, extension, max_bytes=settings.AUDIO_MAX_UPLOAD_SIZE)


def check_captions(file: Any) -> list[Cue]:
    """Return the cues of a WebVTT file, or raise UploadRefusedError, which names the line."""
    extension = check_name(file)
    check_size(file, max_bytes=settings.CAPTIONS_MAX_UPLOAD_SIZE)
    if extension != "vtt":
        raise UploadRefusedError(
            "unknown_captions",
            gettext(
                "Captions have to be a WebVTT file, whose name ends in .vtt. Most programs for"
                " subtitles can save as WebVTT."
            ),
        )
    file.seek(0)
    data: bytes = file.read()
    file.seek(0)
    try:
        return webvtt.parse(data)
    except WebVttError as error:
        raise UploadRefusedError(f"captions_{error.mistake.value}", _told(error)) from error


def _check_recording(file: Any, extension: str, *, max_bytes: int) -> str:
    size = check_size(file, max_bytes=max_bytes)
    head = head_of(file)
    refuse_dangerous(head)
    if iso_brand(head) == _QUICKTIME:
        raise UploadRefusedError(
            "quicktime",
            gettext(
                "The file is a QuickTime film, which not every browser plays. Export it as MP4 with"
                " H.264 and AAC, and upload that."
            ),
        )
    if not BY_HEAD[extension](head):
        raise disagreement()
    if extension in _ISO_EXTENSIONS:
        _check_boxes(file, size)
    elif head.startswith(b"OggS") and not any(mark in head for mark in _OGG_SOUND):
        raise disagreement()
    file.seek(0)
    return extension


def _check_boxes(file: Any, size: int) -> None:
    """Refuse an MP4 that was cut off, or that has nothing to play."""
    if _NEEDED_BOX not in set(_boxes(file, size)):
        raise _broken()


def _boxes(file: Any, size: int) -> Iterator[bytes]:
    """Yield the kind of each box that the file is made of; each says how long it is."""
    at = 0
    for _number in range(_MOST_BOXES):
        if at >= size:
            return
        file.seek(at)
        head = file.read(16)
        length, kind = int.from_bytes(head[:4], "big"), head[4:8]
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        elif length == 0:
            # It goes on to the end.
            length = size - at
        if length < _SHORTEST_BOX or at + length > size:
            raise _broken()
        yield kind
        at += length
    raise _broken()


def _broken() -> UploadRefusedError:
    return UploadRefusedError(
        "broken_recording",
        gettext(
            "The recording is damaged or was cut off on its way. Export it again, and upload that."
        ),
    )


def _told(error: WebVttError) -> str:
    """Return the sentence for a mistake; nothing of the file itself is in it."""
    sentences = {
        Mistake.NOT_UTF8: gettext(
            "Line %(line)d is not in UTF-8. Save the file with the encoding UTF-8."
        ),
        Mistake.NO_HEADER: gettext(
            "Line 1 has to be WEBVTT and nothing else. A SubRip file (.srt) has to be saved as"
            " WebVTT, renaming it is not enough."
        ),
        Mistake.NO_BLANK_LINE: gettext(
            "Before line %(line)d an empty line is missing: one stands between any two captions,"
            " and after the first line of the file."
        ),
        Mistake.TIMING: gettext(
            "The time in line %(line)d cannot be read. Write it like this, with full stops:"
            " 00:01:02.500 --> 00:01:05.000"
        ),
        Mistake.SETTINGS: gettext(
            "What follows the time in line %(line)d cannot be read. Only settings such as"
            " align:start may stand there."
        ),
        Mistake.ENDS_BEFORE_START: gettext(
            "The caption in line %(line)d ends before it begins. Correct its second time."
        ),
        Mistake.OUT_OF_ORDER: gettext(
            "The caption in line %(line)d begins before the one above it. Put the captions in the"
            " order in which they are spoken."
        ),
        Mistake.NO_TIMING: gettext(
            "The words in line %(line)d have no time. Write it in the line above them:"
            " 00:01:02.500 --> 00:01:05.000"
        ),
        Mistake.LATE_STYLE: gettext(
            "The style in line %(line)d comes too late. Move it above the first caption."
        ),
        Mistake.NO_CUES: gettext("The file has no captions in it. Add them and upload it again."),
        Mistake.TOO_MANY_CUES: gettext(
            "The file has more captions than are taken (line %(line)d). Split the video."
        ),
    }
    return sentences[error.mistake] % {"line": error.line}
