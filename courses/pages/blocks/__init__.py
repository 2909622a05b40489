"""What lessons are made of."""

from courses.pages.blocks.body import LessonBodyBlock
from courses.pages.blocks.reading import prepare_for_reading

__all__ = ["LessonBodyBlock", "prepare_for_reading"]
