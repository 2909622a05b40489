from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cms.core.fields import StreamField
from cms.core.models import BasePage
from courses.pages.blocks import LessonBodyBlock
from courses.pages.editor.previews import LessonPreviewMixin
from courses.pages.forms import ReleasedPageForm
from courses.pages.identity.saving import OwnBlocksMixin
from courses.pages.releases.pages import ReleasedPageMixin
from courses.pages.roads.publishing import GuardedPublishingMixin

LONGEST_LESSON_MINUTES = 24 * 60


class LessonPage(
    LessonPreviewMixin, OwnBlocksMixin, GuardedPublishingMixin, ReleasedPageMixin, BasePage
):
    """One sitting of a course in one language, written in blocks."""

    summary = models.CharField(
        _("summary"),
        max_length=200,
        blank=True,
        help_text=_(
            "One sentence. The outline shows it to everybody, also when the lesson is locked."
        ),
    )
    duration_minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_LESSON_MINUTES)],
        help_text=_("How long a learner needs, exercises included."),
    )
    is_free_preview = models.BooleanField(
        _("free preview"),
        default=False,
        help_text=_("Everybody may read this lesson without enrolling."),
    )
    is_required = models.BooleanField(
        _("needed to complete the course"),
        default=True,
        help_text=_(
            "Without the tick the lesson is an extra, and completion does not wait for it."
        ),
    )
    body = StreamField(LessonBodyBlock(), verbose_name=_("lesson"), blank=True)

    parent_page_types = ["courses_pages.ChapterPage"]
    base_form_class = ReleasedPageForm
    subpage_types: list[str] = []
    template = "pages/courses_pages/lesson_page.html"
    is_read_once_decided = True
    content_panels = [
        *BasePage.content_panels,
        FieldPanel("body"),
        MultiFieldPanel(
            [
                FieldPanel("summary"),
                FieldRowPanel([FieldPanel("duration_minutes")]),
                FieldPanel("is_free_preview"),
                FieldPanel("is_required"),
            ],
            heading=_("In the outline"),
        ),
    ]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        from courses.pages.serving import serve_lesson

        return serve_lesson(request, self)
