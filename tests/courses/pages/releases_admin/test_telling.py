"""Who is told what by mail and bell, once, and with nothing of the drafts but the title."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.accounts.models import User
from cms.eventlog.models import Event
from cms.notifications.models import Notification, OutgoingMail
from courses.pages import subscribers
from courses.pages.models import Release
from courses.pages.permissions import user_may_review
from courses.pages.reviewers import reviewers_of, waiting_for
from courses.pages.services import (
    approve_release,
    release_due,
    release_page,
    send_back,
)
from tests.courses.pages.releases_admin.conftest import released_course
from tests.factories.accounts import UserFactory
from tests.factories.courses import write_lesson

pytestmark = pytest.mark.django_db
SECRET = "Canary words of the draft."


def relay() -> None:
    """Hand every event to the handlers of releases, twice: delivery is at least once."""
    handlers = {
        "courses.release_submitted": subscribers.tell_reviewers,
        "courses.release_approved": subscribers.tell_approved,
        "courses.release_sent_back": subscribers.tell_sent_back,
        "courses.course_released": subscribers.tell_live,
        "courses.release_failed": subscribers.tell_failed,
    }
    for event in Event.objects.order_by("pk"):
        if handler := handlers.get(event.name):
            handler(event)
            handler(event)


def told() -> list[tuple[str, str]]:
    """Return who was told what."""
    relay()
    rows = Notification.objects.filter(kind__startswith="courses.re").order_by("kind", "user_id")
    return [(row.kind.partition(".")[2], str(row.user)) for row in rows.select_related("user")]


def mails() -> dict[str, OutgoingMail]:
    """Return the newest mail of each kind."""
    return {row.kind.partition(".")[2]: row for row in OutgoingMail.objects.order_by("pk")}


@pytest.fixture
def waiting(scene) -> Release:
    scene.change(SECRET)
    return scene.submit(note="A note to the reviewer")


def test_who_may_review_is_told_once(scene, waiting):
    assert told() == [("review_wanted", name) for name in ("Mo Ember", "Rhea Viewer", "Ada Min")]
    row = Notification.objects.filter(kind="courses.review_wanted").first()
    assert row.url == f"/admin/courses/{scene.course.pk}/reviews/{waiting.pk}/"
    sent = mails()["review_wanted"]
    assert sent.subject == "“Reading a River” waits for your review"
    assert SECRET not in sent.text + sent.html
    assert "List-Unsubscribe" in sent.headers


def test_what_was_decided_meanwhile_is_no_news(scene, waiting):
    send_back(waiting, by=scene.administrator, reason="No")
    assert "review_wanted" not in dict(told())


def test_an_approval_is_told_to_its_author(scene, waiting):
    approve_release(waiting, by=scene.reviewer)
    assert told() == [("release_approved", "Ola Owner")]
    sent = mails()["release_approved"]
    assert "approved and live as release 2." in sent.text
    assert SECRET not in sent.text + sent.html


def test_a_schedule_is_told_in_the_readers_zone_and_then_that_it_is_live(scene, waiting):
    User.objects.filter(pk=scene.owner.pk).update(time_zone="Africa/Nairobi")
    at = timezone.now() + timedelta(days=1)
    approve_release(waiting, by=scene.reviewer, go_live_at=at)
    assert told() == [("release_approved", "Ola Owner")]
    assert "(Africa/Nairobi)" in mails()["release_approved"].text
    release_due(at + timedelta(minutes=1))
    assert told() == [("release_approved", "Ola Owner"), ("release_live", "Ola Owner")]
    assert "as release 2." in mails()["release_live"].text


def test_sending_back_tells_the_reason(scene, waiting):
    send_back(waiting, by=scene.reviewer, reason="Say <which> sea.")
    assert told() == [("release_sent_back", "Ola Owner")]
    sent = mails()["release_sent_back"]
    assert "Say <which> sea." in sent.text
    assert "Say &lt;which&gt; sea." in sent.html
    assert SECRET not in sent.text


def test_a_failure_is_told_to_author_and_reviewer_without_titles_of_pages(scene, waiting):
    approve_release(waiting, by=scene.reviewer, go_live_at=timezone.now() + timedelta(days=1))
    Release.objects.filter(pk=waiting.pk).update(state="failed", reason="“Lesson 7” cannot")
    from cms.eventlog import emit

    emit(
        "courses.release_failed",
        actor=None,
        subject=waiting.course,
        data={"release_id": waiting.pk},
    )
    assert told() == [("release_failed", "Ola Owner"), ("release_failed", "Rhea Viewer")]
    assert "Lesson 7" not in mails()["release_failed"].text


def test_nobody_is_told_of_what_they_did_themselves(scene):
    scene.allow_corrections()
    scene.change()
    release_page(scene.lesson, by=scene.owner)
    scene.release("Clouds carry it back.")
    assert [row for row in told() if row[0] != "review_wanted"] == []


def test_the_list_of_reviewers_is_what_the_predicate_says(scene):
    """Across everybody that there is: the two are asked in different places."""
    gone = UserFactory(reviewer=True)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    UserFactory(translator=True)
    UserFactory(learner=True)
    both = UserFactory(reviewer=True, instructor=True)
    other = released_course(both, "Clouds", chapters=1, lessons=1)
    for course in (scene.course, other):
        expected = {
            user.pk for user in User.objects.all() if user_may_review(user, course.course_key)
        }
        assert set(reviewers_of(course.course_key).values_list("pk", flat=True)) == expected
    scene.change()
    scene.submit()
    write_lesson(other.get_descendants().specific().last(), [("text", "<p>Anew</p>")])
    from courses.pages.services import submit_course

    submit_course(other, by=both)
    for user in User.objects.filter(is_active=True):
        mine = {release.course.key for release in waiting_for(user).select_related("course")}
        assert mine == {
            course.course_key
            for course in (scene.course, other)
            if user_may_review(user, course.course_key)
        }
