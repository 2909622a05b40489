"""A process that is killed in the middle of a release: as if it had never begun."""

import os
import time
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cms.eventlog.models import Event
from courses.pages.models import CoursePage
from courses.pages.services import approve_release, release_course, release_due, submit_course
from tests.courses.pages.racing import make_empty_site
from tests.courses.pages.releases.forked import fork
from tests.courses.pages.releases.marked import make_marked, mark
from tests.courses.pages.releases.meeting import WRITE
from tests.courses.pages.releases.states import everything, is_whole, numbers_of
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

SOAK = os.environ.get("FLEDGE_ROUNDS") == "soak"
SECONDS = 60.0


@pytest.fixture
def boss():
    make_empty_site()
    return UserFactory(administrator=True)


@pytest.fixture
def course(boss):
    course = make_marked()
    mark(course, 2)
    return CoursePage.objects.get(pk=course.pk)


def killed(act, marks, *, after):
    """Do `act` in a process that is killed right after its n-th write; say whether it came there.

    Counted from 1; one more than all its writes is just before the commit.
    """
    reached = marks / f"reached-{after}"

    def stop(execute, sql, *rest):
        result = execute(sql, *rest)
        if WRITE.match(str(sql)):
            stop.writes += 1
            if stop.writes == after:
                reached.touch()
                time.sleep(SECONDS)
        return result

    stop.writes = 0

    def run():
        with connection.execute_wrapper(stop):
            act()

    process = fork(run)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if reached.exists():
            process.kill()
            return True
        if os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            process.result()
            return False
        time.sleep(0.01)
    raise AssertionError("it neither ended nor came so far")


def wait_until_gone():
    """Return once the database has noticed that the other end is dead."""
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND pid <> pg_backend_pid() AND state LIKE '%%in transaction%%'"
    )
    until = time.monotonic() + SECONDS
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute(query)
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.01)
    raise AssertionError("a dead process holds its locks")


def writes_of(act):
    """Return how often it writes, from a run that is rolled back."""
    counted = [0]

    def count(execute, sql, *rest):
        counted[0] += bool(WRITE.match(str(sql)))
        return execute(sql, *rest)

    with transaction.atomic():
        with connection.execute_wrapper(count):
            act()
        transaction.set_rollback(True)
    return counted[0]


def stops(total):
    """Return after which writes it is killed: the first, some between, the last before commit."""
    if SOAK:
        return range(1, total + 1)
    return (1, total // 2, total)


@pytest.mark.soak
def test_a_killed_release_leaves_nothing_and_may_be_done_again(course, boss, tmp_path):
    def act():
        release_course(CoursePage.objects.get(pk=course.pk), by=boss)

    total = writes_of(act)
    assert total > 15
    before = everything(course)
    for after in stops(total):
        assert killed(act, tmp_path, after=after)
        wait_until_gone()
        assert everything(course) == before
    act()
    assert numbers_of(course) == [(1, "past"), (2, "live")]
    assert is_whole(course)


@pytest.mark.soak
def test_a_scheduled_one_goes_live_once_after_the_restart(course, boss, tmp_path):
    release = submit_course(course, by=course.owner)
    soon = timezone.now() + timedelta(hours=1)
    approve_release(release, by=boss, go_live_at=soon)
    said = Event.objects.filter(name="courses.course_released").count()

    def tick():
        release_due(soon)

    total = writes_of(tick)
    before = everything(course)
    for after in stops(total):
        assert killed(tick, tmp_path, after=after)
        wait_until_gone()
        assert everything(course) == before
    assert [one.pk for one in release_due(soon)] == [release.pk]
    assert release_due(soon) == []
    assert numbers_of(course) == [(1, "past"), (2, "live")]
    assert Event.objects.filter(name="courses.course_released").count() == said + 1
    assert not Event.objects.filter(name="courses.release_failed").exists()
    assert is_whole(course)
