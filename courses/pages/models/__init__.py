from .catalog import CatalogPage
from .course import ChapterPage, CoursePage
from .instructor import InstructorPage
from .lesson import LessonPage
from .releases import BlockMove, Release, ReleasedContent, ReleaseItem, Removal
from .rights import CourseMembership, CourseWorkspace
from .walks import WalkLink

__all__ = [
    "BlockMove",
    "CatalogPage",
    "ChapterPage",
    "CourseMembership",
    "CoursePage",
    "CourseWorkspace",
    "InstructorPage",
    "LessonPage",
    "Release",
    "ReleaseItem",
    "ReleasedContent",
    "Removal",
    "WalkLink",
]
