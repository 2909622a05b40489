"""The blocks that show recordings."""

from courses.media.blocks.audio import AudioBlock
from courses.media.blocks.choosers import AudioChooserBlock, VideoChooserBlock
from courses.media.blocks.video import VideoBlock

__all__ = ["AudioBlock", "AudioChooserBlock", "VideoBlock", "VideoChooserBlock"]
