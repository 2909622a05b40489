from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from cms.core.files.names import unguessable_name
from courses.media.enums import CaptionKind
from courses.media.languages import language_name
from courses.media.models.recordings import Video


def caption_path(track: "CaptionTrack", filename: str) -> str:
    """Return a path that tells neither what the video is about nor what the file was called."""
    return unguessable_name("captions", filename)


class CaptionTrack(models.Model):
    """The words of a video in one language, as WebVTT. Made and ended in its video's form.

    The cues are read once, when the file comes in: showing a transcript opens no file.
    """

    video = ParentalKey(
        Video, verbose_name=_("video"), on_delete=models.CASCADE, related_name="caption_tracks"
    )
    # Not a choice of the site's languages: a video may have words in any.
    language = models.CharField(_("language"), max_length=12)
    kind = models.CharField(
        _("kind"), max_length=10, choices=CaptionKind.choices, default=CaptionKind.CAPTIONS
    )
    file = models.FileField(_("file"), upload_to=caption_path)
    cues = models.JSONField(
        _("cues"),
        default=list,
        editable=False,
        help_text=_("Each with its beginning and end in milliseconds and its words."),
    )

    class Meta:
        verbose_name = _("caption track")
        verbose_name_plural = _("caption tracks")
        ordering = ["language", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["video", "language", "kind"], name="one_track_per_language_and_kind"
            )
        ]
        indexes = [models.Index(fields=["file"], name="caption_file")]

    def __str__(self) -> str:
        return f"{self.language} ({self.kind})"

    @property
    def label(self) -> str:
        """What a player's menu calls it: the language by its own name."""
        return language_name(self.language)
