from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms.core.blocks import INLINE_FEATURES
from cms.core.fields import StreamField
from cms.core.models import BasePage
from courses.pages.course_blocks import CourseItemsBlock, FaqListBlock
from courses.pages.editor.previews import CoursePreviewMixin
from courses.pages.enums import Level
from courses.pages.fields import LanguagesField
from courses.pages.forms import CoursePageForm, ReleasedPageForm
from courses.pages.releases.pages import ReleasedPageMixin
from courses.pages.roads.publishing import GuardedPublishingMixin


class CoursePage(CoursePreviewMixin, GuardedPublishingMixin, ReleasedPageMixin, BasePage):
    """A course in one language. Made by `create_course`; its chapters stand below it."""

    promise = models.CharField(
        _("promise"),
        max_length=200,
        blank=True,
        help_text=_("One sentence: what people can do once they have finished."),
    )
    about = RichTextField(
        _("about the course"), blank=True, features=["ol", "ul", *INLINE_FEATURES]
    )
    outcomes = StreamField(
        CourseItemsBlock(),
        verbose_name=_("outcomes"),
        blank=True,
        help_text=_("What people will be able to do, one line each. Begin with a verb."),
    )
    requirements = StreamField(
        CourseItemsBlock(),
        verbose_name=_("requirements"),
        blank=True,
        help_text=_("What people need or should know before they begin, one line each."),
    )
    level = models.CharField(_("level"), max_length=12, choices=Level.choices, blank=True)
    spoken_languages = LanguagesField(
        _("spoken languages"),
        blank=True,
        help_text=_("What is spoken in videos and recordings."),
    )
    category = models.ForeignKey(
        "courses_outline.Category",
        verbose_name=_("category"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    tags = ParentalManyToManyField(
        "courses_outline.Tag", verbose_name=_("tags"), blank=True, related_name="+"
    )
    cover = models.ForeignKey(
        "cms_core.SiteImage",
        verbose_name=_("cover"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A picture 8 wide by 5 high. Without one, a cover is drawn for the course."),
    )
    intro_video = models.ForeignKey(
        "courses_media.Video",
        verbose_name=_("introductory video"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Everybody can see it. A minute or two in which you say what the course is."),
    )
    faq = StreamField(FaqListBlock(), verbose_name=_("questions and answers"), blank=True)

    parent_page_types = ["courses_pages.CatalogPage"]
    subpage_types = ["courses_pages.ChapterPage"]
    # Wagtail's "add" knows nothing of group, collection and rights: `create_course` makes them.
    is_creatable = False
    base_form_class = CoursePageForm
    template = "pages/courses_pages/course_page.html"
    joined_when_routed = ("category", "cover", "intro_video")
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("promise"),
        FieldPanel("about"),
        FieldPanel("outcomes"),
        FieldPanel("requirements"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("category"), FieldPanel("level")]),
                FieldPanel("tags"),
                FieldPanel("spoken_languages"),
            ],
            heading=_("For whom and where it is found"),
            classname="filed",
        ),
        FieldPanel("cover"),
        FieldPanel("intro_video"),
        FieldPanel("faq"),
    ]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @property
    def course_key(self) -> UUID:
        """The key that the course's pages share in all languages, and its records point at."""
        return self.translation_key

    @staticmethod
    def find_below(row: Page, slugs: list[str], rows: Sequence[Page]) -> tuple[Page, list[str]]:
        """Find a chapter or lesson where readers find it."""
        from courses.pages.releases.addresses import find_released

        return find_released(row, slugs, rows)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        from courses.pages.serving import serve_course

        return serve_course(request, self)


class ChapterPage(GuardedPublishingMixin, ReleasedPageMixin, BasePage):
    """A part of a course in one language; its lessons stand below it. It has no page of its own:
    its address leads to its place in the course's outline."""

    summary = models.CharField(
        _("summary"),
        max_length=200,
        blank=True,
        help_text=_("One sentence on what this chapter is for."),
    )

    # Nothing to be seen: its address leads to its place in the outline.
    preview_modes: list[Any] = []
    parent_page_types = ["courses_pages.CoursePage"]
    base_form_class = ReleasedPageForm
    subpage_types = ["courses_pages.LessonPage"]
    template = "pages/courses_pages/chapter_page.html"
    content_panels: list[Any] = [*BasePage.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        from courses.pages.serving import serve_chapter

        return serve_chapter(request, self)
