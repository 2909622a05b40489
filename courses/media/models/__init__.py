from .recordings import Audio, Recording, Video
from .tracks import CaptionTrack

__all__ = ["Audio", "CaptionTrack", "Recording", "Video"]
