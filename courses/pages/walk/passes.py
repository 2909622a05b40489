"""Files of a draft for whoever walks it: opened by the pass that the walk put in their addresses.

A pass is given for what the draft shows, and opens it for as long as the walk lasts, if its owner
may open it too: a draft made up to name somebody else's file opens nothing.
"""

from cms.core.gate import Shown, may_open, register_pass
from courses.pages.models import CourseMembership
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
    return may_open(owner, shown.kind, shown.obj)


def register() -> None:
    """Let walks open files."""
    register_pass(walk_opens)
