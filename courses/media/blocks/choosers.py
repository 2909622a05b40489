"""Choosing a recording within a block."""

from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.functional import cached_property
from wagtail.blocks.field_block import ChooserBlock

from cms.core.blocks import UntranslatedMixin
from cms.core.chosen import FetchedTogetherMixin
from courses.media.models import Audio, Video


class VideoChooserBlock(FetchedTogetherMixin, UntranslatedMixin, ChooserBlock):
    """One of the private videos; the same in every language of a page."""

    target_model = Video

    @cached_property
    def widget(self) -> Any:
        """The chooser's field; imported late, for it needs the addresses of the admin."""
        from courses.media.admin.choosers import video_chooser

        return video_chooser.widget_class()

    def bulk_to_python(self, values: Iterable[Any]) -> list[Video | None]:
        """Return the videos with their captions: two statements, however many there are."""
        videos: list[Video | None] = super().bulk_to_python(values)
        prefetch_related_objects([one for one in videos if one is not None], *Video.shown_with)
        return videos

    class Meta:
        icon = "media"


class AudioChooserBlock(FetchedTogetherMixin, UntranslatedMixin, ChooserBlock):
    """One of the private sound recordings; the same in every language of a page."""

    target_model = Audio

    @cached_property
    def widget(self) -> Any:
        """The chooser's field; imported late, for it needs the addresses of the admin."""
        from courses.media.admin.choosers import audio_chooser

        return audio_chooser.widget_class()

    class Meta:
        icon = "media"
