"""People and clocks acting on one course at the same moment: one is first, nothing is lost."""

import os
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cms.eventlog.models import Event
from courses.pages.errors import (
    NoLongerWaitingError,
    NothingToReleaseError,
    UnderReviewError,
)
from courses.pages.models import CoursePage, Release
from courses.pages.services import (
    add_lesson,
    approve_release,
    move_page,
    release_course,
    release_due,
    release_page,
    remove_page,
    rename_page,
    send_back,
    submit_course,
    withdraw_release,
)
from tests.courses.pages.racing import at_once, make_empty_site
from tests.courses.pages.releases.marked import make_marked, mark, text
from tests.courses.pages.releases.meeting import meet
from tests.courses.pages.releases.states import is_whole, numbers_of, shown
from tests.factories.accounts import UserFactory
from tests.factories.courses import chapters_of, lessons_of, write_lesson
from tests.factories.keeping import once

pytestmark = [
    pytest.mark.postgresql,
    pytest.mark.soak,
    pytest.mark.django_db(transaction=True),
]

SOAK = os.environ.get("FLEDGE_ROUNDS") == "soak"
LATER = timedelta(hours=1)


def after(*stops, soak=range(25)):
    """Run the test with the first of two stopping after these of its writes; with soak more."""
    return pytest.mark.parametrize("after", list(soak) if SOAK else stops)


def make_people():
    make_empty_site()
    boss = UserFactory(administrator=True)
    course = make_marked()
    mark(course, 2)
    return boss, CoursePage.objects.get(pk=course.pk)


@pytest.fixture
def people(transactional_db):
    return once(("at once",), make_people)


@pytest.fixture
def boss(people):
    return people[0]


@pytest.fixture
def course(people):
    return people[1]


def kinds(*results):
    """Return which error each raised, None for none."""
    return tuple(type(one) if isinstance(one, Exception) else None for one in results)


def said(name):
    return Event.objects.filter(name=f"courses.{name}").count()


def anew(release):
    """Return the release as another process has it."""
    return Release.objects.select_related("course").get(pk=release.pk)


class TestReleasing:
    @after(1, 6)
    def test_of_two_releases_at_once_one_finds_nothing_to_do(self, course, boss, after):
        before = said("course_released")

        def release():
            return release_course(CoursePage.objects.get(pk=course.pk), by=boss)

        met = meet(release, release, after=after)
        assert met.is_met or SOAK
        assert sorted(map(str, kinds(met.first, met.second))) == sorted(
            map(str, (None, NothingToReleaseError))
        )
        assert numbers_of(course) == [(1, "past"), (2, "live")]
        assert said("course_released") == before + 1
        assert is_whole(course)

    @after(1, soak=range(5))
    def test_of_two_submissions_at_once_one_waits(self, course, after):
        def submit():
            return submit_course(CoursePage.objects.get(pk=course.pk), by=course.owner)

        met = meet(submit, submit, after=after)
        assert UnderReviewError in kinds(met.first, met.second)
        assert None in kinds(met.first, met.second)
        assert numbers_of(course) == [(1, "live"), (None, "waiting")]


class TestDeciding:
    """A decision meets another one: whoever comes second is told."""

    @pytest.fixture
    def waiting(self, course):
        return submit_course(course, by=course.owner)

    def decide(self, how, release, course, boss):
        acts = {
            "approve": lambda: approve_release(anew(release), by=boss),
            "withdraw": lambda: withdraw_release(anew(release), by=course.owner),
            "send_back": lambda: send_back(anew(release), by=boss, reason="Too short."),
        }
        return acts[how]

    @after(1, 12, soak=range(20))
    @pytest.mark.parametrize("other", ["approve", "withdraw", "send_back"])
    def test_an_approval_and_another_decision(self, waiting, course, boss, other, after):
        approve = self.decide("approve", waiting, course, boss)
        met = meet(approve, self.decide(other, waiting, course, boss), after=after)
        assert met.is_met or SOAK
        self.check(met, course, other)

    @pytest.mark.parametrize("other", ["withdraw", "send_back"])
    def test_another_decision_and_an_approval(self, waiting, course, boss, other):
        approve = self.decide("approve", waiting, course, boss)
        met = meet(self.decide(other, waiting, course, boss), approve, after=1)
        assert met.is_met or SOAK
        assert kinds(met.first, met.second) == (None, NoLongerWaitingError)
        self.check(met, course, other)

    def check(self, met, course, other):
        found = kinds(met.first, met.second)
        assert sorted(map(str, found)) == sorted(map(str, (None, NoLongerWaitingError)))
        is_live = numbers_of(course) == [(1, "past"), (2, "live")]
        states = {"withdraw": "withdrawn", "send_back": "sent_back", "approve": "live"}
        assert is_live or numbers_of(course) == [(1, "live"), (None, states[other])]
        assert said("release_approved") == int(is_live)
        assert said(f"release_{states[other]}") == int(not is_live)
        assert is_whole(course)


class TestTheClock:
    @pytest.fixture
    def due(self, course, boss):
        release = submit_course(course, by=course.owner)
        soon = timezone.now() + LATER
        return approve_release(release, by=boss, go_live_at=soon)

    def tick(self, due):
        return lambda: release_due(due.go_live_at)

    @after(1, 12, soak=range(20))
    def test_of_two_clocks_one_puts_it_live(self, course, due, after):
        before = said("course_released")
        met = meet(self.tick(due), self.tick(due), after=after)
        assert met.is_met or SOAK
        assert sorted([len(met.first), len(met.second)]) == [0, 1]
        assert numbers_of(course) == [(1, "past"), (2, "live")]
        assert (said("course_released"), said("release_failed")) == (before + 1, 0)
        assert is_whole(course)

    @after(1, 5, 12, soak=range(20))
    def test_it_is_taken_back_or_live_and_never_both(self, course, due, after):
        met = meet(
            self.tick(due), lambda: withdraw_release(anew(due), by=course.owner), after=after
        )
        assert met.is_met or SOAK
        if met.first:
            assert kinds(met.second) == (NoLongerWaitingError,)
            assert numbers_of(course) == [(1, "past"), (2, "live")]
        else:
            assert kinds(met.second) == (None,)
            assert numbers_of(course) == [(1, "live"), (None, "withdrawn")]
        assert said("release_withdrawn") == int(not met.first)
        assert is_whole(course)

    def test_a_page_that_somebody_holds_too_long_is_waited_for_by_the_next_tick(self, course, due):
        def impatient():
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '100ms'")
            return release_due(due.go_live_at)

        def hold():
            with transaction.atomic():
                lessons_of(course)[0].save()
                return at_once(impatient)[0]

        assert hold() == []
        assert numbers_of(course) == [(1, "live"), (None, "scheduled")]
        assert said("release_failed") == 0
        assert len(release_due(due.go_live_at)) == 1
        assert is_whole(course)

    def test_taken_back_while_it_comes_due_it_stays_so(self, course, due):
        withdraw = lambda: withdraw_release(anew(due), by=course.owner)  # noqa: E731
        met = meet(withdraw, self.tick(due), after=1)
        assert (kinds(met.first), met.second) == ((None,), [])
        assert numbers_of(course) == [(1, "live"), (None, "withdrawn")]


@after(1, 4, soak=range(9))
@pytest.mark.parametrize("turned", [False, True], ids=["correction", "submission"])
def test_a_correction_and_a_submission(course, boss, after, turned):
    """One is first: the correction is in what was submitted, or the submission keeps it out."""
    lesson = lessons_of(course)[0]

    def correct():
        return release_page(lessons_of(course)[0], by=boss)

    def submit():
        return submit_course(CoursePage.objects.get(pk=course.pk), by=course.owner)

    acts = (submit, correct) if turned else (correct, submit)
    met = meet(*acts, after=after)
    assert met.is_met or SOAK
    corrected, submitted = (met.second, met.first) if turned else (met.first, met.second)
    assert kinds(submitted) == (None,)
    if isinstance(corrected, UnderReviewError):
        assert numbers_of(course) == [(1, "live"), (None, "waiting")]
    else:
        assert corrected.number == 2
        assert submitted.base_id == corrected.pk
        lesson.refresh_from_db()
        assert lesson.title == "Lesson 0 mark-2"
    assert is_whole(course)


class TestTheOutline:
    """The tree is the draft: whoever changes it meanwhile changes nothing of the release."""

    ACTS = ("move", "remove", "rename", "add")

    def act(self, name, course):
        first, second = lessons_of(course)
        chapter = chapters_of(course)[0]
        owner = course.owner
        acts = {
            "move": lambda: move_page(
                course, second.pk, to=chapter.pk, position=0, seen=None, by=owner
            ),
            "remove": lambda: remove_page(course, first.pk, by=owner),
            "rename": lambda: rename_page(course, first.pk, "Renamed", by=owner),
            "add": lambda: add_lesson(chapter, "Added", by=owner),
        }
        return acts[name]

    @after(9)
    @pytest.mark.parametrize("name", ACTS)
    def test_a_release_meets_a_change(self, course, boss, name, after):
        met = meet(
            lambda: release_course(CoursePage.objects.get(pk=course.pk), by=boss),
            self.act(name, course),
            after=after,
        )
        assert met.is_met or SOAK
        self.check(met.first, met.second, name, course)

    @after(1, soak=(1, 2))
    @pytest.mark.parametrize("name", ACTS)
    def test_a_change_meets_a_release(self, course, boss, name, after):
        met = meet(
            self.act(name, course),
            lambda: release_course(CoursePage.objects.get(pk=course.pk), by=boss),
            after=after,
        )
        assert met.is_met or SOAK
        self.check(met.second, met.first, name, course)

    def check(self, released, changed, name, course):
        assert kinds(changed, released) == (None, None)
        assert released.number == 2
        assert is_whole(course)
        titles = [lesson["title"] for lesson in released.syllabus["chapters"][0]["lessons"]]
        orders = {
            "move": ["Lesson 1 mark-2", "Lesson 0 mark-2"],
            "remove": ["Lesson 1 mark-2"],
            "rename": ["Renamed", "Lesson 1 mark-2"],
            "add": ["Lesson 0 mark-2", "Lesson 1 mark-2"],
        }
        assert titles in (["Lesson 0 mark-2", "Lesson 1 mark-2"], orders[name])
        assert [title for title, _url in shown(course)[1][1]] == titles
        assert CoursePage.find_problems() == ([], [], [], [], [])


def test_what_is_written_while_it_waits_is_the_next_release(course, boss):
    release = submit_course(course, by=course.owner)
    write_lesson(lessons_of(course)[0], text("Not reviewed"), title="Not reviewed")
    approve_release(anew(release), by=boss)
    assert "Not reviewed" not in str(shown(course))
    assert is_whole(course)
    lesson = lessons_of(course)[0]
    assert lesson.latest_revision.content["title"] == "Not reviewed"
    assert lesson.has_unpublished_changes
