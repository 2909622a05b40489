"""The outline as other apps read it, in a fixed number of statements whatever its size."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from courses.outline.enums import CourseState
from courses.outline.models import Block, Course, Lesson, LessonLanguage


@dataclass(frozen=True, slots=True)
class OutlineBlock:
    """A block of a lesson. `changed_at` is since when learners should look at it again."""

    pk: int
    uuid: UUID
    kind: str
    is_required: bool
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class OutlineLesson:
    """A lesson with its blocks in their order, and the languages that readers find it in."""

    pk: int
    key: UUID
    chapter_key: UUID
    is_required: bool
    is_free_preview: bool
    is_live: bool
    live_in: frozenset[int]
    blocks: tuple[OutlineBlock, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A course: its lessons in their order, without those that left it."""

    pk: int
    key: UUID
    state: CourseState
    lessons: tuple[OutlineLesson, ...]


def outline_of(course_key: UUID) -> Outline | None:
    """Return the course as records see it, in four statements; None when there is no such course.

    Primary keys of locales are in `live_in`. A block not yet in a language counts there all the
    same.
    """
    course = Course.objects.filter(key=course_key).first()
    if course is None:
        return None
    lessons = list(Lesson.objects.kept().filter(course=course).order_by("position"))
    blocks: dict[int, list[OutlineBlock]] = {}
    of_course = Block.objects.kept().filter(lesson__course=course).order_by("position")
    for row in of_course:
        block = OutlineBlock(row.pk, row.block_uuid, row.kind, row.is_required, row.changed_at)
        blocks.setdefault(row.lesson_id, []).append(block)
    languages = _live_in(course)
    return Outline(
        pk=course.pk,
        key=course.key,
        state=CourseState(course.state),
        lessons=tuple(_lesson(row, blocks.get(row.pk, ()), languages) for row in lessons),
    )


def _live_in(course: Course) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    rows = LessonLanguage.objects.filter(lesson__course=course, is_live=True)
    for lesson, locale in rows.values_list("lesson", "locale"):
        found.setdefault(lesson, set()).add(locale)
    return found


def _lesson(
    row: Lesson, blocks: Iterable[OutlineBlock], languages: dict[int, set[int]]
) -> OutlineLesson:
    return OutlineLesson(
        pk=row.pk,
        key=row.key,
        chapter_key=row.chapter_key,
        is_required=row.is_required,
        is_free_preview=row.is_free_preview,
        is_live=row.is_live,
        live_in=frozenset(languages.get(row.pk, ())),
        blocks=tuple(blocks),
    )
