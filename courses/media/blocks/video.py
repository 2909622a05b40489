"""A video: one of our own, or one at a known provider."""

from typing import Any, ClassVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import field_block

from cms.core.blocks import CheckedStructBlock, UntranslatedMixin
from courses.media.blocks.choosers import VideoChooserBlock
from courses.media.blocks.transcripts import tracks_of, transcripts_of
from courses.media.providers import parse_address


class ProviderAddressBlock(UntranslatedMixin, field_block.CharBlock):
    """The address of a video at a provider; the same in every language of a page."""


def lacks_captions(value: Any) -> bool:
    """Say whether the block's video has neither captions nor one of the two ticks."""
    video = value.get("video")
    return bool(video is not None and video.lacks_captions and not value.get("nothing_is_spoken"))


class VideoBlock(CheckedStructBlock):
    """A private video with its captions, or one that a provider shows once play is pressed."""

    material_fields: ClassVar[tuple[str, ...]] = ("video", "address")

    video = VideoChooserBlock(
        label=_("Video"),
        required=False,
        default=None,
        help_text=_(
            "One of your own. It needs captions, which are added on the video's own page, or the"
            " tick that nothing is spoken."
        ),
    )
    address = ProviderAddressBlock(
        label=_("Address at YouTube or Vimeo"),
        required=False,
        default="",
        max_length=500,
        help_text=_("Instead of a video of your own. Nothing is loaded before play is pressed."),
    )
    title = field_block.CharBlock(
        label=_("Title"),
        required=False,
        default="",
        max_length=160,
        help_text=_("What the video is about. Without one, your own video's title stands there."),
    )
    # Beside that of the video's own page: who adds the video here knows it here.
    nothing_is_spoken = field_block.BooleanBlock(
        label=_("Nothing is spoken in it"), required=False, default=False
    )

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A video with captions and a transcript, or one at YouTube or Vimeo.")
        group = _("Media")
        template = "components/streamfield/video_block.html"
        preview_value = {
            "video": None,
            "address": "https://vimeo.com/76979871",
            "title": "From float times to flow",
        }

    def faults(self, value: Any) -> dict[str, str]:
        """Ask for one video, whose address is known and which has a name."""
        address = (value.get("address") or "").strip()
        if value.get("video"):
            if not address:
                return {}
            return {"address": gettext("Leave the address empty, or take the chosen video away.")}
        if not address:
            return {"video": gettext("Choose a video, or give an address at YouTube or Vimeo.")}
        if parse_address(address) is None:
            return {
                "address": gettext(
                    "This is no address of a video at YouTube or Vimeo. Open the video there and"
                    " copy the address from the browser."
                )
            }
        if not (value.get("title") or "").strip():
            return {"title": gettext("Give the video a title: it stands there until it plays.")}
        return {}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Add what is shown: words and times of our own video, or where another one is."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        video = value.get("video")
        request = context.get("request")
        if video is not None:
            tracks = tracks_of(video)
            context["tracks"] = tracks
            context["transcripts"] = transcripts_of(tracks)
            # Only who edits the page is told what it still lacks.
            is_preview = bool(getattr(request, "is_preview", False))
            context["is_lacking_captions"] = is_preview and lacks_captions(value)
        else:
            context["provided"] = parse_address(value.get("address") or "")
        context["title"] = (value.get("title") or "").strip() or (video.title if video else "")
        return context
