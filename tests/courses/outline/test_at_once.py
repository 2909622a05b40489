"""Two at once, each with a connection of its own: the outline of one course, or of two."""

import pytest

from courses.outline.models import Block, Course, Lesson, LessonLanguage
from courses.outline.services import compare_outline, refresh_outline, write_prices
from tests.courses.outline.courses import (
    block,
    english,
    lesson,
    lessons_now,
    listing,
    registered,
    row_of,
)
from tests.courses.pages.releases.meeting import meet

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def pages(transactional_db, monkeypatch):
    return registered(monkeypatch)


@pytest.mark.parametrize("after", [1, 2])
def test_two_who_read_one_course_make_its_rows_once(pages, after):
    language = english()
    ten = lesson(10, block(1), languages=[(language.pk, 3)])
    course = pages.course(ten, listings=(listing(language),))
    met = meet(
        lambda: refresh_outline(course.key), lambda: refresh_outline(course.key), after=after
    )
    assert (met.is_met, met.has_waited, met.second) == (True, True, [])
    assert (Lesson.objects.count(), Block.objects.count()) == (1, 1)
    assert LessonLanguage.objects.count() == 1
    assert compare_outline(course.key) == []


def test_who_lost_a_lesson_meanwhile_does_not_retire_it(pages):
    """A course is read without a lesson, and another one takes it before that is written."""
    language = english()
    ten = lesson(10, block(1), languages=[(language.pk, 3)])
    here = pages.refresh(ten, lesson(20))
    there = pages.course(ten)
    pages.course(lesson(20), key=here.key)
    met = meet(lambda: refresh_outline(here.key), lambda: refresh_outline(there.key), after=1)
    assert met.is_met
    assert not isinstance(met.first, Exception)
    assert not isinstance(met.second, Exception)
    assert (row_of(10).course_id, row_of(10).retired_at, row_of(10).is_live) == (
        there.pk,
        None,
        True,
    )
    assert LessonLanguage.objects.get(lesson=row_of(10)).is_live is True
    pages.course(lesson(20), key=here.key, elsewhere={row_of(10).key: there.key})
    assert [compare_outline(one.key) for one in (here, there)] == [[], []]


@pytest.mark.parametrize("after", [1, 3, 5])
def test_two_courses_that_exchange_lessons_do_not_wait_for_each_other(pages, after):
    ten, twenty = lesson(10), lesson(20)
    here, there = pages.refresh(ten), pages.refresh(twenty)
    pages.course(twenty, key=here.key, elsewhere={row_of(10).key: there.key})
    pages.course(ten, key=there.key, elsewhere={row_of(20).key: here.key})
    met = meet(lambda: refresh_outline(here.key), lambda: refresh_outline(there.key), after=after)
    assert not isinstance(met.first, Exception)
    assert not isinstance(met.second, Exception)
    assert lessons_now(here) == [(20, 0, True)]
    assert lessons_now(there) == [(10, 0, True)]
    assert not Course.objects.exclude(asked_at=None).exists()


def test_prices_are_those_of_who_came_last(pages):
    course = pages.refresh(listings=(listing(english()),))
    met = meet(
        lambda: write_prices(course.key, {"EUR": 1900}),
        lambda: write_prices(course.key, {"KES": 250000}),
        after=1,
    )
    assert (met.first, met.second, met.has_waited) == (None, None, True)
    row = course.listings.get()
    assert list(row.prices.values_list("currency", "amount")) == [("KES", 250000)]
