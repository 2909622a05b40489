from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do here. A person may have several; each is a group of that name."""

    LEARNER = "learner", _("Learner")
    INSTRUCTOR = "instructor", _("Instructor")
    REVIEWER = "reviewer", _("Reviewer")
    TRANSLATOR = "translator", _("Translator")
    ADMINISTRATOR = "administrator", _("Administrator")


STAFF_ROLES = (Role.INSTRUCTOR, Role.REVIEWER, Role.TRANSLATOR, Role.ADMINISTRATOR)


class RequestState(models.TextChoices):
    """Where a wish to become an instructor stands. Every state but the first is final."""

    OPEN = "open", _("Waiting")
    GRANTED = "granted", _("Granted")
    DECLINED = "declined", _("Declined")
