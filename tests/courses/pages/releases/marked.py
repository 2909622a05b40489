"""Courses whose every page says which release it is of: in its title, its words and its order."""

import re
from typing import Any

from courses.pages.models import CoursePage
from courses.pages.services import publish_course
from tests.factories.courses import chapters_of, lessons_of, make_course, write_lesson
from tests.factories.keeping import keeper

MARK = re.compile(r"mark-(\d+)")


def text(words: str) -> list[tuple[str, str]]:
    """Return a body of one text."""
    return [("text", f"<p>{words}</p>")]


def mark(course: CoursePage, number: int) -> None:
    """Let the drafts of all pages say this number."""
    draft = CoursePage.objects.get(pk=course.pk).get_latest_revision_as_object()
    draft.promise = f"Promise mark-{number}"
    draft.title = f"Course mark-{number}"
    draft.save_revision(user=course.owner)
    for at, chapter in enumerate(chapters_of(course)):
        chapter.title = f"Chapter {at} mark-{number}"
        chapter.save_revision(user=course.owner)
    for at, lesson in enumerate(lessons_of(course)):
        write_lesson(
            lesson,
            text(f"Body {at} mark-{number}"),
            title=f"Lesson {at} mark-{number}",
            summary=f"Summary mark-{number}",
            is_free_preview=True,
        )


def make_marked(*, chapters: int = 1, lessons: int = 2, live: bool = True, at: int = 0) -> Any:
    """Return a course that lacks nothing and says 1 everywhere, as release 1 unless told not to.

    The first of its kind is made by the services, the next has the same rows; so `at` tells
    several of one kind apart. Its owner is its own.
    """

    def really() -> None:
        _make(chapters, lessons, live)

    known = set(CoursePage.objects.values_list("pk", flat=True))
    keeper.make(("marked", chapters, lessons, live, at, *sorted(known)), really)
    return CoursePage.objects.exclude(pk__in=known).get()


def _make(chapters: int, lessons: int, live: bool) -> None:
    course = make_course(
        chapters=chapters,
        lessons=lessons,
        live=False,
        outcomes=[("item", "Read a river")],
    )
    mark(course, 1)
    if live:
        publish_course(course, by=course.owner)


def marks_in(html: str) -> set[int]:
    """Return which releases a page speaks of."""
    return {int(number) for number in MARK.findall(html)}
