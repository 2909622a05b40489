from .creating import create_course
from .instructors import (
    ensure_instructor_page,
    forget_own_group,
    grant_on_own_page,
    groups_of_own_pages,
)
from .members import add_member, add_member_by_address, follow_roles, hand_over, remove_member
from .moving import Move, move_page
from .outline import add_chapter, add_lesson, checked_title, delete_page, rename_page
from .publishing import has_content, publish_course, unpublish_course, waiting_pages
from .reading import ChapterRow, CourseOutline, LessonRow, read_outline
from .rights import Fault, course_faults, forget_groups, mend_course
from .workspaces import ensure_workspace, grant_on_page, groups_of_courses, rename_workspace

__all__ = [
    "ChapterRow",
    "CourseOutline",
    "Fault",
    "LessonRow",
    "Move",
    "add_chapter",
    "add_lesson",
    "add_member",
    "add_member_by_address",
    "checked_title",
    "course_faults",
    "create_course",
    "delete_page",
    "ensure_instructor_page",
    "ensure_workspace",
    "follow_roles",
    "forget_groups",
    "forget_own_group",
    "grant_on_own_page",
    "grant_on_page",
    "groups_of_courses",
    "groups_of_own_pages",
    "hand_over",
    "has_content",
    "mend_course",
    "move_page",
    "publish_course",
    "read_outline",
    "remove_member",
    "rename_page",
    "rename_workspace",
    "unpublish_course",
    "waiting_pages",
]
