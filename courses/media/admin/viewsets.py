"""The addresses under which recordings are looked after."""

from typing import Any

from django.contrib.auth.models import Permission
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from courses.media.admin import panels, views
from courses.media.models import Audio, Video
from courses.media.permissions import audio_policy, video_policy


class RecordingViewSet(ModelViewSet):
    """What both kinds have in common."""

    index_view_class = views.IndexView
    add_view_class = views.CreateView
    edit_view_class = views.EditView
    delete_view_class = views.DeleteView
    usage_view_class = views.UsageView
    history_view_class = views.HistoryView
    # A copy would share its file, which goes with the first of the two.
    copy_view_enabled = False
    search_fields = ["title"]
    search_backend_name = None
    icon = "media"

    def get_permissions_to_register(self) -> Any:
        """Offer none for a whole group: rights are given on collections."""
        return Permission.objects.none()


class VideoViewSet(RecordingViewSet):
    """Videos with their captions."""

    model = Video
    name: Any = "courses_videos"
    url_prefix: Any = "videos"
    menu_label: Any = _("Videos")
    edit_handler = panels.VIDEO_FORM
    permission_policy = video_policy


class AudioViewSet(RecordingViewSet):
    """Sound recordings with their transcripts."""

    model = Audio
    name: Any = "courses_audio"
    url_prefix: Any = "audio"
    menu_label: Any = _("Audio")
    edit_handler = panels.AUDIO_FORM
    permission_policy = audio_policy


class RecordingsGroup(ModelViewSetGroup):
    """Both in one menu, after images and documents."""

    items: Any = (VideoViewSet("courses_videos"), AudioViewSet("courses_audio"))
    menu_label: Any = _("Recordings")
    menu_icon: Any = "media"
    menu_order = 450
