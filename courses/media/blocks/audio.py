"""A sound recording with what is said in it."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import field_block

from courses.media.blocks.choosers import AudioChooserBlock


class AudioBlock(blocks.StructBlock):
    """A sound recording, with its transcript under it."""

    material_fields: ClassVar[tuple[str, ...]] = ("audio",)

    audio = AudioChooserBlock(
        label=_("Audio"),
        help_text=_("Its transcript stands on the recording's own page."),
    )
    title = field_block.CharBlock(
        label=_("Title"),
        required=False,
        default="",
        max_length=160,
        help_text=_("Without one, the recording's own title stands there."),
    )

    class Meta:
        icon = "media"
        label = _("Audio")
        description = _("A sound recording with a transcript.")
        group = _("Media")
        template = "components/streamfield/audio_block.html"
        preview_template = "courses/media/previews/audio_block.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add the title that stands over the player."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        audio = value.get("audio")
        context["title"] = (value.get("title") or "").strip() or (audio.title if audio else "")
        return context
