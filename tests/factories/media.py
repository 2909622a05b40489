"""Recordings. `VideoFactory(captions=["en"])` has words; `film()` and the like are real files."""

import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import factory
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Collection

from courses.media.models import Audio, CaptionTrack, Video

WORDS = b"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nThrow away nothing yet.\n"
_PICTURE = ["-f", "lavfi", "-i", "testsrc=size=64x48:rate=10:duration=1"]
_SOUND = ["-f", "lavfi", "-i", "sine=frequency=440:duration=1"]
_H264 = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-preset", "ultrafast"]
_AAC = ["-c:a", "aac", "-b:a", "32k"]
# What ffmpeg is asked for, by the name of the file.
_WAYS = {
    "film.mp4": [*_PICTURE, *_SOUND, *_H264, *_AAC],
    "film.m4v": [*_PICTURE, *_H264, "-f", "mp4"],
    "film.webm": [*_PICTURE, "-c:v", "libvpx", "-b:v", "50k"],
    "film.mov": [*_PICTURE, *_H264],
    "film.mkv": [*_PICTURE, *_H264],
    "studio.mp4": [*_PICTURE, "-c:v", "libx264", "-pix_fmt", "yuv444p", "-preset", "ultrafast"],
    "sound-only.mp4": [*_SOUND, *_AAC],
    "sound.m4a": [*_SOUND, *_AAC],
    "sound.mp3": [*_SOUND, "-c:a", "libmp3lame", "-b:a", "32k"],
    "sound.ogg": [*_SOUND, "-c:a", "libvorbis"],
    "sound.opus": [*_SOUND, "-c:a", "libopus"],
    "sound.wav": [*_SOUND, "-ar", "8000"],
}


@cache
def made(name: str) -> bytes:
    """Return one second of film or sound, made once for all tests of the process."""
    folder = Path(tempfile.mkdtemp(prefix="fledge-film-"))
    try:
        path = folder / name
        command = ["ffmpeg", "-v", "error", "-bitexact", *_WAYS[name], "-bitexact", str(path)]
        subprocess.run(command, check=True, timeout=60, stdin=subprocess.DEVNULL)
        return path.read_bytes()
    finally:
        shutil.rmtree(folder)


def sent(name: str, content: bytes | None = None) -> SimpleUploadedFile:
    """Return a file as a form sends it; without content, the real one of this name."""
    return SimpleUploadedFile(name, made(name) if content is None else content)


def root_collection() -> Collection:
    return Collection.get_first_root_node()


class CaptionTrackFactory(factory.django.DjangoModelFactory):
    """One second of words in English."""

    class Meta:
        model = CaptionTrack

    language = "en"
    file = factory.LazyFunction(lambda: ContentFile(WORDS, "words.vtt"))
    cues = factory.LazyFunction(lambda: [[0, 1000, "Throw away nothing yet."]])


class VideoFactory(factory.django.DjangoModelFactory):
    """A video whose bytes are none, and that has been inspected."""

    class Meta:
        model = Video
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"Film {number}")
    file = factory.LazyFunction(lambda: ContentFile(b"film", "film.mp4"))
    file_size = 4
    duration_seconds = 412
    inspection_due_at = None
    collection = factory.LazyFunction(root_collection)

    @factory.post_generation
    def captions(self, create: bool, languages: list[str] | None, **kwargs) -> None:
        for language in languages or []:
            CaptionTrackFactory(video=self, language=language)


class AudioFactory(factory.django.DjangoModelFactory):
    """A recording whose bytes are none, and that has been inspected."""

    class Meta:
        model = Audio

    title = factory.Sequence(lambda number: f"Recording {number}")
    file = factory.LazyFunction(lambda: ContentFile(b"sound", "sound.mp3"))
    file_size = 5
    duration_seconds = 61
    inspection_due_at = None
    transcript = "Listen to the water."
    collection = factory.LazyFunction(root_collection)
