"""A course's chapters and lessons without their bodies, in one statement whatever its size.

What readers see is the last release: which chapters and lessons there are, and in which order. The
pages' own rows say the rest. The tree that writers work on is a draft: a lesson that was moved to
another course stays this one's until one of the two is released.
"""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.utils.encoding import escape_uri_path
from wagtail.models import Page

from courses.outline.models import Lesson
from courses.pages.enums import ReleaseState
from courses.pages.models import ReleaseItem, Removal

# A path of Wagtail's tree has so many letters a level.
STEP = Page.steplen
# What a draft says of itself, for those who may see it.
_DRAFT = "latest_revision__content__"
_SHARED = ("pk", "path", "depth", "slug", "translation_key", "title", "draft_title")
_OF_LESSONS = ("summary", "duration_minutes", "is_free_preview", "is_required")
_NAMES = (*_SHARED, "chapterpage__summary", *(f"lessonpage__{name}" for name in _OF_LESSONS))


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
    found = _drafts(course) if with_drafts else _released(course)
    chapters = (
        TreeChapter(
            pk=row["pk"],
            key=row["translation_key"],
            title=row["title"],
            summary=row["chapterpage__summary"] or "",
            lessons=tuple(_lesson(lesson, row, base) for lesson in lessons),
        )
        for row, lessons in found
    )
    return CourseTree(course.translation_key, tuple(chapters))


Row = dict[str, Any]


def is_released() -> Exists:
    """Ask of chapters and lessons whether the live release of their course has them, a lesson
    below a chapter that is live."""
    chapters = Page.objects.live().filter(
        translation_key=OuterRef("chapter_key"), locale=OuterRef("locale"), alias_of=None
    )
    items = ReleaseItem.objects.filter(
        Q(chapter_key=None) | Exists(chapters),
        is_held(),
        release__state=ReleaseState.LIVE,
        page_key=OuterRef("translation_key"),
        locale=OuterRef("locale"),
    )
    return Exists(items)


def is_held() -> Q:
    """Ask of items whether their course still has the lesson: no other one has released it since.

    What the outline has no row for, as a chapter, is its release's.
    """
    taken = Lesson.objects.filter(key=OuterRef("page_key"))
    return ~Q(Exists(taken.exclude(course=OuterRef("release__course"))))


def source_items() -> QuerySet[ReleaseItem]:
    """Return of each chapter and lesson, in whichever language, its item in the live release.

    For the statement about pages that it stands in. A release is of the source language; the
    others follow its outline.
    """
    return ReleaseItem.objects.filter(
        is_held(),
        release__state=ReleaseState.LIVE,
        locale=F("release__locale"),
        page_key=OuterRef("translation_key"),
    )


def live_in(course: Page) -> QuerySet[Page]:
    """Return what the live release of the course has and readers see, wherever it stands in the
    tree: each with its item's `place`, and the `chapter_key` of a lesson."""
    live = ReleaseItem.objects.filter(
        release__state=ReleaseState.LIVE, release__course__key=course.translation_key
    )
    items = source_items().filter(release__course__key=course.translation_key)
    everywhere: Any = Page.objects
    pages: QuerySet[Page] = (
        everywhere.live()
        .filter(translation_key__in=live.values("page_key"), locale=course.locale_id, alias_of=None)
        .exclude(pk=course.pk)
        .annotate(
            place=Subquery(items.values("pk")[:1]),
            chapter_key=Subquery(items.values("chapter_key")[:1]),
        )
        .filter(place__isnull=False)
    )
    return pages


def _released(course: Page) -> list[tuple[Row, list[Row]]]:
    # Items were written down in the order of the outline.
    pages = live_in(course).order_by("place")
    rows = list(pages.values(*_NAMES, "chapter_key"))
    chapters = [row for row in rows if row["chapter_key"] is None]
    return [
        (chapter, [row for row in rows if row["chapter_key"] == chapter["translation_key"]])
        for chapter in chapters
    ]


def _drafts(course: Page) -> list[tuple[Row, list[Row]]]:
    found: list[tuple[Row, list[Row]]] = []
    closed: set[str] = set()
    for row in _draft_rows(course):
        path = row["path"]
        if row["is_removed"] or path[:-STEP] in closed:
            closed.add(path)
        elif row["depth"] == course.depth + 1:
            found.append((row, []))
        elif found and path.startswith(found[-1][0]["path"]):
            found[-1][1].append(row)
    return found


def _draft_rows(course: Page) -> list[Row]:
    is_chapter = Q(depth=course.depth + 1, chapterpage__isnull=False)
    is_lesson = Q(depth=course.depth + 2, lessonpage__isnull=False)
    pages = (
        Page.objects.descendant_of(course)
        .filter(is_chapter | is_lesson, alias_of=None)
        .annotate(
            is_removed=Exists(Removal.objects.filter(page=OuterRef("pk"))),
            draft_slug=KeyTextTransform("slug", "latest_revision__content"),
        )
        .order_by("path")
    )
    of_drafts = (f"{_DRAFT}{name}" for name in _OF_LESSONS)
    rows = list(pages.values(*_NAMES, "is_removed", "draft_slug", *of_drafts))
    for row in rows:
        row["title"] = row["draft_title"] or row["title"]
        row["slug"] = row["draft_slug"] or row["slug"]
        for name in _OF_LESSONS:
            if row[_DRAFT + name] is not None:
                row[f"lessonpage__{name}"] = row[_DRAFT + name]
        row["chapterpage__summary"] = row[_DRAFT + "summary"] or row["chapterpage__summary"]
    return rows


def _lesson(row: Row, chapter: Row, base: str) -> TreeLesson:
    return TreeLesson(
        pk=row["pk"],
        key=row["translation_key"],
        title=row["title"],
        summary=row["lessonpage__summary"] or "",
        url=f"{base}{escape_uri_path(chapter['slug'])}/{escape_uri_path(row['slug'])}/",
        minutes=row["lessonpage__duration_minutes"],
        is_free_preview=bool(row["lessonpage__is_free_preview"]),
        is_required=bool(row["lessonpage__is_required"]),
    )
