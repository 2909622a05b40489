from django.db import models
from django.utils.translation import gettext_lazy as _


class LegalKind(models.TextChoices):
    """What a legal page is. The order is that of the links in the footer."""

    TERMS = "terms", _("Terms of use")
    PRIVACY = "privacy", _("Privacy")
    REFUNDS = "refunds", _("Refunds")
    ACCESSIBILITY = "accessibility", _("Accessibility")
    IMPRINT = "imprint", _("Imprint")
