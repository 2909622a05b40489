"""What the services of courses refuse, each with words that say what to do next."""

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from courses.pages.readiness import Defect


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


class AddressTakenError(CourseError):
    """A live lesson that would meet another one with its address."""

    code = "address_taken"
    message = _(
        "Another lesson of that chapter has the same address, so nothing was moved. Give one of"
        " the two another one in the editor, under Promote."
    )


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


class NotTheSourceError(CourseError):
    """A translation, where the course in its first language is meant."""

    code = "not_the_source"
    message = _(
        "A course is submitted, and its outline changed, in its first language."
        " Translations follow it."
    )


class NothingToReleaseError(CourseError):
    """A course that is as its last release is."""

    code = "nothing_to_release"
    message = _("Nothing has changed since the last release. Write something, then submit.")


class NotReadyError(CourseError):
    """A course with something in it that readers must not meet; `defects` say what and where."""

    code = "not_ready"
    message = _("Nothing went live: some pages are not ready yet.")

    def __init__(self, defects: "Sequence[Defect]") -> None:
        super().__init__(self.message)
        self.defects = list(defects)


class UnderReviewError(CourseError):
    """Something that has to wait until the submission is decided, or is taken back."""

    code = "under_review"
    message = _(
        "The course has been submitted. Wait for the decision, or take the submission back first."
    )


class NoLongerWaitingError(CourseError):
    """A submission that somebody else decided, or took back, meanwhile."""

    code = "no_longer_waiting"
    message = _("This was decided meanwhile. It is shown here as it is now.")


class NotAReviewerError(CourseError):
    """The person may not decide over this course."""

    code = "not_a_reviewer"
    message = _("Another person has to review this course. Submit it, and they will be told.")


class ReasonMissingError(CourseError):
    """A decision that the author could not understand."""

    code = "reason_missing"
    message = _("Say why, so that the instructor knows what to do next.")


class TimeIsPastError(CourseError):
    """A time for going live that has been."""

    code = "time_is_past"
    message = _("This time has passed. Choose a later one, or let the course go live now.")


class CorrectionNotAllowedError(CourseError):
    """A page that may not go live by itself."""

    code = "correction_not_allowed"
    message = _(
        "This page cannot go live by itself. Submit the course, so that it is reviewed as one."
    )


class NotAnsweredError(CourseError):
    """The author has not said of every changed question whether learners should look again."""

    code = "not_answered"
    message = _("Say of each question that changed whether learners should look at it again.")

    def __init__(self, places: Collection[tuple[UUID, UUID]] = ()) -> None:
        super().__init__()
        # Of each question the lesson's key and the block's id.
        self.places = frozenset(places)


class OutdatedError(CourseError):
    """An earlier version of a page than the one that would go live."""

    code = "outdated"
    message = _("This page was changed since. Look at it again, then let the new version go live.")


class NotReleasedYetError(CourseError):
    """A page, or a course, that no release has brought live yet."""

    code = "not_released_yet"
    message = _("This page is in no release yet. It goes live when its course does.")


class UnknownReleaseError(CourseError):
    """A number under which nothing was ever live, or what is live already."""

    code = "unknown_release"
    message = _("There is no earlier release with this number.")


class NotRemovedError(CourseError):
    """A page that nobody removed."""

    code = "not_removed"
    message = _("This page is in the course already.")


class CannotGoLiveError(CourseError):
    """A page of a release that cannot be published as it was submitted."""

    code = "cannot_go_live"

    def __init__(self, title: str, words: "Sequence[str]") -> None:
        self.message = gettext(
            "Nothing went live, because “%(title)s” cannot: %(words)s Mend it and submit again."
        ) % {"title": title, "words": " ".join(words)}
        super().__init__(self.message)


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


class SameLessonError(CourseError):
    """Blocks that would move to the lesson that they stand in."""

    code = "same_lesson"
    message = _("The blocks stand in this lesson already. Choose another lesson.")


class NothingChosenError(CourseError):
    """A move of no block at all."""

    code = "nothing_chosen"
    message = _("Choose at least one block to move.")


class BlockGoneError(CourseError):
    """A block that is no longer in the lesson's newest draft."""

    code = "block_gone"
    message = _(
        "One of the blocks is no longer in the lesson, so nothing was moved. The lesson is shown"
        " here as it is now."
    )


class DraftChangedError(CourseError):
    """Somebody saved one of the lessons between looking at it and moving its blocks."""

    code = "draft_changed"
    message = _(
        "Somebody else changed one of the lessons meanwhile, so nothing was moved. It is shown"
        " here as it is now: choose again."
    )


class MovedBlocksError(CourseError):
    """A correction of a lesson whose blocks came from another one, or went there."""

    code = "moved_blocks"
    message = _(
        "Blocks were moved between this lesson and another one. Submit the course so that both"
        " go live together."
    )


class SameCourseError(CourseError):
    """A lesson that would move to the course that it stands in."""

    code = "same_course"
    message = _("The lesson stands in this course already. Move it on the course's desk.")


class WithChapterError(CourseError):
    """A chapter that would move to another course."""

    code = "with_chapter"
    message = _(
        "A chapter stays in its course. Move its lessons to a chapter of the other course, one"
        " after the other."
    )


class AnotherFirstLanguageError(CourseError):
    """A lesson that would move to a course that was first written in another language."""

    code = "another_first_language"
    message = _(
        "The other course was first written in another language, so the lesson cannot stand in"
        " it. Choose a course in the lesson's language."
    )


class InAnotherCourseError(CourseError):
    """An earlier release with a lesson that another course has released since."""

    code = "in_another_course"

    def __init__(self, title: str) -> None:
        self.message = gettext(
            "Nothing went live, because “%(title)s” is part of another course now. Move it back"
            " and release both courses first."
        ) % {"title": title}
        super().__init__(self.message)
