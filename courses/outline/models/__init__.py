from .categories import Category, Tag
from .courses import Course

__all__ = ["Category", "Course", "Tag"]
