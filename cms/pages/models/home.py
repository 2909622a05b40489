from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.url_routing import RouteResult

from cms.core.blocks import INLINE_FEATURES, ProseBlock
from cms.core.fields import StreamField
from cms.core.models import BasePage
from cms.core.routing import find_below
from courses.pages.models import CatalogPage


class HomePage(BasePage):
    """The first page of a language. One per language, made by `setup_site`."""

    intro = RichTextField(
        _("introduction"),
        blank=True,
        features=INLINE_FEATURES,
        help_text=_("One or two sentences on what people learn here."),
    )

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "cms_pages.StandardPage",
        "cms_pages.LegalPage",
        "courses_pages.CatalogPage",
    ]
    template = "pages/cms_pages/home_page.html"
    content_panels = [*BasePage.content_panels, FieldPanel("intro")]

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find what is below in two statements, closed by whatever above it is not live."""
        if not path_components or not self.live:
            return super().route(request, path_components)
        page, rest = find_below(self, path_components)
        # A page with addresses of its own answers for what stands below it.
        return page.route(request, rest) if rest else RouteResult(page)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["catalogue"] = CatalogPage.objects.child_of(self).live().first()
        return context

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class StandardPage(BasePage):
    """A plain page of text and pictures: about us, help."""

    body = StreamField(ProseBlock(), verbose_name=_("body"), blank=True)

    parent_page_types = ["cms_pages.HomePage", "cms_pages.StandardPage"]
    subpage_types = ["cms_pages.StandardPage"]
    template = "pages/cms_pages/standard_page.html"
    content_panels = [*BasePage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
