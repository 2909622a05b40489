from typing import Any

from django.conf import settings
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from cms.core.blocks import INLINE_FEATURES
from cms.core.models import BasePage
from courses.pages.forms import OwnFilesForm


class InstructorPage(BasePage):
    """Who teaches, in one language. Made with the person's first course; it ends with them."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("account"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # The locale's code once more, where a constraint of this table can see it.
    language = models.CharField(_("language"), max_length=12, default="", editable=False)
    headline = models.CharField(
        _("headline"),
        max_length=200,
        blank=True,
        help_text=_("What you do, in one line."),
    )
    bio = RichTextField(_("about you"), blank=True, features=["ol", "ul", *INLINE_FEATURES])

    parent_page_types = ["courses_pages.CatalogPage"]
    subpage_types: list[str] = []
    is_creatable = False
    base_form_class = OwnFilesForm
    template = "pages/courses_pages/instructor_page.html"
    joined_when_routed = ("user",)
    content_panels = [*BasePage.content_panels, FieldPanel("headline"), FieldPanel("bio")]

    class Meta:
        verbose_name = _("instructor page")
        verbose_name_plural = _("instructor pages")
        constraints = [
            models.UniqueConstraint(
                fields=("user", "language"), name="one_instructor_page_per_language"
            )
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("update_fields") is None and self.locale_id:
            self.language = self.locale.language_code
        super().save(*args, **kwargs)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        from courses.pages.serving import serve_instructor

        return serve_instructor(request, self)
