"""Where readers find chapters and lessons: by the last release, not by the tree.

A lesson that a writer moved in the tree keeps its address until the move is released, and is
found under its old one afterwards.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from wagtail.models import Page, PageViewRestriction

from courses.pages.live_tree import syllabus_of
from courses.pages.models import CoursePage, Release
from courses.pages.releases.content import chapters_of_lessons

# Below a course: a chapter, and a lesson in it.
LEVELS = 2


def find_released(course: Page, slugs: list[str]) -> tuple[Page, list[str]]:
    """Return the row of the live chapter or lesson at `slugs` below a course, and nothing left.

    A lesson is also found below a chapter that it does not stand in, if its slug is right: the
    one who serves it leads to where it stands. Raises Http404.
    """
    if len(slugs) > LEVELS:
        raise Http404
    above = chapters_of_lessons(syllabus_of(course))
    rows = {str(row.translation_key): row for row in _rows(course, above, Q(slug__in=slugs))}
    lessons = [row for key, row in rows.items() if above[key] and row.slug == slugs[-1]]
    if len(slugs) == 1:
        chapters = [row for key, row in rows.items() if above[key] is None]
        if chapters:
            return _below(chapters[0], course), []
    for lesson in sorted(lessons, key=lambda row: not _stands_in(row, rows, above, slugs[0])):
        key = above[str(lesson.translation_key)] or ""
        chapter = rows.get(key) or next(_rows(course, [key]), None)
        if chapter is not None:
            lesson.is_restricted |= chapter.is_restricted
            return _below(lesson, _below(chapter, course)), []
    raise Http404


def _rows(course: Page, keys: Iterable[str], *conditions: Q) -> Iterator[Any]:
    return iter(
        Page.objects.live()
        .filter(*conditions, path__startswith=course.path, translation_key__in=keys, alias_of=None)
        .annotate(is_restricted=Exists(PageViewRestriction.objects.filter(page=OuterRef("pk"))))
        .select_related("locale")
    )


def _stands_in(
    row: Page, rows: Mapping[str, Page], above: Mapping[str, str | None], slug: str
) -> bool:
    chapter = rows.get(above[str(row.translation_key)] or "")
    return chapter is not None and chapter.slug == slug


def _below(row: Page, parent: Page) -> Page:
    row._cached_parent_obj = parent
    row._released_url_path = f"{parent_path(parent)}{row.slug}/"
    return row


def parent_path(row: Page) -> str:
    """Return the address of a row within the site, as the last release has it."""
    return str(getattr(row, "_released_url_path", None) or row.url_path)


def note_released_paths(pages: Iterable[Page]) -> None:
    """Let live chapters and lessons know their released address, all in three statements."""
    wanted = [page for page in pages if not hasattr(page, "_released_url_path")]
    if not wanted:
        return
    step = Page.steplen
    prefixes = {page.path[: length * step] for page in wanted for length in range(1, page.depth)}
    courses = {
        course.path: course
        for course in CoursePage.objects.filter(path__in=prefixes).only(
            "pk", "path", "url_path", "translation_key", "locale_id"
        )
    }
    keys = {course.translation_key for course in courses.values()}
    releases = Release.objects.live().filter(course__key__in=keys)
    syllabi = dict(releases.values_list("course__key", "syllabus"))
    above = {key: chapters_of_lessons(syllabus) for key, syllabus in syllabi.items()}
    slugs = _slugs(courses.values(), above)
    for page in wanted:
        course = _course_of(page, courses)
        page._released_url_path = _path(page, course, above, slugs) if course else None


def _course_of(page: Page, courses: Mapping[str, CoursePage]) -> CoursePage | None:
    lengths = range(len(page.path) - Page.steplen, 0, -Page.steplen)
    return next((courses[page.path[:end]] for end in lengths if page.path[:end] in courses), None)


def _slugs(
    courses: Iterable[CoursePage], above: Mapping[UUID, Mapping[str, str | None]]
) -> dict[tuple[int, str], str]:
    below = Q(pk__in=[])
    for course in courses:
        keys = [
            key for key, chapter in above.get(course.translation_key, {}).items() if not chapter
        ]
        below |= Q(path__startswith=course.path, translation_key__in=keys)
    rows = Page.objects.live().filter(below).values_list("locale_id", "translation_key", "slug")
    return {(locale, str(key)): slug for locale, key, slug in rows}


def _path(
    page: Page,
    course: CoursePage,
    above: Mapping[UUID, Mapping[str, str | None]],
    slugs: Mapping[tuple[int, str], str],
) -> str | None:
    places = above.get(course.translation_key, {})
    key = str(page.translation_key)
    if key not in places:
        return None
    chapter = places[key]
    if chapter is None:
        return f"{course.url_path}{page.slug}/"
    slug = slugs.get((page.locale_id, chapter))
    return f"{course.url_path}{slug}/{page.slug}/" if slug else None
