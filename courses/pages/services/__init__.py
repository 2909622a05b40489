from .creating import create_course
from .members import add_member, remove_member
from .moving import Move, move_page
from .outline import add_chapter, add_lesson, delete_page, rename_page
from .publishing import has_content, publish_course, unpublish_course, waiting_pages
from .reading import ChapterRow, CourseOutline, LessonRow, read_outline
from .workspaces import ensure_workspace, grant_on_page

__all__ = [
    "ChapterRow",
    "CourseOutline",
    "LessonRow",
    "Move",
    "add_chapter",
    "add_lesson",
    "add_member",
    "create_course",
    "delete_page",
    "ensure_workspace",
    "grant_on_page",
    "has_content",
    "move_page",
    "publish_course",
    "read_outline",
    "remove_member",
    "rename_page",
    "unpublish_course",
    "waiting_pages",
]
