from email.headerregistry import Address
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from cms.core.money import currency_choices

# A name stands in the headers of mails, where a line break would begin another header.
one_line = RegexValidator(r"[\x00-\x1f\x7f]", _("Write it on one line."), inverse_match=True)


def first_currency() -> str:
    """Return the currency that a new site starts with."""
    code: str = settings.DEFAULT_CURRENCY
    return code


@register_setting(icon="cog")
class SiteSettings(BaseSiteSetting):
    """How one site presents itself. One row per site, made by `setup_site`."""

    name = models.CharField(
        _("name"),
        max_length=80,
        default="Fledge",
        validators=[one_line],
        help_text=_("Stands on every page and in every mail."),
    )
    logo = models.ForeignKey(
        "cms_core.SiteImage",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_(
            "Takes the place of the bird at the top of every page. Wide pictures fit best,"
            " at least 80 pixels high; it has to be readable on light and on dark ground."
        ),
    )
    support_email = models.EmailField(
        _("support address"),
        blank=True,
        help_text=_("Where people write when something does not work. Shown on every page."),
    )

    sender_name = models.CharField(
        _("sender's name"),
        max_length=80,
        blank=True,
        validators=[one_line],
        help_text=_("What people read as the sender of the site's mails. Empty: the site's name."),
    )
    sender_email = models.EmailField(
        _("sender's address"),
        blank=True,
        help_text=_(
            "The address that mails come from. Your mail service has to allow it, or it refuses"
            " every mail of the site. Empty: the address that was chosen at installation."
        ),
    )

    company_name = models.CharField(_("company's name"), max_length=200, blank=True)
    company_address = models.TextField(
        _("company's postal address"),
        max_length=500,
        blank=True,
        help_text=_("As on an envelope, with the country."),
    )
    company_phone = models.CharField(_("company's telephone"), max_length=40, blank=True)
    company_registration = models.CharField(
        _("registration"),
        max_length=200,
        blank=True,
        help_text=_("The register and the number in it, where the law asks for them."),
    )
    company_tax_number = models.CharField(
        _("tax number"),
        max_length=60,
        blank=True,
        help_text=_("The number for value added tax or sales tax, where there is one."),
    )
    default_currency = models.CharField(
        _("default currency"),
        max_length=3,
        choices=currency_choices,
        default=first_currency,
        help_text=_("What a new price is in, until its author chooses another currency."),
    )

    # Pages that show such a number ask here first; a number that is not public is not computed.
    shows_course_count = models.BooleanField(_("how many courses there are"), default=True)
    shows_learner_count = models.BooleanField(_("how many learners the site has"), default=False)
    shows_course_learner_count = models.BooleanField(
        _("how many learners a course has"), default=False
    )
    shows_completion_count = models.BooleanField(
        _("how many learners have completed a course"), default=False
    )

    # Every page shows the logo: one query for both.
    select_related: Any = ["logo"]

    panels: list[Any] = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("logo"), FieldPanel("support_email")],
            heading=_("The site"),
        ),
        MultiFieldPanel(
            [FieldPanel("sender_name"), FieldPanel("sender_email")],
            heading=_("Sender of mails"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("company_name"),
                FieldPanel("company_address"),
                FieldPanel("company_phone"),
                FieldPanel("company_registration"),
                FieldPanel("company_tax_number"),
            ],
            heading=_("Who runs the site"),
            help_text=_("Shown at the foot of every page and on the page with the imprint."),
        ),
        MultiFieldPanel([FieldPanel("default_currency")], heading=_("Money")),
        MultiFieldPanel(
            [
                FieldPanel("shows_course_count"),
                FieldPanel("shows_learner_count"),
                FieldPanel("shows_course_learner_count"),
                FieldPanel("shows_completion_count"),
            ],
            heading=_("Numbers that everybody may see"),
            help_text=_("A number without a tick is shown to nobody but those who run the site."),
        ),
    ]

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")

    @classmethod
    def for_default_site(cls) -> "SiteSettings":
        """Return the default site's row; for mails and tasks, which have no request.

        Before `setup_site` there is none: then one with the defaults, which is not saved.
        """
        found = cls.base_queryset().filter(site__is_default_site=True).first()
        return found or cls(name=settings.WAGTAIL_SITE_NAME)

    @property
    def sender(self) -> str:
        """The sender of mails, as `Name <address>`; an empty part comes from the installation."""
        _installed_name, installed_address = parseaddr(settings.DEFAULT_FROM_EMAIL)
        return str(
            Address(
                display_name=self.sender_name or self.name,
                addr_spec=self.sender_email or installed_address,
            )
        )
