"""Rights on recordings in the form of a group, collection by collection."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.collections import collection_member_permission_formset_factory

from courses.media.models import Audio, Video

VideoRights = collection_member_permission_formset_factory(
    Video,
    [
        ("add_video", _("Add"), _("Add videos, and edit your own")),
        ("change_video", _("Edit"), _("Edit any video")),
        ("choose_video", _("Choose"), _("Put videos into pages")),
    ],
    "courses/media/admin/video_rights.html",
)
AudioRights = collection_member_permission_formset_factory(
    Audio,
    [
        ("add_audio", _("Add"), _("Add audio files, and edit your own")),
        ("change_audio", _("Edit"), _("Edit any audio file")),
        ("choose_audio", _("Choose"), _("Put audio files into pages")),
    ],
    "courses/media/admin/audio_rights.html",
)
