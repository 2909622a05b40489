"""What a course still needs before people can choose it, and where each thing is written."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

from courses.pages.models import CoursePage
from courses.pages.services import CourseOutline, LessonRow, read_outline

Content = Mapping[str, Any]


@dataclass(frozen=True)
class ChecklistItem:
    """One thing that a course needs, or with `is_advice` one that helps."""

    code: str
    text: str | Promise
    is_done: bool
    url: str
    is_advice: bool = False


def _is_filled(name: str) -> Callable[[Content], bool]:
    return lambda content: bool(content.get(name))


def _has_words(name: str) -> Callable[[Content], bool]:
    # An empty rich text is not empty: it holds a paragraph without words.
    return lambda content: bool(strip_tags(content.get(name) or "").strip())


def _has_items(name: str) -> Callable[[Content], bool]:
    def check(content: Content) -> bool:
        items = content.get(name) or []
        if isinstance(items, str):
            items = json.loads(items)
        return any(str(item.get("value", "")).strip() for item in items)

    return check


# Code, the field that it opens, what it asks for, whether the draft has it.
FIELDS: tuple[tuple[str, str, Any, Callable[[Content], bool]], ...] = (
    ("promise", "promise", _("A promise: one sentence on what people can do afterwards"),
     _has_words("promise")),
    ("description", "about", _("A description of the course"), _has_words("about")),
    ("outcomes", "outcomes", _("At least one outcome"), _has_items("outcomes")),
    ("requirements", "requirements", _("What people need before they begin"),
     _has_items("requirements")),
    ("level", "level", _("The level"), _is_filled("level")),
    ("languages", "spoken_languages", _("The languages spoken in it"),
     _is_filled("spoken_languages")),
    ("category", "category", _("A category"), _is_filled("category")),
    ("cover", "cover", _("A cover picture"), _is_filled("cover")),
)  # fmt: skip


def check_course(
    course_page: CoursePage, outline: CourseOutline | None = None
) -> list[ChecklistItem]:
    """Say what the course's draft has and lacks; costs the same however large it is.

    `outline` spares two statements where it was read before.
    """
    outline = outline or read_outline(course_page)
    content = _draft_content(course_page)
    edit_url = reverse("wagtailadmin_pages:edit", args=[course_page.pk])
    items = [
        ChecklistItem(code, text, check(content), f"{edit_url}{anchor_of(name)}")
        for code, name, text, check in FIELDS
    ]
    return [*items, *_lesson_items(course_page, outline)]


def anchor_of(field: str) -> str:
    """Return the part of the editor's address that leads to the field.

    The name of a panel with a heading is made of the heading in the reader's language; the
    fields within have names that stay. A test holds these against the page that Wagtail makes.
    """
    return f"#id_{field}" if field in IN_GROUP else f"#panel-child-content-{field}-section"


IN_GROUP = ("category", "level", "spoken_languages")


def _draft_content(course_page: CoursePage) -> Content:
    if course_page.latest_revision is not None:
        content: Content = course_page.latest_revision.content
        return content
    return dict(course_page.serializable_data())


def _lesson_items(course_page: CoursePage, outline: CourseOutline) -> list[ChecklistItem]:
    lessons = outline.lessons
    desk = reverse("courses_admin:desk", args=[course_page.pk])
    empty = next((lesson for lesson in lessons if not lesson.has_content), None)
    first = lessons[0] if lessons else None
    return [
        ChecklistItem(
            "lesson",
            _("A lesson with content"),
            any(lesson.has_content for lesson in lessons),
            _edit_url(first) or f"{desk}#outline",
        ),
        ChecklistItem(
            "empty_lessons",
            _("No empty lesson or chapter"),
            bool(lessons) and empty is None and all(row.lessons for row in outline.chapters),
            _edit_url(empty) or f"{desk}#outline",
            is_advice=True,
        ),
        ChecklistItem(
            "free_preview",
            _("A lesson that everybody may read as a free preview"),
            any(lesson.is_free_preview for lesson in lessons),
            _edit_url(first) or f"{desk}#outline",
            is_advice=True,
        ),
    ]


def _edit_url(lesson: LessonRow | None) -> str:
    return reverse("wagtailadmin_pages:edit", args=[lesson.pk]) if lesson else ""
