"""Outlines that wait, were lost with their process, or are wrong: the clock and the command."""

import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import TestCase
from django.utils import timezone

from courses.outline.models import Block, Course, Lesson
from courses.outline.services import ask_refresh, ask_refreshes, mend_outlines, refreshing
from courses.outline.tasks import mend
from tests.courses.outline.courses import block, lesson, lessons_now

pytestmark = pytest.mark.django_db
SOON = timedelta(seconds=11)


def committed():
    return TestCase.captureOnCommitCallbacks(execute=True)


def asked(course):
    return Course.objects.get(pk=course.pk).asked_at is not None


class TestAsking:
    def test_it_is_done_with_the_commit_and_once_for_all(self, pages):
        course = pages.course(lesson(10))
        with committed():
            ask_refresh(course.key)
            ask_refresh(course.key)
            assert (asked(course), lessons_now(course)) == (True, [])
        assert (asked(course), lessons_now(course)) == (False, [(10, 0, True)])
        assert len(pages.reads) == 1

    def test_many_at_once_are_done_or_left_to_the_clock(self, pages):
        courses = [pages.course(lesson(number)) for number in range(1, 9)]
        with committed():
            ask_refreshes(course.key for course in courses)
        assert sum(asked(course) for course in courses) == len(courses) - refreshing.AT_ONCE
        mend_outlines(timezone.now() + SOON)
        assert not any(asked(course) for course in courses)
        assert Lesson.objects.count() == len(courses)

    @pytest.mark.parametrize("error", [OperationalError("locked"), RuntimeError("unreadable")])
    def test_whoever_changed_a_page_is_told_nothing_of_a_failure(self, pages, error):
        course = pages.course()
        pages.courses[course.key] = error
        with committed():
            ask_refresh(course.key)
        assert asked(course)
        pages.course(lesson(10), key=course.key)
        mend_outlines(timezone.now() + SOON)
        assert (asked(course), lessons_now(course)) == (False, [(10, 0, True)])

    def test_a_key_without_a_course_asks_for_nothing(self, pages):
        with committed():
            ask_refresh(uuid.uuid4())
        assert pages.reads == []


class TestMending:
    def test_what_was_lost_is_done_after_ten_seconds(self, pages):
        course = pages.refresh(lesson(10))
        pages.course(lesson(20), key=course.key)
        # Its process ended between the commit and what follows it.
        with TestCase.captureOnCommitCallbacks():
            ask_refresh(course.key)
        at = Course.objects.get(pk=course.pk).asked_at
        Course.objects.update(refreshed_at=at)
        assert mend_outlines(at + timedelta(seconds=9)) == {}
        assert list(mend_outlines(at + SOON)) == [course.key]
        assert [key for key, _at, is_kept in lessons_now(course) if is_kept] == [20]
        assert not asked(course)

    def test_what_nobody_asked_for_is_found_and_told(self, pages, caplog):
        course = pages.refresh(lesson(10, block(1)))
        kept = Lesson.objects.get().pk
        Lesson.objects.update(position=7, is_required=False)
        Block.objects.update(material_hash="wrong")
        at = Course.objects.get().refreshed_at
        soon, late = at + timedelta(hours=5), at + timedelta(hours=7)
        assert mend_outlines(soon) == {}
        mended = mend_outlines(late)
        rows = [f"lessons: {uuid.UUID(int=10)}", f"blocks: quiz {uuid.UUID(int=1)}"]
        assert mended == {course.key: rows}
        [line] = caplog.records
        assert (line.message, line.levelname) == ("An outline was wrong", "WARNING")
        assert (line.event, line.rows) == ("outline.mended", rows)
        row = Lesson.objects.get()
        assert (row.pk, row.position, row.is_required) == (kept, 0, True)
        assert Block.objects.get().changed_at is None
        assert mend_outlines(late) == {}

    def test_a_new_course_is_read_without_a_word(self, pages, caplog):
        course = pages.course(lesson(10))
        assert list(mend_outlines()) == [course.key]
        assert caplog.records == []

    def test_one_that_cannot_be_read_keeps_no_other_from_being_mended(self, pages, caplog):
        bad, good = pages.course(), pages.course(lesson(10))
        pages.courses[bad.key] = RuntimeError("unreadable")
        Course.objects.update(asked_at=timezone.now() - SOON)
        assert list(mend_outlines()) == [good.key]
        assert [line.levelname for line in caplog.records] == ["ERROR"]
        assert (asked(bad), asked(good)) == (True, False)

    def test_the_longest_unread_come_first_and_few_at_a_time(self, pages, monkeypatch):
        monkeypatch.setattr(refreshing, "OLDEST_AT_ONCE", 2)
        courses = [pages.course(lesson(number)) for number in (1, 2, 3)]
        at = timezone.now()
        for course, hours in zip(courses, (8, 9, None), strict=True):
            moment = hours and at - timedelta(hours=hours)
            Course.objects.filter(pk=course.pk).update(refreshed_at=moment)
        keys = [course.key for course in courses]
        assert set(mend_outlines(at)) == {keys[2], keys[1]}
        assert set(mend_outlines(at)) == {keys[0]}

    def test_the_task_does_it(self, pages):
        course = pages.course(lesson(10))
        mend()
        assert lessons_now(course) == [(10, 0, True)]


class TestCommand:
    def said(self, *words):
        out = StringIO()
        call_command("rebuild_outline", *words, stdout=out)
        return out.getvalue().splitlines()

    def test_it_checks_and_mends(self, pages):
        course = pages.refresh(lesson(10))
        other = pages.refresh(lesson(20))
        fine = "2 outlines read, 0 were not as their pages are."
        assert self.said("--check") == [fine]
        Lesson.objects.filter(course=course).update(position=3)
        with pytest.raises(CommandError, match="Run rebuild_outline without --check"):
            self.said("--check")
        assert lessons_now(course) == [(10, 3, True)]
        assert self.said("--check", str(other.key))[-1].startswith("1 outlines read, 0 were")
        wrong = [f"{course.key}: lessons: {uuid.UUID(int=10)}"]
        assert self.said() == [*wrong, "2 outlines read, 1 were not as their pages are."]
        assert self.said("--check") == [fine]

    def test_a_key_of_no_course_is_refused(self, pages):
        with pytest.raises(CommandError, match="No course has the key"):
            self.said(str(uuid.uuid4()))
