"""The screen that submits: what changed, what is missing, what waits."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.pages.models import LessonPage, Release
from courses.pages.services import approve_release
from tests.courses.pages.releases_admin.conftest import FIRST, spoil, to, words_of, written_course
from tests.factories.courses import lessons_of, make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(scene, client):
    client.force_login(scene.owner)
    return scene.owner


class TestSubmitting:
    def test_what_changed_is_listed_and_goes_with_a_note(self, scene, owner, client):
        scene.change()
        url = to("submit", scene.course.pk)
        page = words_of(client.get(url))
        assert "What has changed since release 1" in page
        assert scene.lesson.title in page
        assert "Release now" not in page
        answer = client.post(url, {"note": "Clearer now."}, follow=True)
        assert "The course is submitted." in words_of(answer)
        assert scene.releases() == [(1, "live"), (None, "waiting")]
        release = Release.objects.get(state="waiting")
        assert (release.note, release.submitted_by) == ("Clearer now.", owner)
        assert FIRST in scene.read()

    def test_a_second_press_submits_nothing_twice(self, scene, owner, client):
        scene.change()
        url = to("submit", scene.course.pk)
        client.post(url, {"note": "One"})
        answer = client.post(url, {"note": "Two"}, follow=True)
        assert "The course has been submitted." in words_of(answer)
        assert [row.note for row in Release.objects.filter(state="waiting")] == ["One"]

    def test_without_a_change_there_is_nothing_to_press(self, scene, owner, client):
        url = to("submit", scene.course.pk)
        page = words_of(client.get(url))
        assert "Nothing has changed since release 1." in page
        assert "Note to the reviewer" not in page
        answer = client.post(url, {}, follow=True)
        assert "Nothing has changed since the last release." in words_of(answer)
        assert scene.releases() == [(1, "live")]

    def test_a_course_without_words_says_so(self, scene, owner, client):
        empty = make_course(owner=owner, live=False)
        url = to("submit", empty.pk)
        client.post(url)
        assert not Release.objects.of_course(empty.course_key).exists()

    def test_a_note_that_is_too_long_is_refused_and_kept(self, scene, owner, client):
        scene.change()
        answer = client.post(to("submit", scene.course.pk), {"note": "x" * 2001})
        assert answer.status_code == 422
        assert "x" * 2001 in answer.content.decode()
        assert scene.releases() == [(1, "live")]

    def test_the_old_address_leads_here(self, scene, owner, client):
        answer = client.get(to("publish", scene.course.pk))
        assert answer.headers["Location"] == to("submit", scene.course.pk)
        assert client.post(to("publish", scene.course.pk)).status_code == 405


class TestDefects:
    def test_defects_keep_everything_back_and_open_their_place(self, scene, owner, client):
        scene.change()
        spoiled = lessons_of(scene.course)[1]
        spoil(spoiled)
        url = to("submit", scene.course.pk)
        assert "Mend these first" in words_of(client.get(url))
        answer = client.post(url, {"note": "Now"})
        assert answer.status_code == 422
        page = words_of(answer)
        assert 'tabindex="-1" autofocus>Mend these first' in page
        assert f'href="/admin/pages/{spoiled.pk}/edit/' in page
        defects = page.split("desk-defects")[1].split("</section>")[0]
        assert defects.count(f">{spoiled.title}</h4>") == 1
        assert "Now" in page
        assert scene.releases() == [(1, "live")]

    def test_an_administrator_does_not_get_past_them_here(self, scene, client):
        spoil(scene.lesson)
        client.force_login(scene.administrator)
        answer = client.post(to("submit", scene.course.pk), {"release_now": "1"})
        assert answer.status_code == 422
        assert scene.releases() == [(1, "live")]


class TestReleasingAtOnce:
    def test_an_administrator_releases_at_once(self, scene, client):
        scene.change()
        client.force_login(scene.administrator)
        url = to("submit", scene.course.pk)
        assert "Release now" in words_of(client.get(url))
        answer = client.post(url, {"release_now": "1"}, follow=True)
        assert "Release 2 is live." in words_of(answer)
        assert scene.releases() == [(1, "past"), (2, "live")]
        assert "to the sea" in scene.read()

    def test_an_instructor_who_sends_it_only_submits(self, scene, owner, client):
        scene.change()
        client.post(to("submit", scene.course.pk), {"release_now": "1"})
        assert scene.releases() == [(1, "live"), (None, "waiting")]
        assert FIRST in scene.read()

    def test_the_first_release_brings_all_of_it(self, scene, client):
        course = written_course(scene.owner, "Reading clouds")
        client.force_login(scene.administrator)
        url = to("submit", course.pk)
        assert "What goes live for the first time" in words_of(client.get(url))
        client.post(url, {"release_now": "1"})
        assert Release.objects.of_course(course.course_key).get().number == 1
        assert LessonPage.objects.descendant_of(course).filter(live=True).count() == 4


class TestTakingBack:
    def test_a_submission_is_withdrawn_after_a_question(self, scene, owner, client):
        scene.change()
        release = scene.submit()
        url = to("withdraw", scene.course.pk)
        assert "Withdraw the submission" in words_of(client.get(url))
        assert scene.releases()[-1] == (None, "waiting")
        answer = client.post(url, {"release": release.pk}, follow=True)
        assert "The submission is withdrawn." in words_of(answer)
        assert scene.releases()[-1] == (None, "withdrawn")
        answer = client.post(url, {"release": release.pk}, follow=True)
        assert "Nothing of this course waits any more." in words_of(answer)

    def test_a_page_left_open_does_not_withdraw_a_later_submission(self, scene, owner, client):
        scene.change()
        first = scene.submit()
        client.post(to("withdraw", scene.course.pk), {"release": first.pk})
        scene.submit()
        client.post(to("withdraw", scene.course.pk), {"release": first.pk})
        assert scene.releases()[-1] == (None, "waiting")

    def test_a_scheduled_release_says_when_and_is_taken_back(self, scene, owner, client, settings):
        settings.TIME_ZONE = "Africa/Nairobi"
        scene.change()
        at = timezone.now() + timedelta(days=2)
        release = scene.submit()
        approve_release(release, by=scene.reviewer, go_live_at=at)
        page = words_of(client.get(to("submit", scene.course.pk)))
        when = at.astimezone(timezone.zoneinfo.ZoneInfo("Africa/Nairobi")).strftime("%H:%M")
        assert f"{when} (Africa/Nairobi)" in page
        assert "Note to the reviewer" not in page
        assert "Take the release back" in words_of(client.get(to("withdraw", scene.course.pk)))
        answer = client.post(to("withdraw", scene.course.pk), {"release": release.pk}, follow=True)
        assert "The release will not go live." in words_of(answer)
        assert scene.releases()[-1] == (None, "withdrawn")
