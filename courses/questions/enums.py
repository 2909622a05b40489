from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Truth(TextChoices):
    """What a statement can be."""

    TRUE = "true", _("True")
    FALSE = "false", _("False")


class OrderRule(TextChoices):
    """How far a wrong order is right."""

    RELATIVE = "relative", _("What stands before what: each two steps count")
    POSITION = "position", _("Each step that is in its right place counts")
    ALL = "all", _("Only the whole order counts")


class ChoiceRule(TextChoices):
    """How far a wrong choice among several is right."""

    PARTIAL = "partial", _("Each right option counts; a wrong one takes that away again")
    ALL = "all", _("Only all of the right options, and no other, count")


class Outcome(TextChoices):
    """What came of an answer, or of a part of it."""

    RIGHT = "right", _("Right")
    PARTLY = "partly", _("Partly right")
    WRONG = "wrong", _("Wrong")
    UNANSWERED = "unanswered", _("Not answered")
    BY_HAND = "by_hand", _("Graded by a person")
    MALFORMED = "malformed", _("Not a valid answer")
