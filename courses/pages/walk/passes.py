"""Files of a draft for whoever walks it: opened by the pass that the walk put in their addresses.

A pass is given for what the draft shows, and opens it for as long as the walk lasts, if it is of
the course or the walk's owner may open it: a draft made up to name somebody else's file opens
nothing.
"""

from typing import Any
from uuid import UUID

from wagtail.models import Collection

from cms.core.gate import Shown, may_open, register_pass
from courses.pages.models import CourseMembership, CourseWorkspace
from courses.pages.walk.tokens import NoWalkError, WalkEndedError, open_pass


def walk_opens(shown: Shown) -> bool:
    """Say whether the pass opens the file."""
    try:
        owner, course_key = open_pass(shown.text, shown.name)
    except (NoWalkError, WalkEndedError):
        return False
    if shown.kind == "avatar":
        # A course shows who teaches it, also before it is live.
        members = CourseMembership.objects.of_course(course_key).writing()
        return members.filter(user_id=shown.obj.pk).exists()
    return _is_of_course(shown, course_key) or may_open(owner, shown.kind, shown.obj)


def _is_of_course(shown: Shown, course_key: UUID) -> bool:
    file: Any = shown.obj.video if shown.kind == "caption" else shown.obj
    at: str = file.collection.path
    above = [at[:length] for length in range(Collection.steplen, len(at) + 1, Collection.steplen)]
    workspaces = CourseWorkspace.objects.filter(course__key=course_key)
    return workspaces.filter(collection__path__in=above).exists()


def register() -> None:
    """Let walks open files."""
    register_pass(walk_opens)
