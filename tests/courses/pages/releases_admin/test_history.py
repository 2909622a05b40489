"""The list of releases, one of them, two beside each other, and the way back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.pages.models import LessonPage, Release
from courses.pages.services import approve_release, send_back
from tests.courses.pages.releases_admin.conftest import FIRST, released_course, to, words_of
from tests.factories.courses import make_instructor

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(scene) -> Release:
    return scene.release("Water runs to the sea.")


class TestList:
    def test_each_says_who_when_why_and_how_much(self, scene, client, second):
        scene.change("Clouds carry it back.")
        third = scene.submit(note="The sky belongs to it.")
        approve_release(third, by=scene.reviewer)
        client.force_login(scene.owner)
        page = words_of(client.get(to("releases", scene.course.pk)))
        order = [page.index(f"Release {number} <") for number in (3, 2, 1)]
        assert order == sorted(order)
        for words in (
            "The sky belongs to it.",
            "submitted by Ola Owner",
            "approved by Rhea Viewer",
            "7 pages",
            "Whole course",
        ):
            assert words in page

    def test_what_is_to_come_and_what_failed_stand_there_too(self, scene, client):
        scene.change()
        release = scene.submit()
        approve_release(release, by=scene.reviewer, go_live_at=timezone.now() + timedelta(days=1))
        client.force_login(scene.owner)
        assert "goes live at" in words_of(client.get(to("releases", scene.course.pk)))
        Release.objects.filter(pk=release.pk).update(state="failed", reason="The picture is gone.")
        page = words_of(client.get(to("releases", scene.course.pk)))
        assert "Failed" in page
        assert "The picture is gone." in page

    def test_what_was_sent_back_is_no_release(self, scene, client):
        scene.change()
        send_back(scene.submit(note="My note"), by=scene.reviewer, reason="No")
        client.force_login(scene.owner)
        assert "My note" not in words_of(client.get(to("releases", scene.course.pk)))

    def test_a_course_without_a_release_says_so(self, scene, client):
        from tests.courses.pages.releases_admin.conftest import written_course

        course = written_course(scene.owner, "Clouds", chapters=1, lessons=1)
        client.force_login(scene.owner)
        page = words_of(client.get(to("releases", course.pk)))
        assert "The course has no release yet." in page


class TestOne:
    def test_it_shows_the_outline_and_a_page_as_they_were(self, scene, client, second):
        client.force_login(scene.owner)
        url = to("release", scene.course.pk, 1)
        page = words_of(client.get(url))
        assert page.count(scene.lesson.title) >= 1
        page = words_of(client.get(url, {"page": scene.lesson.translation_key}))
        assert FIRST in page
        assert "to the sea" not in page

    @pytest.mark.parametrize("key", ["x", "00000000-0000-0000-0000-000000000000"])
    def test_a_page_that_it_has_not_is_said(self, scene, client, key):
        client.force_login(scene.owner)
        page = words_of(client.get(to("release", scene.course.pk, 1), {"page": key}))
        assert "This page is not in the release." in page


class TestComparing:
    def test_from_the_earlier_to_the_later_whichever_is_asked(self, scene, client, second):
        client.force_login(scene.owner)
        for number, other in ((2, 1), (1, 2)):
            url = to("compare", scene.course.pk, number)
            page = words_of(client.get(url, {"with": other}))
            assert "From release 1 to release 2" in page
            assert "to the sea" in page
            assert FIRST.split()[-1] in page

    def test_the_first_is_compared_with_nothing(self, scene, client):
        client.force_login(scene.owner)
        page = words_of(client.get(to("compare", scene.course.pk, 1)))
        assert "What release 1 brought" in page


class TestRollingBack:
    def test_it_is_asked_for_and_keeps_drafts(self, scene, client, second):
        scene.change("Clouds carry it back.")
        client.force_login(scene.administrator)
        url = to("roll_back", scene.course.pk, 1)
        page = words_of(client.get(url))
        assert "What changes for readers" in page
        assert "Your drafts stay as they are" in page
        assert scene.releases() == [(1, "past"), (2, "live")]
        answer = client.post(url, follow=True)
        assert "Readers see release 1 again, as release 3." in words_of(answer)
        assert scene.releases() == [(1, "past"), (2, "past"), (3, "live")]
        assert FIRST in scene.read()
        draft = LessonPage.objects.get(pk=scene.lesson.pk).get_latest_revision_as_object()
        assert "Clouds carry it back." in str(draft.body[0].value)

    def test_the_courses_reviewer_may_and_its_writers_may_not(self, scene, client, second):
        url = to("roll_back", scene.course.pk, 1)
        for who in (scene.owner, scene.editor):
            client.force_login(who)
            page = words_of(client.get(url))
            assert "A reviewer of the course or an administrator can do it." in page
            assert ">Roll back<" not in page
            answer = client.post(url, follow=True)
            assert "Another person has to review this course." in words_of(answer)
        assert scene.releases() == [(1, "past"), (2, "live")]
        client.force_login(scene.member)
        client.post(url)
        assert scene.releases()[-1] == (3, "live")

    def test_while_something_waits_it_is_refused_with_words(self, scene, client, second):
        scene.change("Clouds carry it back.")
        scene.submit()
        client.force_login(scene.administrator)
        answer = client.post(to("roll_back", scene.course.pk, 1), follow=True)
        assert "The course has been submitted." in words_of(answer)
        assert scene.releases() == [(1, "past"), (2, "live"), (None, "waiting")]

    def test_what_is_live_has_no_way_back(self, scene, client):
        client.force_login(scene.administrator)
        url = to("roll_back", scene.course.pk, 1)
        assert "There is nothing to roll back." in words_of(client.get(url))
        client.post(url)
        assert scene.releases() == [(1, "live")]


def test_numbers_of_other_courses_and_of_nobody_are_refused(scene, client, second):
    """The other course has release 1 only; each address with 2 or more names nothing of it."""
    other = released_course(make_instructor(), "Clouds", chapters=1, lessons=1)
    client.force_login(other.owner)
    for name in ("release", "compare", "roll_back"):
        assert client.get(to(name, other.pk, 2)).headers["Location"] == "/admin/"
    answer = client.get(to("compare", other.pk, 1), {"with": 2})
    assert answer.headers["Location"] == "/admin/"
    for number in ("x", "9" * 30):
        answer = client.get(to("compare", other.pk, 1), {"with": number})
        assert answer.headers["Location"] == "/admin/"
    assert scene.releases() == [(1, "past"), (2, "live")]
