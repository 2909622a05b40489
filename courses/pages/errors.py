"""What the services of courses refuse, each with words that say what to do next."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class CourseError(Exception):
    """The base of all refusals here; `message` is for people, `code` for programs."""

    code = "course"
    message: str | Promise = ""

    def __str__(self) -> str:
        return str(self.message)


class NoCatalogueError(CourseError):
    """The language has no catalogue that a course could stand in."""

    code = "no_catalogue"
    message = _("This language has no catalogue yet. An administrator can set it up.")


class NotAnInstructorError(CourseError):
    """The person may not make courses."""

    code = "not_an_instructor"
    message = _("Only instructors make courses. The Teach page says how to become one.")


class TitleMissingError(CourseError):
    """A course, chapter or lesson without a title."""

    code = "title_missing"
    message = _("Give it a title.")


class TitleTooLongError(CourseError):
    """A title longer than a page's title may be."""

    code = "title_too_long"
    message = _("The title is too long: 255 characters fit.")


class NotAllowedError(CourseError):
    """The person may not change this course in this way."""

    code = "not_allowed"
    message = _("You are not an instructor of this course. Ask its owner to add you.")


class LastOwnerError(CourseError):
    """A course would be left without an owner."""

    code = "last_owner"
    message = _("A course needs an owner. Make somebody else its owner first.")
