from .categories import Category, Tag
from .courses import Course
from .lessons import Block, Lesson, LessonLanguage
from .listings import Listing, ListingPrice

__all__ = [
    "Block",
    "Category",
    "Course",
    "Lesson",
    "LessonLanguage",
    "Listing",
    "ListingPrice",
    "Tag",
]
