"""The outline of a course, and people who change its pages at the same moment."""

import os
import signal
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Locale, Page

from cms.pages.services import set_up_site
from courses.outline.models import Course
from courses.outline.services import compare_outline, mend_outlines, outline_of, refresh_outline
from courses.pages.models import CoursePage, LessonPage, Release
from courses.pages.services import release_course, remove_page
from tests.courses.pages.racing import make_empty_site
from tests.courses.pages.releases.forked import fork
from tests.courses.pages.releases.marked import make_marked, mark
from tests.courses.pages.releases.meeting import WRITE, meet
from tests.courses.pages.releases.test_killed import writes_of
from tests.courses.pages.walk.walks import in_french
from tests.factories.accounts import UserFactory
from tests.factories.courses import lessons_of

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
SOON = timedelta(seconds=11)


@pytest.fixture
def boss():
    make_empty_site()
    return UserFactory(administrator=True)


@pytest.fixture
def course(boss):
    course = make_marked()
    refresh_outline(course.course_key)
    return CoursePage.objects.get(pk=course.pk)


def take_off(course):
    """Take the first lesson off the site, in a transaction that goes on."""
    with transaction.atomic():
        lessons_of(course)[0].unpublish(log_action=False)
        Page.objects.filter(pk=course.pk).update(seo_title="The end of it")


def live_now(course):
    return [lesson.is_live for lesson in outline_of(course.course_key).lessons]


def test_a_wish_beside_another_one_is_not_taken_away_with_it(course):
    """Somebody asked before; his outline is read while this change is not yet committed."""
    Course.objects.update(asked_at=timezone.now())

    met = meet(
        lambda: take_off(course),
        lambda: refresh_outline(course.course_key),
        after=writes_of(lambda: take_off(course)) - 1,
    )
    assert (met.is_met, met.first) == (True, None)
    assert live_now(course) == [False, True]
    assert Course.objects.get(key=course.course_key).asked_at is None


def test_a_release_and_a_reader_of_the_outline(course, boss):
    mark(course, 2)

    def release():
        release_course(CoursePage.objects.get(pk=course.pk), by=boss)

    met = meet(lambda: refresh_outline(course.course_key), release, after=1)
    assert (met.is_met, met.second) == (True, None)
    assert compare_outline(course.course_key) == []
    live = Release.objects.live().get()
    hashes = set(live.items.filter(kind="lesson").values_list("content", flat=True))
    kept = Course.objects.get(key=course.course_key).lessons.values_list("content_hash", flat=True)
    assert set(kept) == hashes


@pytest.fixture
def translated(course):
    """Return the course in French, live."""
    set_up_site("Fledge", languages=["en", "fr"])
    translated = in_french(course)
    for page in translated.get_descendants(inclusive=True).order_by("path").specific():
        page.get_latest_revision().publish(skip_permission_checks=True)
    return translated


def first_again(translated):
    return LessonPage.objects.get(pk=lessons_of(translated)[0].pk)


def publish(translated):
    page = first_again(translated)
    page.title = "De nouveau"
    page.save_revision().publish(skip_permission_checks=True)


TRANSLATING = {
    "publish": publish,
    "unpublish": lambda translated: first_again(translated).unpublish(),
    "delete": lambda translated: first_again(translated).delete(),
}


def writes_before_the_wish(act):
    """Return how often an act writes before it writes its wish."""
    seen = []

    def note(execute, sql, *rest):
        if WRITE.match(str(sql)):
            seen.append(str(sql))
        return execute(sql, *rest)

    with transaction.atomic():
        with connection.execute_wrapper(note):
            act()
        transaction.set_rollback(True)
    return next(at for at, sql in enumerate(seen) if 'UPDATE "courses_outline_course"' in sql)


@pytest.mark.parametrize("how", TRANSLATING)
def test_a_translation_changes_while_a_release_drops_its_lesson(course, boss, translated, how):
    """The one has the page and wants the course's row, the other one the other way round."""
    remove_page(course, lessons_of(course)[0].pk, by=course.owner)

    def change():
        TRANSLATING[how](translated)

    def release():
        release_course(CoursePage.objects.get(pk=course.pk), by=boss)

    met = meet(change, release, after=writes_before_the_wish(change))
    assert met.is_met
    assert [one for one in (met.first, met.second) if isinstance(one, Exception)] == []
    assert compare_outline(course.course_key) == []


def test_a_translation_and_a_release_go_live_at_once(course, boss, translated):
    mark(course, 2)

    def release():
        release_course(CoursePage.objects.get(pk=course.pk), by=boss)

    met = meet(release, lambda: publish(translated), after=14)
    assert (met.is_met, met.first, met.second) == (True, None, None)
    assert compare_outline(course.course_key) == []
    french = Locale.objects.get(language_code="fr")
    lessons = outline_of(course.course_key).lessons
    assert [french.pk in one.live_in for one in lessons] == [True, True]


def test_what_is_lost_with_its_process_is_done_by_the_clock(course):
    def killed():
        with transaction.atomic():
            transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
            take_off(course)

    process = fork(killed)
    os.waitpid(process.pid, 0)
    os.close(process.reader)
    row = Course.objects.get(key=course.course_key)
    assert (row.asked_at is not None, live_now(course)) == (True, [True, True])
    Course.objects.update(refreshed_at=row.asked_at)
    assert list(mend_outlines(row.asked_at + SOON)) == [course.course_key]
    assert live_now(course) == [False, True]
    assert compare_outline(course.course_key) == []
