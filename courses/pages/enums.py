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


# Who writes the course; a reviewer reads it.
WRITING_ROLES = (CourseRole.OWNER, CourseRole.EDITOR)
