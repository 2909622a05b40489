"""Courses, made by the services as people make them; live unless told otherwise."""

import itertools
from typing import Any

from wagtail.models import Locale

from cms.accounts.models import User
from courses.outline.models import Category
from courses.pages.models import ChapterPage, CoursePage, LessonPage
from courses.pages.services import add_chapter, add_lesson, create_course, publish_course
from tests.factories.accounts import UserFactory
from tests.factories.keeping import once
from tests.factories.site import make_site

_numbers = itertools.count(1)


def make_instructor(name: str = "Ines Instructor") -> User:
    """Return a confirmed instructor."""
    return UserFactory(display_name=name, instructor=True)


def make_course(
    *,
    owner: User | None = None,
    title: str = "",
    chapters: int = 1,
    lessons: int = 1,
    live: bool = True,
    locale: Locale | None = None,
    category: Category | None = None,
    **fields: Any,
) -> CoursePage:
    """Return a course of so many chapters with so many lessons each.

    Needs a set-up site (a catalogue in the language). `fields` are the course page's own.
    """
    owner = owner or make_instructor()
    title = title or f"Course {next(_numbers)}"
    course = create_course(title, category=category, owner=owner, locale=locale)
    if fields:
        for name, value in fields.items():
            setattr(course, name, value)
        course.save_revision(user=owner)
    for _chapter in range(1, chapters):
        add_chapter(course, f"Chapter {next(_numbers)}", by=owner)
    for chapter in chapters_of(course):
        have = chapter.get_children().count()
        for _lesson in range(have, lessons):
            add_lesson(chapter, f"Lesson {next(_numbers)}", by=owner)
    if live:
        publish_all(course)
    return CoursePage.objects.get(pk=course.pk)


def keep_course(*languages: str, **options: Any) -> CoursePage:
    """Return the course that these options make on a new site, for a fixture that comes first."""

    def make() -> CoursePage:
        make_site(list(languages))
        return make_course(**options)

    return once(("course", languages, repr(sorted(options.items()))), make)


def publish_all(course: CoursePage) -> None:
    """Publish whatever of the course is a draft or has changes, empty lessons too."""
    publish_course(course, by=course.owner, with_empty=True)


def chapters_of(course: CoursePage) -> list[ChapterPage]:
    """Return the course's chapters in their order, read anew."""
    return list(ChapterPage.objects.child_of(course).order_by("path"))


def lessons_of(course: CoursePage) -> list[LessonPage]:
    """Return the course's lessons in their order, read anew."""
    return list(LessonPage.objects.descendant_of(course).order_by("path"))


def write_lesson(lesson: LessonPage, body: list[Any] | None = None, **fields: Any) -> LessonPage:
    """Give a lesson a body of (name, value) pairs and other fields, as a draft."""
    if body is not None:
        lesson.body = body
    for name, value in fields.items():
        setattr(lesson, name, value)
    lesson.save_revision(user=lesson.owner)
    return lesson
