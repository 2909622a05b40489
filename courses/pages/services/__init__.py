from courses.pages.identity.moving_blocks import BlocksMoved, draft_version, move_blocks
from courses.pages.identity.moving_lessons import LessonMoved, languages_left, move_lesson
from courses.pages.releases.adopting import adopt_live_courses
from courses.pages.releases.going_live import record_translation
from courses.pages.releases.keeping import live_release, open_release, source_page
from courses.pages.releases.looking_again import Answers
from courses.pages.releases.removing import put_back, remove_page, removed_pages
from courses.pages.releases.states import (
    learners_of,
    register_learner_counter,
    release_due,
    roll_back,
    set_course_state,
    unpublish_course,
)
from courses.pages.releases.submitting import (
    allow_corrections,
    approve_release,
    defects_of,
    may_correct,
    publish_course,
    release_course,
    release_page,
    send_back,
    submit_course,
    withdraw_release,
)

from .creating import create_course
from .instructors import (
    ensure_instructor_page,
    forget_own_group,
    grant_on_own_page,
    groups_of_own_pages,
)
from .members import add_member, add_member_by_address, follow_roles, hand_over, remove_member
from .moving import Move, move_page
from .outline import add_chapter, add_lesson, checked_title, rename_page
from .publishing import has_content, waiting_pages
from .reading import ChapterRow, CourseOutline, LessonRow, read_outline
from .rights import Fault, course_faults, forget_groups, mend_course
from .workspaces import ensure_workspace, grant_on_page, groups_of_courses, rename_workspace

__all__ = [
    "Answers",
    "BlocksMoved",
    "ChapterRow",
    "CourseOutline",
    "Fault",
    "LessonMoved",
    "LessonRow",
    "Move",
    "add_chapter",
    "add_lesson",
    "add_member",
    "add_member_by_address",
    "adopt_live_courses",
    "allow_corrections",
    "approve_release",
    "checked_title",
    "course_faults",
    "create_course",
    "defects_of",
    "draft_version",
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
    "languages_left",
    "learners_of",
    "live_release",
    "may_correct",
    "mend_course",
    "move_blocks",
    "move_lesson",
    "move_page",
    "open_release",
    "publish_course",
    "put_back",
    "read_outline",
    "record_translation",
    "register_learner_counter",
    "release_course",
    "release_due",
    "release_page",
    "remove_member",
    "remove_page",
    "removed_pages",
    "rename_page",
    "rename_workspace",
    "roll_back",
    "send_back",
    "set_course_state",
    "source_page",
    "submit_course",
    "unpublish_course",
    "waiting_pages",
    "withdraw_release",
]
