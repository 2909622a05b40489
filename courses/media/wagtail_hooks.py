from typing import Any

from django.urls import reverse
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.models import Collection

from courses.media.admin.choosers import audio_chooser, video_chooser
from courses.media.admin.groups import AudioRights, VideoRights
from courses.media.admin.viewsets import RecordingsGroup
from courses.media.models import Audio, Video


@hooks.register("register_admin_viewset")
def register_recordings() -> list[Any]:
    """Lists, forms and choosers of recordings."""
    return [RecordingsGroup(), video_chooser, audio_chooser]


@hooks.register("register_group_permission_panel")
def register_video_rights() -> Any:
    """Rights on videos, in the form of a group."""
    return VideoRights


@hooks.register("register_group_permission_panel")
def register_audio_rights() -> Any:
    """Rights on audio files, in the form of a group."""
    return AudioRights


@hooks.register("describe_collection_contents")
def describe_videos(collection: Collection) -> dict[str, Any] | None:
    """Keep a collection with videos in it from being deleted."""
    count = Video.objects.filter(collection=collection).count()
    words = ngettext("%(count)s video", "%(count)s videos", count)
    return _contents(count, words, "courses_videos:index")


@hooks.register("describe_collection_contents")
def describe_audio(collection: Collection) -> dict[str, Any] | None:
    """Keep a collection with audio files in it from being deleted."""
    count = Audio.objects.filter(collection=collection).count()
    words = ngettext("%(count)s audio file", "%(count)s audio files", count)
    return _contents(count, words, "courses_audio:index")


def _contents(count: int, words: str, url_name: str) -> dict[str, Any] | None:
    if not count:
        return None
    return {"count": count, "count_text": words % {"count": count}, "url": reverse(url_name)}
