"""A course as the outline reads it: its last release, and what of it is live now.

Structure, order and blocks are those of the release, in the language that the course was first
written in. What is live is asked of the pages: the lesson's, its chapter's, the course's, and all
that are above it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Min, Q
from wagtail.models import Page

from courses.outline.services import (
    CarriedBlock,
    Known,
    Syllabus,
    SyllabusLanguage,
    SyllabusLesson,
    SyllabusListing,
)
from courses.pages.enums import NUMBERED_STATES, PageKind, ReleaseState
from courses.pages.material import blocks_of
from courses.pages.models import (
    BlockMove,
    CoursePage,
    LessonPage,
    Release,
    ReleasedContent,
    ReleaseItem,
)

STEP = Page.steplen


@dataclass
class _Pages:
    """The pages of a course's keys in all languages, and whether readers find them."""

    by_place: dict[tuple[UUID, int], Page] = field(default_factory=dict)
    above: dict[str, bool] = field(default_factory=dict)

    def is_live(self, key: UUID, locale_id: int) -> bool:
        page = self.by_place.get((key, locale_id))
        return page is not None and page.live

    def is_course_live(self, key: UUID, locale_id: int) -> bool:
        page = self.by_place.get((key, locale_id))
        if page is None or not page.live:
            return False
        return all(self.above.get(path, False) for path in _paths_above(page.path))


def _paths_above(path: str) -> list[str]:
    return [path[:end] for end in range(STEP, len(path), STEP)]


def read_syllabus(course_key: UUID, known: Known) -> Syllabus:
    """Return the course as it was last released, in a fixed number of statements.

    Blocks are read of those lessons whose content's hash is not `known`. A course that was never
    released has no lessons; one that was taken off the site keeps them, none of them live.
    """
    release = (
        Release.objects.filter(course__key=course_key, state__in=NUMBERED_STATES)
        .order_by("-number")
        .first()
    )
    rows = _items(release)
    pages = _pages_of(course_key, rows)
    lessons = _lessons(course_key, release, rows, pages, known) if release is not None else ()
    return Syllabus(
        course_key=course_key,
        has_pages=any(key == course_key for key, _locale in pages.by_place),
        released_at=release.released_at if release is not None else None,
        lessons=lessons,
        listings=_listings(course_key, pages, lessons),
        look_again=_look_again(release),
        carried=_carried(lessons),
    )


@dataclass(frozen=True, slots=True)
class _Row:
    key: UUID
    kind: str
    # A chapter stands in none: its own.
    chapter_key: UUID
    hash: str


def _items(release: Release | None) -> list[_Row]:
    if release is None:
        return []
    items = ReleaseItem.objects.filter(release=release, locale=release.locale_id).order_by("pk")
    names = ("page_key", "kind", "chapter_key", "content_id")
    return [
        _Row(key, kind, chapter_key or key, content)
        for key, kind, chapter_key, content in items.values_list(*names)
    ]


def _pages_of(course_key: UUID, rows: Iterable[_Row]) -> _Pages:
    keys = {course_key, *(row.key for row in rows)}
    found = Page.objects.filter(translation_key__in=keys, alias_of=None).only(
        "path", "depth", "live", "translation_key", "locale_id", "live_revision_id"
    )
    pages = _Pages({(page.translation_key, page.locale_id): page for page in found})
    courses = [page for (key, _locale), page in pages.by_place.items() if key == course_key]
    paths = {path for page in courses for path in _paths_above(page.path)}
    pages.above = dict(Page.objects.filter(path__in=paths).values_list("path", "live"))
    return pages


def _lessons(
    course_key: UUID, release: Release, rows: list[_Row], pages: _Pages, known: Known
) -> tuple[SyllabusLesson, ...]:
    elsewhere = _released_elsewhere(course_key, release, rows, pages)
    mine = [row for row in rows if row.kind == PageKind.LESSON and row.key not in elsewhere]
    unknown = {row.hash for row in mine if known.get(row.key) != row.hash}
    contents = dict(ReleasedContent.objects.filter(hash__in=unknown).values_list("hash", "content"))
    locales = sorted({locale for _key, locale in pages.by_place})
    said = _said(release)
    lessons = []
    for row in mine:
        languages = tuple(
            _language(course_key, release, row, locale, pages)
            for locale in locales
            if (row.key, locale) in pages.by_place
        )
        lesson = SyllabusLesson(
            key=row.key,
            chapter_key=row.chapter_key,
            is_required=said[row.key]["is_required"],
            is_free_preview=said[row.key]["is_free_preview"],
            is_live=any(one.is_live and one.locale_id == release.locale_id for one in languages),
            content_hash=row.hash,
            blocks=blocks_of(contents[row.hash]["body"]) if row.hash in contents else None,
            languages=languages,
        )
        lessons.append(lesson)
    return tuple(lessons)


def _said(release: Release) -> dict[UUID, Mapping[str, Any]]:
    return {
        UUID(lesson["key"]): lesson
        for chapter in release.syllabus["chapters"]
        for lesson in chapter["lessons"]
    }


def _language(
    course_key: UUID, release: Release, row: _Row, locale_id: int, pages: _Pages
) -> SyllabusLanguage:
    page = pages.by_place[row.key, locale_id]
    is_live = (
        release.state == ReleaseState.LIVE
        and page.live
        and pages.is_live(row.chapter_key, locale_id)
        and pages.is_course_live(course_key, locale_id)
    )
    return SyllabusLanguage(locale_id, is_live, page.live_revision_id if is_live else None)


def _released_elsewhere(
    course_key: UUID, release: Release, rows: list[_Row], pages: _Pages
) -> set[UUID]:
    """Return the keys of lessons that another course has taken over and released."""
    course = pages.by_place.get((course_key, release.locale_id))
    if course is None:
        return set()
    away = {
        row.key
        for row in rows
        if (page := pages.by_place.get((row.key, release.locale_id))) is not None
        and not page.path.startswith(course.path)
    }
    if not away:
        return set()
    others = ReleaseItem.objects.filter(
        release__state=ReleaseState.LIVE, page_key__in=away, locale=release.locale_id
    ).exclude(release__course__key=course_key)
    return set(others.values_list("page_key", flat=True))


def _look_again(release: Release | None) -> frozenset[tuple[UUID, UUID]]:
    pairs = release.look_again if release is not None else ()
    return frozenset((UUID(lesson), UUID(block)) for lesson, block in pairs)


def _carried(lessons: Iterable[SyllabusLesson]) -> tuple[CarriedBlock, ...]:
    # Nothing can have come to a lesson whose content is known already.
    keys = [lesson.key for lesson in lessons if lesson.blocks is not None]
    if not keys:
        return ()
    moves = BlockMove.objects.filter(Q(from_lesson__in=keys) | Q(to_lesson__in=keys))
    return tuple(
        CarriedBlock(move.block_uuid, frozenset((move.from_lesson, move.to_lesson)))
        for move in moves
    )


def _listings(
    course_key: UUID, pages: _Pages, lessons: Iterable[SyllabusLesson]
) -> tuple[SyllabusListing, ...]:
    live = {
        (lesson.key, one.locale_id) for lesson in lessons for one in lesson.languages if one.is_live
    }
    keys = [lesson.key for lesson in lessons]
    minutes: dict[int, int] = {}
    rows = LessonPage.objects.filter(translation_key__in=keys, alias_of=None)
    for key, locale, length in rows.values_list("translation_key", "locale", "duration_minutes"):
        if (key, locale) in live:
            minutes[locale] = minutes.get(locale, 0) + (length or 0)
    first = Release.objects.filter(course__key=course_key).aggregate(Min("released_at"))
    courses = CoursePage.objects.filter(translation_key=course_key, alias_of=None)
    return tuple(
        SyllabusListing(
            locale_id=page.locale_id,
            page_id=page.pk,
            is_live=pages.is_course_live(course_key, page.locale_id),
            title=page.title,
            level=page.level,
            category_id=page.category_id,
            duration_minutes=minutes.get(page.locale_id, 0),
            lessons=sum(locale == page.locale_id for _key, locale in live),
            first_released_at=first["released_at__min"],
        )
        for page in courses.order_by("pk").only("locale_id", "title", "level", "category_id")
    )
