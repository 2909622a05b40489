"""A course's chapters and lessons as their writers see them: drafts, in two statements."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, Value, When
from wagtail.models import Page

from courses.pages.models import CoursePage, LessonPage, Removal
from courses.pages.services.moving import version_of

# What an empty stream looks like in a revision.
NO_BLOCKS = ("", "[]")


@dataclass(frozen=True)
class LessonRow:
    """A lesson in its draft."""

    pk: int
    title: str
    url_path: str
    is_live: bool
    has_changes: bool
    is_locked: bool
    is_free_preview: bool
    is_required: bool
    has_content: bool


@dataclass(frozen=True)
class ChapterRow:
    """A chapter in its draft, with its lessons."""

    pk: int
    title: str
    url_path: str
    is_live: bool
    has_changes: bool
    is_locked: bool
    lessons: list[LessonRow] = field(default_factory=list)


@dataclass(frozen=True)
class CourseOutline:
    """The whole course, and the version that a change of its order must name."""

    chapters: list[ChapterRow]
    version: str

    @property
    def lessons(self) -> list[LessonRow]:
        """All lessons in their order."""
        return [lesson for chapter in self.chapters for lesson in chapter.lessons]


def read_outline(course_page: CoursePage, *, with_removed: bool = False) -> CourseOutline:
    """Return the drafts of the course's chapters and lessons, in their order.

    Removed pages keep their places, which moves count: `with_removed` returns them, too. The
    version is that of all.
    """
    is_removed = Exists(Removal.objects.filter(page=OuterRef("pk")))
    rows = list(course_page.get_descendants().annotate(is_removed=is_removed).order_by("path"))
    closed = [] if with_removed else [row.path for row in rows if row.is_removed]
    pages = [row for row in rows if not any(row.path.startswith(path) for path in closed)]
    facts = {row["pk"]: row for row in _lesson_facts(course_page)}
    chapters: list[ChapterRow] = []
    for page in pages:
        if page.pk in facts and chapters:
            chapters[-1].lessons.append(_lesson(page, facts[page.pk]))
        elif page.depth == course_page.depth + 1:
            chapters.append(ChapterRow(**_shared(page)))
    return CourseOutline(chapters, version_of((row.depth, row.pk) for row in rows))


def _shared(page: Page) -> dict[str, Any]:
    return {
        "pk": page.pk,
        "title": page.draft_title or page.title,
        "url_path": page.url_path,
        "is_live": page.live,
        "has_changes": page.has_unpublished_changes,
        "is_locked": page.locked,
    }


def _lesson(page: Page, facts: dict[str, Any]) -> LessonRow:
    return LessonRow(
        **_shared(page),
        is_free_preview=bool(facts["is_free"]),
        is_required=bool(facts["is_needed"]),
        has_content=facts["has_content"],
    )


def lessons_of_draft(course_page: CoursePage) -> Any:
    """Return the course's lessons with `has_content`: whether the newest draft has a block.

    The database looks into the draft: a body may be large, and there may be a hundred.
    """
    body = "latest_revision__content__body"
    without_draft = Q(latest_revision=None) & Q(body__in=NO_BLOCKS)
    is_empty = without_draft | Q(**{f"{body}__in": NO_BLOCKS}) | Q(**{body: None})
    has_content = Case(
        When(is_empty, then=Value(value=False)),
        default=Value(value=True),
        output_field=BooleanField(),
    )
    return LessonPage.objects.descendant_of(course_page).annotate(has_content=has_content)


def _lesson_facts(course_page: CoursePage) -> Any:
    return lessons_of_draft(course_page).values(
        "pk",
        "has_content",
        is_free=F("latest_revision__content__is_free_preview"),
        is_needed=F("latest_revision__content__is_required"),
    )
