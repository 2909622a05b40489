"""Private files with a canary in their bytes, their titles and their words."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from taggit.models import Tag

from cms.core.models import SiteDocument, SiteImage
from courses.media.models import Audio, CaptionTrack, Video
from courses.pages.models import CoursePage, CourseWorkspace
from tests.canaries.people import MEMBERS, Seers
from tests.canaries.tokens import Canaries
from tests.core.upload_samples import picture


@dataclass(frozen=True)
class Files:
    """One file of each kind, meant for the same people."""

    image: SiteImage
    document: SiteDocument
    video: Video
    audio: Audio

    @property
    def chosen(self) -> dict[type, int]:
        """What choosers get."""
        return {type(one): one.pk for one in self.all}

    @property
    def all(self) -> tuple[Any, ...]:
        return (self.image, self.document, self.video, self.audio)


def marked_picture(word: str) -> bytes:
    """Return a picture whose file holds the word, as cameras leave words in theirs."""
    data, words = BytesIO(), PngInfo()
    words.add_text("Comment", word)
    with Image.open(BytesIO(picture("PNG", (64, 40)))) as plain:
        plain.save(data, "PNG", pnginfo=words)
    return data.getvalue()


def collection_of(course: CoursePage) -> Any:
    return CourseWorkspace.objects.get(course__key=course.course_key).collection


def plant_files(
    canaries: Canaries, course: CoursePage, name: str, seen_by: Seers, members: str
) -> Files:
    """Put files into the course's collection that those people may see.

    Names of files as they were uploaded, and tags, are of the course's people alone.
    """
    own = MEMBERS[members]
    common = {"collection": collection_of(course), "uploaded_by_user": course.owner}

    def word(where: str, seers: Seers = seen_by, *, is_met: bool = True) -> str:
        return canaries.word(f"{members} {name} file: {where}", seers, is_met=is_met)

    def uploaded(where: str, ending: str, content: bytes) -> ContentFile:
        return ContentFile(content, f"{word(f'{where}, as uploaded', own, is_met=False)}.{ending}")

    image = SiteImage.objects.create(
        title=word("SiteImage.title"),
        description=word("SiteImage.description"),
        file=uploaded("image", "png", marked_picture(word("image's bytes"))),
        **common,
    )
    image.tags.add(Tag.objects.create(name=word("image's Tag", own)))
    document = SiteDocument.objects.create(
        title=word("SiteDocument.title"),
        file=uploaded("document", "txt", word("document's bytes").encode()),
        **common,
    )
    document.tags.add(Tag.objects.create(name=word("document's Tag", own)))
    video = Video.objects.create(
        title=word("Video.title"),
        file=uploaded("video", "mp4", word("video's bytes").encode()),
        poster=ContentFile(marked_picture(word("poster's bytes")), "poster.png"),
        problem="",
        inspection_due_at=None,
        duration_seconds=61,
        **common,
    )
    caption(video, word("CaptionTrack.cues"), word("captions"))
    audio = Audio.objects.create(
        title=word("Audio.title"),
        file=uploaded("audio", "mp3", word("audio's bytes").encode()),
        transcript=word("Audio.transcript"),
        inspection_due_at=None,
        duration_seconds=61,
        **common,
    )
    return Files(image, document, video, audio)


def caption(video: Video, cue: str, line: str) -> None:
    text = f"WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n{line}\n"
    CaptionTrack.objects.create(
        video=video,
        language="en",
        cues=[[0, 1000, cue]],
        file=ContentFile(text.encode(), "words.vtt"),
    )
