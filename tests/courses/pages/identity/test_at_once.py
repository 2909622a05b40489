"""Moves and releases that meet: nothing is in two places, and nothing is taken from both."""

import pytest

from courses.outline.models import Lesson
from courses.pages.errors import BlockGoneError, PageGoneError
from courses.pages.models import BlockMove, CoursePage, LessonPage
from courses.pages.services import (
    add_lesson,
    move_blocks,
    move_lesson,
    publish_course,
)
from tests.courses.pages.racing import make_empty_site
from tests.courses.pages.releases.marked import make_marked
from tests.courses.pages.releases.meeting import meet
from tests.factories.accounts import UserFactory
from tests.factories.courses import chapters_of, lessons_of, write_lesson
from tests.factories.keeping import once

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


def make():
    make_empty_site()
    boss = UserFactory(administrator=True)
    courses = [make_marked(lessons=3), make_marked(lessons=3, at=1)]
    for number, course in enumerate(courses):
        for at, lesson in enumerate(lessons_of(course)):
            write_lesson(lesson, slug=f"{number}-{at}")
        publish_course(course, by=course.owner)
    return boss, [course.pk for course in courses]


@pytest.fixture
def world(transactional_db):
    """Somebody who may do everything, and two released courses."""
    boss, pks = once(("moves at once",), make)
    return boss, [CoursePage.objects.get(pk=pk) for pk in pks]


def release(course):
    return lambda: publish_course(CoursePage.objects.get(pk=course.pk), by=course.owner)


def test_what_one_course_takes_over_the_other_does_not_take_down(world):
    boss, (first, second) = world
    lesson = lessons_of(first)[0]
    move_lesson(lesson, chapters_of(second)[0], 0, by=boss)
    # It has the lesson's page when the other finds that it has to go.
    met = meet(release(second), release(first), after=8)
    assert (met.first.number, met.second.number) == (3, 3)
    assert met.has_waited
    assert LessonPage.objects.get(pk=lesson.pk).live
    row = Lesson.objects.get(key=lesson.translation_key)
    assert (row.course.key, row.is_live) == (second.course_key, True)


def test_a_block_moves_to_one_of_two_lessons(world):
    boss, (first, _second) = world
    source, *targets = lessons_of(first)
    block = source.body.raw_data[0]["id"]

    def to(target):
        return lambda: move_blocks(source, [block], target, 0, by=boss)

    met = meet(to(targets[0]), to(targets[1]), after=1)
    assert met.first.ids == (block,)
    assert isinstance(met.second, BlockGoneError)
    assert BlockMove.objects.count() == 1


def test_a_lesson_moves_while_another_one_is_added(world):
    boss, (first, second) = world
    lesson, chapter = lessons_of(first)[0], chapters_of(second)[0]
    met = meet(
        lambda: move_lesson(lesson, chapter, 0, by=boss),
        lambda: add_lesson(chapter, "Meanwhile", by=boss),
        after=1,
    )
    assert met.first.page.pk == lesson.pk and met.second.title == "Meanwhile"
    titles = [page.draft_title for page in lessons_of(second)]
    assert (len(titles), titles[0], titles[-1]) == (5, lesson.draft_title, "Meanwhile")
    assert chapters_of(second)[0].numchild == 5


def test_a_lesson_moves_to_one_of_two_courses(world):
    boss, (first, second) = world
    lesson = lessons_of(first)[0]
    move = lambda: move_lesson(lesson, chapters_of(second)[0], 0, by=boss)  # noqa: E731
    met = meet(move, move, after=1)
    assert met.first.page.pk == lesson.pk
    assert isinstance(met.second, PageGoneError)
    assert (len(lessons_of(first)), len(lessons_of(second))) == (2, 4)
