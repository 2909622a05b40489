"""What the Teach page shows an instructor: the first course, or the way to their courses."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.accounts.services import FirstStep, register_first_step
from courses.pages.models import CourseMembership


def course_step(user: User) -> FirstStep | None:
    """Return the step; None as long as the profile lacks what learners want to know."""
    if CourseMembership.objects.filter(user=user).exists():
        return FirstStep(
            heading=_("Go on with your courses."),
            text=_("Your courses are in the editor, with what each of them still needs."),
            label=_("My courses"),
            url=reverse("courses_admin:my_courses"),
        )
    if not user.has_whole_profile:
        return None
    return FirstStep(
        text=_("A title is enough to begin. Nobody sees the course until its first release."),
        label=_("Create a course"),
        url=reverse("courses_admin:create"),
    )


def register() -> None:
    """Have the Teach page ask."""
    register_first_step(course_step)
