from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Truth(TextChoices):
    """What a statement can be."""

    TRUE = "true", _("True")
    FALSE = "false", _("False")
