from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CalloutKind(models.TextChoices):
    """What a callout says about its own words."""

    NOTE = "note", pgettext_lazy("kind of callout", "Note")
    TIP = "tip", pgettext_lazy("kind of callout", "Tip")
    WARNING = "warning", pgettext_lazy("kind of callout", "Warning")
    OBJECTIVES = "objectives", _("What you will learn")
    KEY_POINTS = "key_points", _("Key points")


class FoldKind(models.TextChoices):
    """Why something stays folded until the reader opens it."""

    SPOILER = "spoiler", pgettext_lazy("folded part of a lesson", "More about this")
    HINT = "hint", pgettext_lazy("folded part of a lesson", "Hint")
    SOLUTION = "solution", pgettext_lazy("folded part of a lesson", "Solution")
