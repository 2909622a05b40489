"""A course's home: its outline, what it still needs, and the way to everything else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import HeaderButton

from courses.outline.models import Course
from courses.pages.admin.base import CourseScreen
from courses.pages.admin.outline_table import Undo, outline_context, without_removed
from courses.pages.admin.releases.reading import (
    course_of,
    last_decision,
    live_release,
    open_release,
)
from courses.pages.checklist import check_course
from courses.pages.services import (
    ChapterRow,
    CourseOutline,
    LessonRow,
    read_outline,
    removed_pages,
)


class DeskView(CourseScreen):
    """Shows the course; each change is a form that leads to an address of its own."""

    template_name = "courses/admin/desk.html"

    def get_page_title(self) -> str:
        return self.course_title

    def get_header_buttons(self) -> list[Any]:
        if not self.may_write:
            return []
        return [
            HeaderButton(
                label=_("Edit course page"),
                url=reverse("wagtailadmin_pages:edit", args=[self.course.pk]),
                icon_name="edit",
            )
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            **desk_context(self, undo=Undo.from_query(self.request.GET)),
        }


def desk_context(screen: CourseScreen, *, undo: Undo | None) -> dict[str, Any]:
    """Return what the parts of the desk show that change with the outline."""
    outline = read_outline(screen.course, with_removed=True)
    course = course_of(screen.course)
    gone = removed_pages(screen.course)
    removed = {page.pk for page in gone}
    kept = without_removed(outline, removed)
    release = open_release(course.key)
    may_correct = screen.may_write and release is None
    may_correct = may_correct and (course.allows_corrections or screen.is_administrator)
    return {
        **outline_context(screen, outline, undo=undo, removed=removed, may_correct=may_correct),
        **_checklist_context(screen, kept),
        "state": _state_of(screen, kept, course),
        "open": release,
        "live": live_release(course.key),
        "sent_back": last_decision(course.key) if release is None else None,
        "leaving": [page for page in gone if page.is_in_release],
        "left": [page for page in gone if not page.is_in_release],
    }


def _checklist_context(screen: CourseScreen, outline: CourseOutline) -> dict[str, Any]:
    items = check_course(screen.course, outline)
    needed = [item for item in items if not item.is_advice]
    return {
        "needed": needed,
        "advice": [item for item in items if item.is_advice],
        "done_count": sum(item.is_done for item in needed),
        "needed_count": len(needed),
    }


def _state_of(screen: CourseScreen, outline: CourseOutline, course: Course) -> dict[str, Any]:
    page = screen.course
    rows: list[ChapterRow | LessonRow] = [*outline.chapters, *outline.lessons]
    waiting = [row for row in rows if not row.is_live or row.has_changes]
    return {
        "is_live": page.live,
        "name": course.state,
        "words": course.get_state_display(),
        "has_changes": bool(waiting) or page.has_unpublished_changes or not page.live,
        "has_content": any(row.has_content for row in outline.lessons),
        "lesson_count": len(outline.lessons),
        "chapter_count": len(outline.chapters),
        "public_url": page.get_url(screen.request) if page.live else "",
        "draft_url": reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
    }
