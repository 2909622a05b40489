from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Truth(TextChoices):
    """What a statement can be."""

    TRUE = "true", _("True")
    FALSE = "false", _("False")


class OrderRule(TextChoices):
    """How far a wrong order is right."""

    RELATIVE = "relative", _("Every two steps in their right order count")
    POSITION = "position", _("Every step in its right place counts")
    ALL = "all", _("Only the whole order counts")


class ChoiceRule(TextChoices):
    """How far a wrong choice among several is right."""

    PARTIAL = "partial", _("Every right option counts, and a wrong one takes that away again")
    ALL = "all", _("Only the right options together, and no other, count")


class Outcome(TextChoices):
    """What came of an answer, or of a part of it."""

    RIGHT = "right", _("Right")
    PARTLY = "partly", _("Partly right")
    WRONG = "wrong", _("Wrong")
    UNANSWERED = "unanswered", _("Not answered")
    BY_HAND = "by_hand", _("Graded by a person")
    MALFORMED = "malformed", _("Not a valid answer")
