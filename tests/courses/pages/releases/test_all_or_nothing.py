"""A release goes live whole or leaves nothing, and one that cannot go live stops no other."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from cms.eventlog.models import Event
from courses.pages.errors import CannotGoLiveError
from courses.pages.models import CoursePage, LessonPage, Release
from courses.pages.services import (
    approve_release,
    publish_course,
    release_course,
    release_due,
    roll_back,
    submit_course,
)
from tests.courses.pages.releases.marked import make_marked, mark
from tests.courses.pages.releases.states import everything, is_whole, numbers_of, shown
from tests.factories.accounts import UserFactory
from tests.factories.courses import chapters_of
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db

# The course, two chapters and their lessons: 19 pages, and a failure at the 17th.
SHAPE = {"chapters": 2, "lessons": 8}
PAGES, SEVENTEENTH = 19, 16


@pytest.fixture
def boss():
    return UserFactory(administrator=True)


@pytest.fixture
def course(db):
    make_site(["en"])
    return make_marked(**SHAPE)


def pages_in_order(course):
    """Return the course's pages as a release puts them live."""
    below = [
        page
        for chapter in chapters_of(course)
        for page in (chapter, *LessonPage.objects.child_of(chapter).order_by("path"))
    ]
    return [course, *below]


@contextmanager
def refused_row(pk):
    """Let the database refuse to put this page live, as a full disk would: at its own moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse_it() RETURNS trigger AS $$ BEGIN"
            f" IF NEW.id = {pk} AND NEW.live_revision_id IS DISTINCT FROM OLD.live_revision_id"
            " THEN RAISE EXCEPTION 'no room'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql;"
            "CREATE TRIGGER refuse_it BEFORE UPDATE ON wagtailcore_page"
            " FOR EACH ROW EXECUTE FUNCTION refuse_it()"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION refuse_it() CASCADE")


def want_slug(page):
    """Let the page's draft have another slug."""
    draft = page.get_latest_revision_as_object()
    draft.slug = "wanted"
    draft.save_revision(clean=False)


def take_slug_beside(page):
    """Let a draft that no release has hold the slug."""
    other = LessonPage(title="In the way", slug="wanted", locale=page.locale, live=False)
    return page.get_parent().add_child(instance=other)


@pytest.mark.postgresql
def test_what_fails_at_the_17th_page_leaves_nothing(course, boss):
    mark(course, 2)
    before = everything(course)
    with refused_row(pages_in_order(course)[SEVENTEENTH].pk):
        with pytest.raises(DatabaseError, match="no room"):
            release_course(course, by=boss)
        assert everything(course) == before
    assert release_course(course, by=boss).number == 2
    assert is_whole(course)


@pytest.mark.postgresql
def test_a_rollback_that_fails_at_the_17th_page_leaves_nothing(course, boss):
    mark(course, 2)
    publish_course(course, by=boss)
    mark(course, 3)
    before = everything(course)
    with (
        refused_row(pages_in_order(course)[SEVENTEENTH].pk),
        pytest.raises(DatabaseError, match="no room"),
    ):
        roll_back(course, 1, by=boss)
    assert everything(course) == before
    assert numbers_of(course) == [(1, "past"), (2, "live")]


def test_a_slug_that_a_draft_took_since_the_submission_stops_the_approval_whole(course, boss):
    mark(course, 2)
    page = pages_in_order(course)[SEVENTEENTH]
    want_slug(page)
    release = submit_course(course, by=course.owner)
    beside = take_slug_beside(page)
    before = everything(course)
    with pytest.raises(CannotGoLiveError, match=f"Lesson {SEVENTEENTH - 3} mark-2"):
        approve_release(release, by=boss, override_reason="It is only an address.")
    assert everything(course) == before
    assert numbers_of(course) == [(1, "live"), (None, "waiting")]
    LessonPage.objects.get(pk=beside.pk).delete()
    assert approve_release(Release.objects.get(pk=release.pk), by=boss).number == 2
    assert is_whole(course)


@pytest.mark.postgresql
def test_a_scheduled_one_that_fails_says_so_and_the_others_go_live(course, boss):
    early, late = make_marked(lessons=1), make_marked(lessons=1, at=1)
    soon = timezone.now() + timedelta(hours=1)
    for at, one in enumerate((early, course, late)):
        mark(one, 2)
        release = submit_course(one, by=one.owner)
        approve_release(release, by=boss, go_live_at=soon + timedelta(minutes=at))
    before = shown(course)
    drafts = everything(course)["revisions"]
    with refused_row(pages_in_order(course)[SEVENTEENTH].pk):
        gone_live = release_due(soon + timedelta(hours=1))
    assert [release.course.key for release in gone_live] == [
        early.translation_key,
        late.translation_key,
    ]
    assert numbers_of(course) == [(1, "live"), (None, "failed")]
    assert (shown(course), everything(course)["revisions"]) == (before, drafts)
    for one in (early, late):
        assert numbers_of(one) == [(1, "past"), (2, "live")]
        assert is_whole(one)
    failed = Release.objects.get(state="failed")
    event = Event.objects.get(name="courses.release_failed")
    assert event.data == {"release_id": failed.pk}
    assert release_due(soon + timedelta(hours=2)) == []
    assert Event.objects.filter(name="courses.release_failed").count() == 1


def test_the_reason_of_a_failure_names_page_and_cause(course, boss):
    mark(course, 2)
    page = pages_in_order(course)[SEVENTEENTH]
    want_slug(page)
    release = submit_course(course, by=course.owner)
    soon = timezone.now() + timedelta(hours=1)
    approve_release(release, by=boss, go_live_at=soon)
    take_slug_beside(page)
    assert release_due(soon - timedelta(seconds=1)) == []
    assert release_due(soon) == []
    release.refresh_from_db()
    assert (release.state, release.number, release.released_at) == ("failed", None, None)
    assert f"Lesson {SEVENTEENTH - 3} mark-2" in release.reason
    assert is_whole(course)
    # The author mends it and submits anew.
    LessonPage.objects.get(title="In the way").delete()
    assert release_course(CoursePage.objects.get(pk=course.pk), by=boss).number == 2


def test_once_per_release_it_is_said_that_it_went_live(course, boss):
    mark(course, 2)
    said = Event.objects.filter(name="courses.course_released").count()
    release = release_course(course, by=boss)
    events = Event.objects.filter(name="courses.course_released").order_by("pk")
    assert events.count() == said + 1
    assert events.last().data == {"release_id": release.pk, "number": 2, "pages": PAGES}
