"""Open, closed, archived, off the site."""

import pytest

from cms.eventlog.models import Event
from courses.outline.models import Course
from courses.pages.models import CoursePage
from tests.courses.pages.releases_admin.conftest import to, words_of, written_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(scene, client) -> str:
    client.force_login(scene.owner)
    return to("state", scene.course.pk)


def state_of(scene) -> str:
    return Course.objects.get(key=scene.course.course_key).state


def live_pages(scene) -> int:
    page = CoursePage.objects.get(pk=scene.course.pk)
    return page.get_descendants(inclusive=True).live().count()


def test_each_change_is_asked_for_once_more(scene, client, url):
    page = words_of(client.get(url))
    for words in ("Close to new learners", "Archive", "Take off the site", "No learner is on"):
        assert words in page
    assert "Open again" not in page
    for to_state, words in (
        ("closed", "The course is closed to new learners."),
        ("archived", "The course is archived."),
        ("open", "The course is open."),
    ):
        before = state_of(scene)
        assert client.get(url, {"to": to_state}).status_code == 200
        assert state_of(scene) == before
        for _press in range(2):
            answer = client.post(url, {"to": to_state}, follow=True)
            assert words in words_of(answer)
        assert state_of(scene) == to_state
    assert live_pages(scene) == 7
    assert Event.objects.filter(name="courses.state_changed").count() == 3


def test_taking_it_off_offers_what_is_gentler_and_leaves_nothing_live(scene, client, url):
    page = words_of(client.get(url, {"to": "draft"}))
    assert "Two gentler ways keep the course for those who have it:" in page
    for address in (f"{url}?to=closed", f"{url}?to=archived"):
        assert address in page
    assert "It is live in: English." in page
    answer = client.post(url, {"to": "draft"}, follow=True)
    assert "The course is off the site." in words_of(answer)
    assert (state_of(scene), live_pages(scene)) == ("draft", 0)


def test_learners_are_counted_in_words(scene, client, url, monkeypatch):
    monkeypatch.setattr("courses.pages.admin.releases.state.learners_of", lambda _key: 12)
    assert "12 learners are on this course." in words_of(client.get(url, {"to": "draft"}))


def test_a_course_without_a_release_cannot_be_opened_here(scene, client, url):
    draft = written_course(scene.owner, "Clouds", chapters=1, lessons=1)
    page = words_of(client.get(to("state", draft.pk)))
    assert "It opens with its first release." in page
    assert "Archive" not in page
    answer = client.post(to("state", draft.pk), {"to": "open"}, follow=True)
    assert "This page is in no release yet." in words_of(answer)
    assert Course.objects.get(key=draft.course_key).state == "draft"


def test_while_it_is_reviewed_it_stays(scene, client, url):
    scene.change()
    scene.submit()
    answer = client.post(url, {"to": "draft"}, follow=True)
    assert "The course has been submitted." in words_of(answer)
    assert (state_of(scene), live_pages(scene)) == ("open", 7)


@pytest.mark.parametrize("wanted", ["", "gone", "live"])
def test_a_state_that_is_none_is_refused(scene, client, url, wanted):
    assert client.post(url, {"to": wanted}).headers["Location"] == "/admin/"
    assert state_of(scene) == "open"


def test_corrections_are_allowed_by_those_who_review(scene, client, url):
    course = Course.objects.filter(key=scene.course.course_key)
    assert 'name="corrections"' not in words_of(client.get(url))
    client.post(url, {"corrections": "on"})
    assert course.get().allows_corrections is False
    client.force_login(scene.administrator)
    assert 'name="corrections"' in words_of(client.get(url))
    client.post(url, {"corrections": "on"})
    assert course.get().allows_corrections is True
    client.post(url, {"corrections": "off"})
    assert course.get().allows_corrections is False


def test_the_old_address_leads_here(scene, client, url):
    assert client.get(to("unpublish", scene.course.pk)).headers["Location"] == url
    assert client.post(to("unpublish", scene.course.pk)).status_code == 405
    assert live_pages(scene) == 7
