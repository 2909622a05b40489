from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """How much a course asks its learners to know already."""

    ALL = "all", _("All levels")
    BEGINNER = "beginner", _("Beginner")
    INTERMEDIATE = "intermediate", _("Intermediate")
    ADVANCED = "advanced", _("Advanced")


class CourseRole(models.TextChoices):
    """What a person does in one course."""

    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Co-instructor")
    REVIEWER = "reviewer", _("Reviewer")


class ReleaseState(models.TextChoices):
    """Where a release stands on its way to readers."""

    WAITING = "waiting", _("Waiting for review")
    SCHEDULED = "scheduled", _("Scheduled")
    LIVE = "live", _("Live")
    PAST = "past", _("Replaced by a later release")
    SENT_BACK = "sent_back", _("Sent back")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    FAILED = "failed", _("Failed")


# Submitted and not yet decided, or decided and not yet due: one of a course at a time.
OPEN_STATES = (ReleaseState.WAITING, ReleaseState.SCHEDULED)
# Readers see it, or once saw it: these have a number.
NUMBERED_STATES = (ReleaseState.LIVE, ReleaseState.PAST)


class ReleaseKind(models.TextChoices):
    """How much a release brings, and where it comes from."""

    FULL = "full", _("Whole course")
    CORRECTION = "correction", _("Correction of one page")
    ROLLBACK = "rollback", _("Return to an earlier release")


class PageKind(models.TextChoices):
    """What a page is in its course."""

    COURSE = "course", _("Course")
    CHAPTER = "chapter", _("Chapter")
    LESSON = "lesson", _("Lesson")


class Persona(models.TextChoices):
    """Who a draft is shown as."""

    LEARNER = "learner", _("A learner")
    GUEST = "guest", _("A guest")
    BUYER = "buyer", _("Somebody who has just bought it")


# Who writes the course; a reviewer reads it.
WRITING_ROLES = (CourseRole.OWNER, CourseRole.EDITOR)
