from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import CollectionMember

from cms.core.files.names import unguessable_name
from cms.core.files.types import content_type_of
from courses.media.enums import Problem


def video_path(video: "Video", filename: str) -> str:
    """Return a path that tells neither what the video is about nor what it was called."""
    return unguessable_name("videos", filename)


def poster_path(video: "Video", filename: str) -> str:
    """Return a path for the picture that stands for a video."""
    return unguessable_name("posters", filename)


def audio_path(audio: "Audio", filename: str) -> str:
    """Return a path that tells neither what the audio is about nor what it was called."""
    return unguessable_name("audio", filename)


class Recording(CollectionMember, models.Model):
    """What video and audio have in common: a private file, whose length is found afterwards."""

    title = models.CharField(_("title"), max_length=255)
    # Kept beside the file, so that a list of files asks no store for it.
    file_size = models.PositiveBigIntegerField(_("file size"), editable=False, default=0)
    duration_seconds = models.PositiveIntegerField(
        _("duration in seconds"), null=True, blank=True, editable=False
    )
    problem = models.CharField(
        _("problem"), max_length=20, choices=Problem.choices, blank=True, editable=False
    )
    # Wagtail's policy for owners knows this name.
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("uploaded at"), editable=False, default=timezone.now)
    # When the beat looks for what is not measured yet; empty once it is.
    inspection_due_at = models.DateTimeField(
        _("inspection due at"), null=True, editable=False, default=timezone.now
    )
    inspection_attempts = models.PositiveSmallIntegerField(
        _("attempts at inspection"), editable=False, default=0, db_default=0
    )

    # Each kind declares its own, in its own folder.
    file: Any
    # What is fetched with it wherever it is shown.
    shown_with: tuple[str, ...] = ()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def content_type(self) -> str:
        """What it is sent as, for a browser to see beforehand whether it can play it."""
        return content_type_of(self.file.name or "")


class Video(Recording, ClusterableModel):
    """One uploaded video. Made by upload; ends by deletion in the admin.

    Clusterable, so that its caption tracks are written in the same form.
    """

    shown_with = ("caption_tracks",)

    file = models.FileField(_("file"), upload_to=video_path)
    poster = models.FileField(_("poster"), upload_to=poster_path, blank=True, editable=False)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True, editable=False)
    nothing_is_spoken = models.BooleanField(
        _("nothing is spoken"),
        default=False,
        help_text=_("The video needs no captions: there are no words in its sound."),
    )

    class Meta:
        verbose_name = _("video")
        verbose_name_plural = _("videos")
        permissions = [("choose_video", "Can choose video")]
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["inspection_due_at"],
                name="video_inspection_due",
                condition=models.Q(inspection_due_at__isnull=False),
            ),
            # Whose file a signed address means is looked up at every request.
            models.Index(fields=["file"], name="video_file"),
            models.Index(fields=["poster"], name="video_poster"),
        ]

    @property
    def lacks_captions(self) -> bool:
        """Whether words are spoken that nobody can read."""
        return not self.nothing_is_spoken and not self.caption_tracks.all()


class Audio(Recording):
    """One uploaded sound recording. Made by upload; ends by deletion in the admin."""

    file = models.FileField(_("file"), upload_to=audio_path)
    transcript = models.TextField(
        _("transcript"),
        blank=True,
        help_text=_("Everything that is said, for those who cannot hear it or prefer to read."),
    )

    class Meta:
        verbose_name = _("audio")
        verbose_name_plural = _("audio files")
        permissions = [("choose_audio", "Can choose audio")]
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["inspection_due_at"],
                name="audio_inspection_due",
                condition=models.Q(inspection_due_at__isnull=False),
            ),
            models.Index(fields=["file"], name="audio_file"),
        ]
