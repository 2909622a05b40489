"""A course's chapters and lessons without their bodies, in one statement whatever its size."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.encoding import escape_uri_path
from wagtail.models import Page

# A path of Wagtail's tree has so many letters a level.
STEP = Page.steplen
# What a draft says of itself, for those who may see it.
_DRAFT = "latest_revision__content__"
_SHARED = ("pk", "path", "depth", "url_path", "translation_key", "title", "draft_title")
_OF_LESSONS = ("summary", "duration_minutes", "is_free_preview", "is_required")


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


def read_tree(course: Page, *, with_drafts: bool = False) -> CourseTree:
    """Return what of the course is live, or with drafts all of it as it is being written.

    A lesson counts when its chapter does. Aliases never do: they are no pages of their own.
    `course` may be its row among all pages: only what all pages have is asked of it.
    """
    base = course.get_url() or ""
    chapters: list[dict[str, Any]] = []
    below: dict[str, list[TreeLesson]] = {}
    for row in _rows(course, with_drafts):
        if row["depth"] == course.depth + 1:
            chapters.append(row)
        else:
            below.setdefault(row["path"][:-STEP], []).append(_lesson(row, course, base))
    found = (
        TreeChapter(
            pk=row["pk"],
            key=row["translation_key"],
            title=row["title"],
            summary=row["chapterpage__summary"] or "",
            lessons=tuple(below.get(row["path"], ())),
        )
        for row in chapters
    )
    return CourseTree(course.translation_key, tuple(found))


def _rows(course: Page, with_drafts: bool) -> list[dict[str, Any]]:
    is_chapter = Q(depth=course.depth + 1, chapterpage__isnull=False)
    is_lesson = Q(depth=course.depth + 2, lessonpage__isnull=False)
    pages = (
        Page.objects.descendant_of(course)
        .filter(is_chapter | is_lesson, alias_of=None)
        .order_by("path")
    )
    names = [*_SHARED, "chapterpage__summary", *(f"lessonpage__{name}" for name in _OF_LESSONS)]
    if not with_drafts:
        return list(pages.live().values(*names))
    rows = list(pages.values(*names, *(f"{_DRAFT}{name}" for name in _OF_LESSONS)))
    for row in rows:
        row["title"] = row["draft_title"] or row["title"]
        for name in _OF_LESSONS:
            if row[_DRAFT + name] is not None:
                row[f"lessonpage__{name}"] = row[_DRAFT + name]
        row["chapterpage__summary"] = row[_DRAFT + "summary"] or row["chapterpage__summary"]
    return rows


def _lesson(row: dict[str, Any], course: Page, base: str) -> TreeLesson:
    return TreeLesson(
        pk=row["pk"],
        key=row["translation_key"],
        title=row["title"],
        summary=row["lessonpage__summary"] or "",
        url=base + escape_uri_path(row["url_path"][len(course.url_path) :]),
        minutes=row["lessonpage__duration_minutes"],
        is_free_preview=bool(row["lessonpage__is_free_preview"]),
        is_required=bool(row["lessonpage__is_required"]),
    )
