"""What lessons are made of. Reading one is in `courses.pages.blocks.reading`, which knows pages."""

from courses.pages.blocks.body import LessonBodyBlock

__all__ = ["LessonBodyBlock"]
