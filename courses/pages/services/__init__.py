from .creating import create_course
from .members import add_member, remove_member
from .outline import add_chapter, add_lesson
from .publishing import publish_course
from .workspaces import ensure_workspace, grant_on_page

__all__ = [
    "add_chapter",
    "add_lesson",
    "add_member",
    "create_course",
    "ensure_workspace",
    "grant_on_page",
    "publish_course",
    "remove_member",
]
