"""What an outline shows: chapters and lessons, their length, and whether they are open."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wagtail.models import Page

from courses.pages.access import Access, decide_tree
from courses.pages.live_tree import CourseTree, TreeLesson, read_tree

# So many lines fit on a screen or two.
SHORT = 12


def anchor_of(key: UUID) -> str:
    """Return the name of a chapter's place on the course page, the same in all languages."""
    return f"chapter-{key}"


@dataclass(frozen=True)
class OutlineLesson:
    """A line of the outline. Lessons are numbered through the whole course."""

    facts: TreeLesson
    number: int
    access: Access


@dataclass(frozen=True)
class OutlineChapter:
    """A chapter of the outline."""

    pk: int
    key: UUID
    title: str
    summary: str
    number: int
    lessons: tuple[OutlineLesson, ...]

    @property
    def anchor(self) -> str:
        """Its place on the course page."""
        return anchor_of(self.key)

    @property
    def minutes(self) -> int:
        """How long its lessons take; those that do not say count as nothing."""
        return sum(lesson.facts.minutes or 0 for lesson in self.lessons)


@dataclass(frozen=True)
class Place:
    """Where a lesson stands, and what comes before and after it."""

    chapter: OutlineChapter
    lesson: OutlineLesson
    before: OutlineLesson | None
    after: OutlineLesson | None


@dataclass(frozen=True)
class Outline:
    """The whole course as one person may see it."""

    chapters: tuple[OutlineChapter, ...]

    @property
    def lessons(self) -> list[OutlineLesson]:
        """All lessons in their order."""
        return [lesson for chapter in self.chapters for lesson in chapter.lessons]

    @property
    def minutes(self) -> int:
        """How long the course takes, as far as its lessons say."""
        return sum(chapter.minutes for chapter in self.chapters)

    @property
    def first_free(self) -> OutlineLesson | None:
        """The first lesson that everybody may read."""
        return next((one for one in self.lessons if one.facts.is_free_preview), None)

    @property
    def is_short(self) -> bool:
        """Whether all chapters may stand open without hiding what comes after them."""
        return len(self.lessons) <= SHORT

    @property
    def has_locked(self) -> bool:
        """Whether some lesson is closed to this person."""
        return any(not lesson.access.allowed for lesson in self.lessons)

    def place_of(self, pk: int) -> Place | None:
        """Return where the lesson with this page stands, None when it is not in the outline."""
        lessons = self.lessons
        for index, lesson in enumerate(lessons):
            if lesson.facts.pk == pk:
                chapter = next(one for one in self.chapters if lesson in one.lessons)
                before = lessons[index - 1] if index else None
                after = lessons[index + 1] if index + 1 < len(lessons) else None
                return Place(chapter, lesson, before, after)
        return None


def read_outline(course: Page, user: Any, *, with_drafts: bool = False) -> Outline:
    """Return the course's outline for a person: one statement, and those of the policy."""
    tree = read_tree(course, with_drafts=with_drafts)
    return outline_of(tree, decide_tree(user, tree))


def outline_of(tree: CourseTree, answers: dict[int, Access]) -> Outline:
    """Return the outline of a course that was read, with what was decided about its lessons.

    A live chapter without a live lesson is left out: it would say nothing.
    """
    chapters: list[OutlineChapter] = []
    number = 0
    for chapter in tree.chapters:
        lessons = []
        for facts in chapter.lessons:
            number += 1
            lessons.append(OutlineLesson(facts, number, answers[facts.pk]))
        if lessons:
            chapters.append(
                OutlineChapter(
                    pk=chapter.pk,
                    key=chapter.key,
                    title=chapter.title,
                    summary=chapter.summary,
                    number=len(chapters) + 1,
                    lessons=tuple(lessons),
                )
            )
    return Outline(tuple(chapters))
