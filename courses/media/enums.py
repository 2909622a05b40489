from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaptionKind(TextChoices):
    """What a track of words is for."""

    CAPTIONS = "captions", _("Captions: speech and sounds, for those who cannot hear")
    SUBTITLES = "subtitles", _("Subtitles: speech only, in another language")


class Problem(TextChoices):
    """What stands in the way of playing a file, found after its upload."""

    UNREADABLE = "unreadable", _("The file is damaged: it cannot be played.")
    NO_PICTURE = "no_picture", _("The file has no moving picture. Upload it as audio instead.")
    NO_SOUND = "no_sound", _("The file has no sound.")
    CODEC = (
        "codec",
        _(
            "Not every browser plays this encoding. Save video as MP4 with H.264 and AAC, audio"
            " as MP3."
        ),
    )
