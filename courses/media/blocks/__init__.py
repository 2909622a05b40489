"""The blocks that show recordings."""

from courses.media.blocks.audio import AudioBlock
from courses.media.blocks.choosers import AudioChooserBlock, VideoChooserBlock
from courses.media.blocks.video import VideoBlock, lacks_captions

__all__ = ["AudioBlock", "AudioChooserBlock", "VideoBlock", "VideoChooserBlock", "lacks_captions"]
