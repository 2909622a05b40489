import unicodedata
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page, PageViewRestriction


class BasePage(Page):
    """What every page of the site has: the parts that search engines and shared links show."""

    share_image = models.ForeignKey(
        "cms_core.SiteImage",
        verbose_name=_("share image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Shown when a link to this page is shared. 1200 by 630 pixels fit best."),
    )

    # Wagtail's own declarations, whose types would let no page say anything else.
    content_panels: list[Any] = Page.content_panels
    max_count_per_parent: int | None = None  # type: ignore[assignment]  # see above

    # What finding a page by its address reads along with it.
    joined_when_routed: tuple[str, ...] = ()
    # Whether its own fields are left unread there, until it is decided who may see them.
    is_read_once_decided = False
    # Found on the way to the page, so that it is not asked again.
    is_known_unrestricted = False

    promote_panels: list[Any] = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("share_image"),
            ],
            heading=_("For search engines and shared links"),
        ),
    ]

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Return who is kept out; nobody is asked where finding the page has told already."""
        if self.is_known_unrestricted:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    def save(self, *args: Any, **kwargs: Any) -> None:
        # é may be one letter or two that look like one; addresses are looked up in this form.
        self.slug = unicodedata.normalize("NFC", self.slug)
        super().save(*args, **kwargs)
