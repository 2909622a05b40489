"""A course's chapters and lessons without their bodies, in two statements whatever its size."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.encoding import escape_uri_path
from wagtail.models import Page

from courses.pages.models import ChapterPage, CoursePage, LessonPage

# A path of Wagtail's tree has so many letters a level.
STEP = Page.steplen
_SHARED = ("pk", "path", "url_path", "translation_key", "title", "draft_title", "summary")
_OF_LESSONS = (*_SHARED, "duration_minutes", "is_free_preview", "is_required")
# What a draft says of itself, for those who may see it.
_OF_DRAFTS = ("summary", "duration_minutes", "is_free_preview", "is_required")


@dataclass(frozen=True)
class TreeLesson:
    """What everybody may know of a lesson."""

    pk: int
    key: UUID
    title: str
    summary: str
    url: str
    minutes: int | None
    is_free_preview: bool
    is_required: bool


@dataclass(frozen=True)
class TreeChapter:
    """What everybody may know of a chapter, with its lessons in their order."""

    pk: int
    key: UUID
    title: str
    summary: str
    lessons: tuple[TreeLesson, ...]


@dataclass(frozen=True)
class CourseTree:
    """A course's chapters in their order."""

    course_key: UUID
    chapters: tuple[TreeChapter, ...]

    @property
    def lessons(self) -> list[TreeLesson]:
        """All lessons in their order."""
        return [lesson for chapter in self.chapters for lesson in chapter.lessons]


def read_tree(course: CoursePage, *, with_drafts: bool = False) -> CourseTree:
    """Return what of the course is live, or with drafts all of it as it is being written.

    A lesson counts when its chapter does. Aliases never do: they are no pages of their own.
    """
    chapters = ChapterPage.objects.child_of(course)
    lessons = LessonPage.objects.descendant_of(course)
    base = course.get_url() or ""
    below: dict[str, list[TreeLesson]] = {}
    for row in _rows(lessons, _OF_LESSONS, with_drafts):
        below.setdefault(row["path"][:-STEP], []).append(_lesson(row, course, base))
    found = (
        TreeChapter(
            pk=row["pk"],
            key=row["translation_key"],
            title=row["title"],
            summary=row["summary"],
            lessons=tuple(below.get(row["path"], ())),
        )
        for row in _rows(chapters, _SHARED, with_drafts)
    )
    return CourseTree(course.course_key, tuple(found))


def _rows(
    pages: QuerySet[Any], names: tuple[str, ...], with_drafts: bool
) -> Iterable[dict[str, Any]]:
    pages = pages.filter(alias_of=None).order_by("path")
    if not with_drafts:
        return pages.filter(live=True).values(*names)
    own = [name for name in names if name in _OF_DRAFTS]
    drafted = [f"latest_revision__content__{name}" for name in own]
    rows = list(pages.values(*names, *drafted))
    for row in rows:
        row["title"] = row["draft_title"] or row["title"]
        for name, draft in zip(own, drafted, strict=True):
            if row[draft] is not None:
                row[name] = row[draft]
    return rows


def _lesson(row: dict[str, Any], course: CoursePage, base: str) -> TreeLesson:
    return TreeLesson(
        pk=row["pk"],
        key=row["translation_key"],
        title=row["title"],
        summary=row["summary"],
        url=base + escape_uri_path(row["url_path"][len(course.url_path) :]),
        minutes=row["duration_minutes"],
        is_free_preview=bool(row["is_free_preview"]),
        is_required=bool(row["is_required"]),
    )
