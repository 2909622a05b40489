"""Drafts as a walk shows them, in a fixed number of statements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from courses.pages.access import decide_tree
from courses.pages.live_tree import CourseTree, read_tree
from courses.pages.models import CoursePage, Removal
from courses.pages.outline_view import Outline, outline_of
from courses.pages.walk.current import WalkedCourse, Walking
from courses.pages.walk.tokens import NoWalkError, Walk


@dataclass(frozen=True)
class Begun:
    """A walk under way, the course's row in its language, and in that of its first page."""

    walking: Walking
    course: CoursePage
    source: CoursePage


def begin(walk: Walk) -> Begun:
    """Find the course in the walk's language in two statements; raise NoWalkError without one."""
    pages = list(
        CoursePage.objects.filter(translation_key=walk.course_key, alias_of=None)
        .select_related("locale", "latest_revision")
        .order_by("pk")
    )
    here = [page for page in pages if page.locale.language_code == walk.language]
    if not here:
        raise NoWalkError
    # A link that was sent keeps the language that was chosen for it.
    led_to = pages if walk.is_own else here
    courses = {
        page.locale_id: WalkedCourse(page.pk, page.path, page.locale.language_code)
        for page in led_to
    }
    return Begun(Walking(walk, courses, _removed(pages)), here[0], pages[0])


def _removed(courses: Iterable[Page]) -> tuple[str, ...]:
    """Return the paths of what leaves the course with its next release, in all languages."""
    below = Q()
    for course in courses:
        below |= Q(page__path__startswith=course.path)
    keys = Removal.objects.filter(below).values("page__translation_key")
    return tuple(Page.objects.filter(translation_key__in=keys).values_list("path", flat=True))


def draft_of(page: Any) -> Any:
    """Return the page as it was written last."""
    draft = page.get_latest_revision_as_object()
    if draft is not page:
        draft.locale = page.locale
        draft._cached_parent_obj = page.get_parent()
    return draft


@dataclass(frozen=True)
class Drafts:
    """The drafts' chapters and lessons in the source language's order, as the persona sees them.

    Their addresses are the walk's; where each lesson will be for readers is `public`, by its key.
    """

    tree: CourseTree
    outline: Outline
    public: Mapping[int, str]

    @property
    def pages(self) -> set[int]:
        """The keys of all chapters and lessons."""
        chapters = {chapter.pk for chapter in self.tree.chapters}
        return chapters | set(self.public)


def read_walk(begun: Begun) -> Drafts:
    """Return what is walked, in a fixed number of statements."""
    tree = read_tree(begun.course, with_drafts=True)
    if begun.source is not begun.course:
        tree = _in_order_of(read_tree(begun.source, with_drafts=True), tree)
    public = {lesson.pk: lesson.url for lesson in tree.lessons}
    tree = _walked(tree, begun.walking)
    outline = outline_of(tree, decide_tree(begun.walking.walk.viewer, tree))
    return Drafts(tree, outline, public)


def _in_order_of(source: CourseTree, tree: CourseTree) -> CourseTree:
    """Return a translation's tree as the source has it: what is moved there is moved here."""
    chapters = {chapter.key: chapter for chapter in tree.chapters}
    lessons = {lesson.key: lesson for lesson in tree.lessons}
    ordered = (
        replace(
            chapters[chapter.key],
            lessons=tuple(lessons[one.key] for one in chapter.lessons if one.key in lessons),
        )
        for chapter in source.chapters
        if chapter.key in chapters
    )
    return CourseTree(tree.course_key, tuple(ordered))


def _walked(tree: CourseTree, walking: Walking) -> CourseTree:
    language = walking.walk.language
    chapters = (
        replace(
            chapter,
            lessons=tuple(
                replace(lesson, url=walking.address(lesson.pk, language))
                for lesson in chapter.lessons
            ),
        )
        for chapter in tree.chapters
    )
    return CourseTree(tree.course_key, tuple(chapters))


def languages_of(walking: Walking, page: Page) -> dict[str, str]:
    """Return where the same page is walked in each language that the walk leads to."""
    pages: Any = Page.objects
    versions = pages.filter(
        translation_key=page.translation_key, locale_id__in=walking.courses, alias_of=None
    )
    return {
        walking.courses[version.locale_id].language: walking.address_of(version)
        for version in versions
        if walking.covers(version) and walking.shows(version)
    }
