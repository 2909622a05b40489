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


class OutlineChangedError(CourseError):
    """Somebody changed the outline between looking at it and changing it."""

    code = "outline_changed"
    message = _(
        "Somebody else changed the outline meanwhile, so nothing was moved. "
        "It is shown here as it is now: move it again."
    )


class WrongPlaceError(CourseError):
    """A place in which the page cannot stand."""

    code = "wrong_place"
    message = _("Chapters stand in their course and lessons in its chapters. Nothing was moved.")


class PageLockedError(CourseError):
    """Somebody locked the page in the editor."""

    code = "page_locked"
    message = _("This page is locked. Whoever locked it can unlock it in the editor.")


class PageGoneError(CourseError):
    """A chapter or lesson that is no more, or was never this course's."""

    code = "page_gone"
    message = _("This page is no longer in the course. Somebody else may have deleted it.")


class NothingToPublishError(CourseError):
    """A course without a lesson that anybody could read."""

    code = "nothing_to_publish"
    message = _("No lesson has any content yet. Write one lesson, then publish.")


class NotReadyError(CourseError):
    """Pages of the course that the editor would not publish."""

    code = "not_ready"
    message = _("Nothing went live: some pages are not finished.")

    def __init__(self, pages: "list[tuple[int, str, list[str]]]") -> None:
        super().__init__(self.message)
        # Primary key, title and what is wrong, in words.
        self.pages = pages


class CannotTakePartError(CourseError):
    """Nobody who could take this role in a course has the address.

    The same for an address without an account: who adds people must not learn who has one.
    """

    code = "cannot_take_part"
    message = _(
        "Nobody with this address may take this role. Co-instructors and owners need the role "
        "“Instructor” on this site, reviewers a role with access to the editor. Check the "
        "address, or ask the person to apply on the Teach page first."
    )
