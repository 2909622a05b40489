"""A course as the outline reads it: its last release, and what of it is live now.

Structure, order and blocks are those of the release, in the language that the course was first
written in. What is live is asked of the pages: the lesson's, its chapter's, the course's, and all
that are above it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, Min, OuterRef, Q
from wagtail.models import Page

from courses.outline.services import (
    CarriedBlock,
    Known,
    Syllabus,
    SyllabusLanguage,
    SyllabusLesson,
    SyllabusListing,
    ask_refreshes,
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

    course_key: UUID
    by_place: dict[tuple[UUID, int], Page]
    # Of the paths above the course's pages, whether each is live.
    above: dict[str, bool]

    def is_course_live(self, locale_id: int) -> bool:
        """Say whether readers find the course in this language."""
        page = self.by_place.get((self.course_key, locale_id))
        if page is None or not page.live:
            return False
        return all(self.above.get(path, False) for path in _paths_above(page.path))

    def live_revision(self, row: "_Row", locale_id: int) -> tuple[bool, int | None]:
        """Return whether readers find a lesson in this language, and which revision.

        Where its page stands in the tree does not matter: that is a draft.
        """
        page = self.by_place.get((row.key, locale_id))
        chapter = self.by_place.get((row.chapter_key, locale_id))
        is_live = bool(page and page.live and chapter and chapter.live)
        if page is None or not is_live or not self.is_course_live(locale_id):
            return False, None
        return True, page.live_revision_id


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
    # A lesson that is known is this course's: whoever takes one over has it written so at once.
    unsure = {row.key for row in rows if row.kind == PageKind.LESSON and row.key not in known}
    elsewhere = _taken_over(release, unsure)
    rows = [row for row in rows if row.key not in elsewhere]
    lessons = _lessons(release, rows, pages, known) if release is not None else ()
    return Syllabus(
        course_key=course_key,
        has_pages=any(key == course_key for key, _locale in pages.by_place),
        released_at=release.released_at if release is not None else None,
        lessons=lessons,
        listings=_listings(course_key, pages, lessons),
        look_again=_look_again(release),
        carried=_carried(lessons),
        elsewhere=elsewhere,
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
    everywhere: Any = Page.objects
    found = everywhere.filter(translation_key__in=keys, alias_of=None).only(
        "path", "depth", "live", "translation_key", "locale_id", "live_revision_id"
    )
    by_place = {(page.translation_key, page.locale_id): page for page in found}
    courses = [page for (key, _locale), page in by_place.items() if key == course_key]
    paths = {path for page in courses for path in _paths_above(page.path)}
    above = dict(Page.objects.filter(path__in=paths).values_list("path", "live"))
    return _Pages(course_key, by_place, above)


def _lessons(
    release: Release, rows: list[_Row], pages: _Pages, known: Known
) -> tuple[SyllabusLesson, ...]:
    mine = [row for row in rows if row.kind == PageKind.LESSON]
    unknown = {row.hash for row in mine if known.get(row.key) != row.hash}
    contents = dict(ReleasedContent.objects.filter(hash__in=unknown).values_list("hash", "content"))
    said = _said(release)
    lessons = []
    for row in mine:
        languages = _languages(release, row, pages)
        lesson = SyllabusLesson(
            key=row.key,
            chapter_key=row.chapter_key,
            is_required=said[row.key]["is_required"],
            is_free_preview=said[row.key]["is_free_preview"],
            is_live=any(one.locale_id == release.locale_id for one in languages),
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


def _languages(release: Release, row: _Row, pages: _Pages) -> tuple[SyllabusLanguage, ...]:
    if release.state != ReleaseState.LIVE:
        return ()
    found = []
    for locale_id in sorted({locale for key, locale in pages.by_place if key == row.key}):
        is_live, revision = pages.live_revision(row, locale_id)
        if is_live:
            found.append(SyllabusLanguage(locale_id, revision))
    return tuple(found)


def _taken_over(release: Release | None, keys: set[UUID]) -> dict[UUID, UUID]:
    """Return which of these lessons of a release are another course's now, with its key.

    Of the courses whose newest release has a lesson, it is that one's which was released last.
    So it is one course's, whichever of them is read.
    """
    if release is None or not keys:
        return {}
    later = Release.objects.filter(
        state__in=NUMBERED_STATES,
        course=OuterRef("release__course"),
        number__gt=OuterRef("release__number"),
    )
    items = ReleaseItem.objects.filter(
        Q(release__released_at__gt=release.released_at)
        | Q(release__released_at=release.released_at, release__gt=release.pk),
        ~Exists(later),
        release__state__in=NUMBERED_STATES,
        page_key__in=keys,
        locale=F("release__locale"),
    ).exclude(release__course=release.course_id)
    found = items.order_by("release__released_at", "release")
    return dict(found.values_list("page_key", "release__course__key"))


def ask_others(release: Release) -> None:
    """Have those courses read anew that a lesson falls back to, because this release of another
    course has it no longer. Call it within the release's transaction."""
    earlier = Release.objects.filter(course=release.course_id, number__lt=release.number)
    before = earlier.order_by("-number").values("pk")[:1]
    left = ReleaseItem.objects.filter(release=before).exclude(
        page_key__in=release.items.values("page_key")
    )
    others = Release.objects.filter(
        state__in=NUMBERED_STATES, items__page_key__in=left.values("page_key")
    )
    keys = others.exclude(course=release.course_id).values_list("course__key", flat=True)
    ask_refreshes(keys.distinct())


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
    live = {(lesson.key, one.locale_id) for lesson in lessons for one in lesson.languages}
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
            is_live=pages.is_course_live(page.locale_id),
            title=page.title,
            level=page.level,
            category_id=page.category_id,
            duration_minutes=minutes.get(page.locale_id, 0),
            lessons=sum(locale == page.locale_id for _key, locale in live),
            first_released_at=first["released_at__min"],
        )
        for page in courses.order_by("pk").only("locale_id", "title", "level", "category_id")
    )
