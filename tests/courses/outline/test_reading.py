"""The outline as other apps read it, and what it costs to read and to keep."""

import uuid
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.outline.enums import CourseState
from courses.outline.models import Block
from courses.outline.services import compare_outline, outline_of, refresh_outline
from tests.courses.outline.courses import NOW, block, english, french, lesson

pytestmark = pytest.mark.django_db
SIZES = (20, 400)


def statements(act):
    with CaptureQueriesContext(
        connection,
    ) as seen:
        act()
    return len(seen)


def large(pages, size, *, key=None, material="key", languages=()):
    """Let a course have so many lessons of two blocks each; return its row."""
    lessons = [
        lesson(
            1000 * size + number,
            block(1, material=material),
            block(2),
            languages=languages,
        )
        for number in range(size)
    ]
    return pages.course(*lessons, key=key)


def test_it_has_what_is_kept_in_its_order(pages):
    en, fr = english(), french()
    ten = lesson(10, block(2, is_required=True), block(1), languages=[(en.pk, 4), (fr.pk, 5)])
    course = pages.refresh(ten, lesson(20, block(3), is_required=False), lesson(30))
    pages.refresh(
        lesson(20, block(4), is_required=False), replace(ten, is_free_preview=True), key=course.key
    )
    outline = outline_of(course.key)
    assert (outline.pk, outline.key, outline.state) == (course.pk, course.key, CourseState.DRAFT)
    first, second = outline.lessons
    assert (first.key.int, first.is_required, first.is_live, first.live_in) == (
        20,
        False,
        False,
        frozenset(),
    )
    assert [one.uuid.int for one in first.blocks] == [4]
    assert (second.key.int, second.is_free_preview, second.is_live) == (10, True, True)
    assert second.live_in == {en.pk, fr.pk}
    assert [(one.uuid.int, one.is_required) for one in second.blocks] == [(2, True), (1, False)]
    assert second.blocks[0].pk == Block.objects.get(block_uuid=uuid.UUID(int=2)).pk


def test_there_is_none_of_a_key_without_a_course(db):
    assert outline_of(uuid.uuid4()) is None


def test_reading_costs_the_same_whatever_its_size(pages):
    costs = set()
    for size in SIZES:
        course = large(pages, size, languages=[(english().pk, 1)])
        refresh_outline(course.key)
        costs.add(statements(lambda key=course.key: outline_of(key)))
        assert len(outline_of(course.key).lessons) == size
    assert costs == {4}


def test_keeping_costs_the_same_as_long_as_nothing_changes(pages):
    unchanged, compared = set(), set()
    for size in SIZES:
        course = large(pages, size)
        refresh_outline(course.key, now=NOW)
        unchanged.add(statements(lambda key=course.key: refresh_outline(key)))
        compared.add(statements(lambda key=course.key: compare_outline(key)))
    # A savepoint around it, the row's lock, what is known, four kinds of rows, and the mark.
    assert unchanged == {8}
    # A savepoint and its end, the course, four kinds of rows.
    assert compared == {7}


def test_changes_are_written_many_in_a_statement(pages):
    """All of 400 lessons of 800 blocks new, then changed, then gone."""
    course = large(pages, 400, languages=[(english().pk, 1)])
    first = statements(lambda: refresh_outline(course.key))
    large(pages, 400, key=course.key, material="other", languages=[(english().pk, 2)])
    second = statements(lambda: refresh_outline(course.key))
    pages.course(key=course.key)
    last = statements(lambda: refresh_outline(course.key))
    assert (first, second, last) == (15, 15, 10)
