"""Where readers find chapters and lessons: by the last release, not by the tree.

A lesson that a writer moved in the tree keeps its address until the move is released, and is
found under its old one afterwards; one that went to another course only under its new one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.http import Http404
from wagtail.models import Page, PageViewRestriction

from courses.pages.live_tree import live_in, source_items

# Below a course: a chapter, and a lesson in it.
LEVELS = 2


def find_released(
    course: Page, slugs: list[str], rows: Sequence[Any] = ()
) -> tuple[Page, list[str]]:
    """Return the row of the live chapter or lesson at `slugs` below a course, and nothing left.

    `rows` are those that the tree has at this address: where they are live they are taken, and
    it is asked no more. A lesson is also found below a chapter that it does not stand in, if its
    slug is right. Whoever serves the page sees to it that it is in the release, and leads to
    where it stands there. Raises Http404.
    """
    if len(slugs) > LEVELS:
        raise Http404
    found = _of_tree(course, slugs, rows) or _of_release(course, slugs)
    parent = course
    for row in found:
        row._cached_parent_obj = parent
        row._released_url_path = (
            f"{getattr(parent, '_released_url_path', parent.url_path)}{row.slug}/"
        )
        row.is_restricted |= getattr(parent, "is_restricted", False)
        parent = row
    return parent, []


def _of_tree(course: Page, slugs: list[str], rows: Sequence[Any]) -> list[Any]:
    paths = [course.url_path + "/".join(slugs[:end]) + "/" for end in range(1, len(slugs) + 1)]
    found = {row.url_path: row for row in rows if row.live and row.alias_of_id is None}
    if not all(path in found for path in paths):
        return []
    return [found[path] for path in paths]


def _of_release(course: Page, slugs: list[str]) -> list[Any]:
    rows = list(_rows(course, Q(slug__in=slugs)))
    chapters = {row.translation_key: row for row in rows if row.chapter_key is None}
    if len(slugs) == 1 and chapters:
        return [next(iter(chapters.values()))]
    lessons = [row for row in rows if row.chapter_key and row.slug == slugs[-1]]
    # Two chapters may each have a lesson of this name.
    lessons.sort(key=lambda row: row.chapter_key not in chapters)
    for lesson in lessons:
        chapter = chapters.get(lesson.chapter_key)
        chapter = chapter or next(_rows(course, Q(translation_key=lesson.chapter_key)), None)
        if chapter is not None:
            return [chapter, lesson]
    raise Http404


def _rows(course: Page, condition: Q) -> Iterator[Any]:
    restricted = Exists(PageViewRestriction.objects.filter(page=OuterRef("pk")))
    rows: Any = live_in(course).filter(condition).annotate(is_restricted=restricted)
    return iter(rows.select_related("locale"))


def note_released_paths(pages: Iterable[Page]) -> None:
    """Let live chapters and lessons know their released address, all in one statement."""
    wanted = [page for page in pages if not hasattr(page, "_released_url_path")]
    if not wanted:
        return
    beside = Page.objects.live().filter(locale=OuterRef("locale"), alias_of=None)
    of_chapter = beside.filter(translation_key=OuterRef("chapter_key"))
    of_course = beside.filter(translation_key=OuterRef("course_key"))
    rows = (
        Page.objects.filter(pk__in=[page.pk for page in wanted])
        .annotate(
            place=Subquery(source_items().values("pk")[:1]),
            chapter_key=Subquery(source_items().values("chapter_key")[:1]),
            course_key=Subquery(source_items().values("release__course__key")[:1]),
        )
        .annotate(
            course_path=Subquery(of_course.values("url_path")[:1]),
            chapter_slug=Subquery(of_chapter.values("slug")[:1]),
        )
        .values("pk", "place", "chapter_key", "chapter_slug", "course_path", "slug")
    )
    known = {row["pk"]: _path(row) for row in rows}
    for page in wanted:
        page._released_url_path = known.get(page.pk)


def _path(row: Mapping[str, Any]) -> str | None:
    if row["place"] is None or row["course_path"] is None:
        return None
    if row["chapter_key"] is None:
        return f"{row['course_path']}{row['slug']}/"
    if row["chapter_slug"] is None:
        return None
    return f"{row['course_path']}{row['chapter_slug']}/{row['slug']}/"
