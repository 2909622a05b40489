from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from cms.core.blocks import INLINE_FEATURES
from cms.core.models import BasePage


class CatalogPage(BasePage):
    """The list of courses in one language. One per language, made by `setup_site`."""

    intro = RichTextField(_("introduction"), blank=True, features=INLINE_FEATURES)

    parent_page_types = ["cms_pages.HomePage"]
    # Courses are made by their own service, which also makes group, collection and rights.
    subpage_types: ClassVar[list[str]] = [
        "courses_pages.CoursePage",
        "courses_pages.InstructorPage",
    ]
    max_count_per_parent = 1
    template = "pages/courses_pages/catalog_page.html"
    content_panels = [*BasePage.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("catalogue")
        verbose_name_plural = _("catalogues")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Here, for what serves pages knows all of these models.
        from courses.pages.serving import serve_catalogue

        return serve_catalogue(request, self)
