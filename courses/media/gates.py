"""The files of this app, and the people of the admin who may open them."""

from typing import Any

from cms.core.files.kinds import register_files
from cms.core.gate import register_gate
from courses.media.models import Audio, CaptionTrack, Recording, Video
from courses.media.permissions import ACTIONS, policy_of


def _editors_open(user: Any, recording: Recording) -> bool:
    """Open a recording to those who may use it in the admin."""
    return bool(
        user.is_active
        and user.has_perm("wagtailadmin.access_admin")
        and policy_of(type(recording)).user_has_any_permission_for_instance(
            user, ACTIONS, recording
        )
    )


def editors_open_video(user: Any, video: Video) -> bool:
    """Open a video, and the picture that stands for it."""
    return _editors_open(user, video)


def editors_open_audio(user: Any, audio: Audio) -> bool:
    """Open a sound recording."""
    return _editors_open(user, audio)


def editors_open_captions(user: Any, track: CaptionTrack) -> bool:
    """Open the captions of a video to those who may use the video."""
    return _editors_open(user, track.video)


def _video(name: str) -> Video | None:
    return Video.objects.select_related("collection").filter(file=name).first()


def _video_of_poster(name: str) -> Video | None:
    return Video.objects.select_related("collection").filter(poster=name).first()


def _audio(name: str) -> Audio | None:
    return Audio.objects.select_related("collection").filter(file=name).first()


def _captions(name: str) -> CaptionTrack | None:
    return CaptionTrack.objects.select_related("video__collection").filter(file=name).first()


def register() -> None:
    """Make videos, posters, captions and audio known, and open them to editors."""
    register_files("videos", "video", _video)
    register_files("posters", "video", _video_of_poster)
    # Browsers take no words for a video from another site than the page's own.
    register_files("captions", "caption", _captions, are_answered_here=True)
    register_files("audio", "audio", _audio)
    register_gate("video", editors_open_video)
    register_gate("caption", editors_open_captions)
    register_gate("audio", editors_open_audio)
