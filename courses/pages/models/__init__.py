from .catalog import CatalogPage
from .course import ChapterPage, CoursePage
from .instructor import InstructorPage
from .lesson import LessonPage
from .rights import CourseMembership, CourseWorkspace

__all__ = [
    "CatalogPage",
    "ChapterPage",
    "CourseMembership",
    "CoursePage",
    "CourseWorkspace",
    "InstructorPage",
    "LessonPage",
]
