"""The parts of the forms of recordings."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, ObjectList

from courses.media.admin.forms import AudioForm, CaptionTrackForm, VideoForm


class CaptionsPanel(InlinePanel):
    """The captions of a video: each file is checked and read as it comes in."""

    def get_form_options(self) -> dict[str, Any]:
        """Have each track written by our own form, which knows who uploads."""
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name].update(
            form=CaptionTrackForm, inherit_kwargs=["for_user"]
        )
        return options


class RecordingPanel(HelpPanel):
    """The recording as it is now; of a new one there is nothing to show."""

    class BoundPanel(HelpPanel.BoundPanel):
        """The panel of one recording."""

        def is_shown(self) -> bool:
            """Say whether there is one."""
            return bool(self.instance is not None and self.instance.pk)


VIDEO_FORM = ObjectList(
    [
        RecordingPanel(template="courses/media/admin/recording.html"),
        FieldPanel("title"),
        FieldPanel("file"),
        FieldPanel("collection"),
        FieldPanel("nothing_is_spoken"),
        CaptionsPanel(
            "caption_tracks",
            heading=_("Captions"),
            label=_("Captions"),
            help_text=_(
                "Everything that is said and matters to hear, for those who cannot hear it or"
                " read it more easily. One file for each language."
            ),
            panels=[FieldPanel("language"), FieldPanel("kind"), FieldPanel("file")],
        ),
    ],
    base_form_class=VideoForm,
)
AUDIO_FORM = ObjectList(
    [
        RecordingPanel(template="courses/media/admin/recording.html"),
        FieldPanel("title"),
        FieldPanel("file"),
        FieldPanel("collection"),
        FieldPanel("transcript"),
    ],
    base_form_class=AudioForm,
)
