from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """How one site presents itself. One row per site, made by `setup_site`."""

    name = models.CharField(_("name"), max_length=80, default="Fledge")
    support_email = models.EmailField(
        _("support address"),
        blank=True,
        help_text=_("Where people write when something does not work."),
    )
    logo = models.ForeignKey(
        "cms_core.SiteImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    panels = [FieldPanel("name"), FieldPanel("support_email"), FieldPanel("logo")]

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
