"""What other apps may do with recordings."""

from cms.core.uploads.errors import UploadRefusedError
from courses.media.errors import MayNotUploadError
from courses.media.services.uploads import add_audio, add_captions, add_video, set_captions

__all__ = [
    "MayNotUploadError",
    "UploadRefusedError",
    "add_audio",
    "add_captions",
    "add_video",
    "set_captions",
]
