"""Putting a whole course live, and taking it off the site."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from courses.pages.admin.base import CourseScreen
from courses.pages.checklist import check_course
from courses.pages.errors import CourseError, NotReadyError
from courses.pages.models import CoursePage
from courses.pages.services import (
    has_content,
    publish_course,
    read_outline,
    unpublish_course,
    waiting_pages,
)


class PublishView(CourseScreen):
    """Lists what would go live, and puts it live on a yes."""

    template_name = "courses/admin/publish.html"
    header_icon = "upload"
    is_for_writers = True
    page_title: Any = gettext_lazy("Publish")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        outline = read_outline(self.course)
        items = check_course(self.course, outline)
        waiting = waiting_pages(self.course)
        return {
            **super().get_context_data(**kwargs),
            "waiting": [
                {
                    "page": page,
                    "title": page.draft_title or page.title,
                    "level": page.depth - self.course.depth,
                }
                for page in waiting
            ],
            "left_out": [row for row in outline.lessons if not row.has_content and not row.is_live],
            "missing": [item for item in items if not item.is_done and not item.is_advice],
            "can_publish": has_content(self.course),
            "faults": kwargs.get("faults", []),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            live = publish_course(self.course, by=self.person)
        except NotReadyError as error:
            faults = [
                {
                    "title": title,
                    "words": words,
                    "url": reverse("wagtailadmin_pages:edit", args=[key]),
                }
                for key, title, words in error.pages
            ]
            messages.error(request, str(error))
            return self.render_to_response(self.get_context_data(faults=faults), status=422)
        except CourseError as error:
            messages.error(request, str(error))
            return redirect(self.desk_url())
        if live:
            words = ngettext(
                "The course is live: %(count)d page was published.",
                "The course is live: %(count)d pages were published.",
                len(live),
            )
            messages.success(request, words % {"count": len(live)})
        else:
            messages.info(request, _("Everything was live already."))
        return redirect(self.desk_url())


class UnpublishView(CourseScreen):
    """Says what would leave the site, and takes it off on a yes."""

    template_name = "courses/admin/unpublish.html"
    header_icon = "download"
    is_for_writers = True
    page_title: Any = gettext_lazy("Take off the site")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        languages = CoursePage.objects.filter(
            translation_key=self.course.course_key, live=True
        ).select_related("locale")
        context = {
            **self.get_context_data(),
            "languages": [page.locale.get_display_name() for page in languages.order_by("pk")],
            "live_count": self.course.get_descendants(inclusive=True).live().count(),
        }
        return self.render_to_response(context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if unpublish_course(self.course, by=self.person):
            messages.success(
                request,
                _("The course is off the site. Nothing was deleted: publish it again any time."),
            )
        else:
            messages.info(request, _("Nothing of the course was live."))
        return redirect(self.desk_url())
