from django.db import models
from django.utils.translation import gettext_lazy as _


class Tint(models.TextChoices):
    """The colours that a category may give its tag, its courses' heads and their covers."""

    MOSS = "moss", _("Moss: earth and sky")
    LAKE = "lake", _("Lake: code and data")
    CLAY = "clay", _("Clay: hands and craft")
    PLUM = "plum", _("Plum: words and languages")
    ROSE = "rose", _("Rose: sound and image")
    REED = "reed", _("Reed: work and money")


class CourseState(models.TextChoices):
    """Who may come to a course: nobody yet, everybody, those who have it, those who had it."""

    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed to new learners")
    ARCHIVED = "archived", _("Archived")
