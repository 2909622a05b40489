"""What waits for a reviewer, and the decision."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from wagtail.models import PageLogEntry

from courses.outline.models import Course
from courses.pages.models import Release
from courses.pages.services import approve_release, send_back, withdraw_release
from tests.courses.pages.releases_admin.conftest import FIRST, released_course, to, words_of
from tests.factories.courses import make_instructor, write_lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(scene) -> Release:
    scene.change()
    return scene.submit(note="The first lesson says more.")


@pytest.fixture
def url(scene, waiting) -> str:
    return to("review", scene.course.pk, waiting.pk)


class TestWaiting:
    def test_each_sees_what_they_may_decide(self, scene, client):
        other = released_course(make_instructor(), "Reading clouds", chapters=1, lessons=1)
        for course in (scene.course, other):
            lesson = course.get_descendants().specific().last()
            write_lesson(lesson, [("text", "<p>Anew</p>")])
        mine, theirs = scene.submit(), None
        from courses.pages.services import submit_course

        theirs = submit_course(other, by=other.owner)
        both = [to("review", scene.course.pk, mine.pk), to("review", other.pk, theirs.pk)]
        for who, expected in (
            (scene.member, both[:1]),
            (scene.reviewer, both),
            (scene.administrator, both),
        ):
            client.force_login(who)
            page = words_of(client.get(to("reviews")))
            assert [address for address in both if address in page] == expected
            assert f"Reviews ({len(expected)})" in page
            assert "1 page changed" in page
            home = words_of(client.get("/admin/"))
            assert [address for address in both if address in home] == expected

    def test_the_oldest_comes_first_and_pages_are_turned(self, scene, client, monkeypatch):
        monkeypatch.setattr("courses.pages.admin.releases.reviews.PER_PAGE", 1)
        from courses.pages.services import submit_course

        other = released_course(make_instructor(), "Reading clouds", chapters=1, lessons=1)
        write_lesson(other.get_descendants().specific().last(), [("text", "<p>Anew</p>")])
        scene.change()
        now = timezone.now()
        submit_course(other, by=other.owner, now=now - timedelta(days=1))
        scene.submit(now=now)
        client.force_login(scene.reviewer)
        assert "Reading clouds" in words_of(client.get(to("reviews")))
        second = words_of(client.get(to("reviews") + "?p=2"))
        assert "Reading a River" in second
        assert "Page 2 of 2" in second

    def test_nothing_waits(self, scene, client):
        client.force_login(scene.reviewer)
        assert "Nothing waits for you." in words_of(client.get(to("reviews")))
        assert "wait for your review" not in words_of(client.get("/admin/"))

    def test_others_have_no_list(self, scene, client):
        client.force_login(scene.owner)
        assert client.get(to("reviews")).headers["Location"] == "/admin/"
        assert "course-reviews" not in words_of(client.get("/admin/"))


class TestReading:
    def test_note_changes_and_forms_are_there(self, scene, client, url):
        client.force_login(scene.reviewer)
        page = words_of(client.get(url))
        for words in (
            "The first lesson says more.",
            "Ola Owner",
            "1 page changed",
            "to the sea",
            "downhill",
            "Approve",
            "Send back",
            f'href="{to("walk", scene.course.pk)}"',
        ):
            assert words in page
        assert "Reason for releasing with defects" not in page


class TestApproving:
    def test_it_goes_live_at_once(self, scene, client, url, waiting):
        client.force_login(scene.reviewer)
        answer = client.post(url, {"when": "now"}, follow=True)
        assert "It is live as release 2." in words_of(answer)
        assert scene.releases() == [(1, "past"), (2, "live")]
        assert "to the sea" in scene.read()
        assert Course.objects.get(key=scene.course.course_key).allows_corrections is False

    def test_it_gets_a_time_in_the_sites_zone(self, scene, client, url, waiting, settings):
        settings.TIME_ZONE = "Africa/Nairobi"
        client.force_login(scene.reviewer)
        assert "In the time zone Africa/Nairobi." in words_of(client.get(url))
        answer = client.post(
            url,
            {"when": "later", "go_live_at": "2099-03-01T12:30", "allows_corrections": "on"},
            follow=True,
        )
        assert "12:30 (Africa/Nairobi)" in words_of(answer)
        waiting.refresh_from_db()
        assert waiting.state == "scheduled"
        assert waiting.go_live_at == datetime(2099, 3, 1, 9, 30, tzinfo=UTC)
        assert FIRST in scene.read()
        assert Course.objects.get(key=scene.course.course_key).allows_corrections is True

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            ({"when": "later"}, "Give a date and a time"),
            ({"when": "later", "go_live_at": "soon"}, "Write a whole date and a time."),
            ({"when": "later", "go_live_at": "2020-01-01T10:00"}, "This time has passed."),
        ],
    )
    def test_a_time_that_cannot_be_is_said(self, scene, client, url, data, words):
        client.force_login(scene.reviewer)
        answer = client.post(url, data)
        assert answer.status_code == 422
        assert words in words_of(answer)
        assert scene.releases()[-1] == (None, "waiting")

    def test_defects_ask_for_a_reason_and_it_is_logged(self, scene, client, url, monkeypatch):
        scene_defects(scene, monkeypatch)
        client.force_login(scene.administrator)
        page = words_of(client.get(url))
        assert "Something is missing" in page
        assert "Reason for releasing with defects" in page
        answer = client.post(url, {"when": "now"})
        assert answer.status_code == 422
        assert "Say why the course shall go live although something is missing." in words_of(answer)
        assert scene.releases()[-1] == (None, "waiting")
        client.post(url, {"when": "now", "override_reason": "The fair is today."})
        assert scene.releases()[-1] == (2, "live")
        assert Release.objects.get(number=2).override_reason == "The fair is today."
        entry = PageLogEntry.objects.get(action="courses.readiness_overridden")
        assert entry.data["reason"] == "The fair is today."
        page = words_of(client.get(to("release", scene.course.pk, 2)))
        assert "The fair is today." in page


def scene_defects(scene, monkeypatch) -> None:
    """Have the course lack something that it did not lack when it was submitted."""
    from courses.pages.readiness import Defect

    found = [Defect("test", "A fault", scene.course.pk, "Reading a River", "title", "", "/x/")]
    monkeypatch.setattr("courses.pages.admin.releases.review.defects_of", lambda _page: found)
    monkeypatch.setattr(
        "courses.pages.readiness.check_course_ready", lambda *_args, **_options: found
    )


class TestSendingBack:
    def test_it_goes_back_with_a_reason(self, scene, client, url, waiting):
        client.force_login(scene.member)
        answer = client.post(url, {"send_back": "1", "reason": "Say which sea."}, follow=True)
        assert "went back to whoever made it" in words_of(answer)
        waiting.refresh_from_db()
        assert (waiting.state, waiting.reason) == ("sent_back", "Say which sea.")
        client.force_login(scene.owner)
        page = words_of(client.get(to("desk", scene.course.pk)))
        assert "Mo Ember sent the course back:" in page
        assert "Say which sea." in page

    def test_without_a_reason_it_stays(self, scene, client, url):
        client.force_login(scene.member)
        answer = client.post(url, {"send_back": "1", "reason": "  "})
        assert answer.status_code == 422
        assert "Say what should be changed." in words_of(answer)
        assert scene.releases()[-1] == (None, "waiting")


class TestTwoAtOnce:
    def test_the_second_gets_a_sentence_and_changes_nothing(self, scene, client, url, waiting):
        approve_release(waiting, by=scene.administrator)
        client.force_login(scene.reviewer)
        for data in ({"when": "now"}, {"send_back": "1", "reason": "No"}):
            answer = client.post(url, data)
            assert answer.status_code == 409
            assert "This submission no longer waits" in words_of(answer)
            assert "Reading a River" not in words_of(answer)
        assert scene.releases() == [(1, "past"), (2, "live")]

    def test_it_is_decided_between_looking_and_deciding(self, scene, client, url, monkeypatch):
        """The view saw it wait; the service, behind its lock, does not."""

        def decided(release, **_options):
            withdraw_release(Release.objects.get(pk=release.pk), by=scene.owner)
            return approve_release(release, by=scene.reviewer)

        monkeypatch.setattr("courses.pages.admin.releases.review.approve_release", decided)
        client.force_login(scene.reviewer)
        assert client.post(url, {"when": "now"}).status_code == 409
        assert scene.releases() == [(1, "live"), (None, "withdrawn")]

    def test_a_second_press_of_the_same_person_is_no_refusal(self, scene, client, url):
        client.force_login(scene.reviewer)
        client.post(url, {"when": "now"})
        answer = client.post(url, {"when": "now"}, follow=True)
        assert answer.status_code == 200
        assert "It is live as release 2." in words_of(answer)
        assert scene.releases() == [(1, "past"), (2, "live")]

    def test_what_was_decided_shows_nothing_any_more(self, scene, client, url, waiting):
        send_back(waiting, by=scene.administrator, reason="No")
        client.force_login(scene.reviewer)
        answer = client.get(url)
        assert answer.status_code == 409
        assert "Reading a River" not in words_of(answer)
