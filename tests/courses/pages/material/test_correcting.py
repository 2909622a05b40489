"""The short ways ask too: the desk's button, the editor's buttons; programs get the safe answer."""

from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone
from django.utils.http import urlencode

from courses.outline.models import Course
from courses.pages.admin.releases.editor_menu import CORRECT, publish_correction
from courses.pages.models import LessonPage
from courses.pages.roads.editing import release_instead
from courses.pages.services import release_page
from tests.courses.pages.material.bodies import choice, quiz, text
from tests.courses.pages.releases_admin.conftest import to, words_of

pytestmark = pytest.mark.django_db
WORDED = quiz(choice("How quick is it?"))
ERROR = "Say whether learners should look again."
BEFORE = [(1, "past"), (2, "live")]


@pytest.fixture
def url(asked, client):
    asked.allow_corrections()
    client.force_login(asked.owner)
    return to("correct", asked.course.pk, asked.lesson.pk)


class TestOnTheDesk:
    def test_where_nothing_is_asked_it_stays_one_press(self, asked, client, url):
        asked.write(quiz(choice(points=2)), text("Water runs fast."))
        answer = client.post(url, follow=True)
        assert "The correction is live, as release 3." in words_of(answer)
        assert asked.said() == []

    def test_where_something_is_asked_it_leads_to_the_question(self, asked, client, url):
        asked.write(WORDED, text())
        answer = client.post(url, follow=True)
        assert answer.redirect_chain == [(url, 302)]
        page = words_of(answer)
        assert f"Publish the correction of “{asked.lesson.title}”" in page
        assert page.count(f'type="radio" name="{asked.name("asked")}"') == 2
        assert ERROR not in page
        assert asked.releases() == BEFORE

    def test_the_desks_script_is_told_where_to_go(self, asked, client, url):
        asked.write(WORDED, text())
        answer = client.post(url, headers={"X-Desk": "1"})
        assert (answer.status_code, answer.json()) == (409, {"location": url})
        assert asked.releases() == BEFORE

    @pytest.mark.parametrize(("answer", "said"), [("again", [1]), ("leave", [])])
    def test_the_answer_goes_with_the_correction(self, asked, client, url, answer, said):
        asked.write(WORDED, text("Water runs fast."))
        refused = client.post(url, {"asked": "1", asked.name("again", 2): "on"})
        assert refused.status_code == 422
        assert ERROR in words_of(refused)
        assert "checked" in words_of(refused)
        assert asked.releases() == BEFORE
        client.post(url, {"asked": "1", asked.name("asked"): answer, asked.name("again", 2): "on"})
        assert asked.releases()[-1] == (3, "live")
        assert sorted(asked.said()) == sorted([*said, 2])

    def test_it_is_for_who_writes_the_course(self, asked, client, url):
        asked.write(WORDED, text())
        for person in (asked.member, asked.reviewer):
            client.force_login(person)
            assert client.get(url).status_code in (302, 403)
            assert ERROR not in words_of(client.post(url, {"asked": "1"}))
        assert asked.releases() == BEFORE

    def test_without_leave_the_answer_changes_nothing(self, asked, client, url):
        Course.objects.update(allows_corrections=False)
        asked.write(WORDED, text())
        answer = client.post(url, {"asked": "1", asked.name("asked"): "leave"}, follow=True)
        assert "This page cannot go live by itself." in words_of(answer)
        assert asked.releases() == BEFORE

    def test_pages_of_nobody_are_gone(self, asked, client, url):
        answer = client.get(to("correct", asked.course.pk, asked.course.pk), follow=True)
        assert "This page is no longer in the course." in words_of(answer)

    def test_nothing_to_ask_says_so(self, asked, client, url):
        assert "Nothing has changed since the last release." in words_of(client.get(url))


class TestInTheEditor:
    def pressed(self, asked, person, act, later=None, **sent):
        """Do what the editor does once the draft is saved; return where it leads."""
        request = RequestFactory().post("/", sent)
        request.user = person
        page = LessonPage.objects.get(pk=asked.lesson.pk)
        page.go_live_at = later
        return act(request, page).headers["Location"]

    def test_a_writer_is_led_to_the_question(self, asked, client, url):
        asked.write(WORDED, text())
        assert self.pressed(asked, asked.owner, publish_correction, **{CORRECT: "1"}) == url
        assert asked.releases() == BEFORE

    def test_an_administrator_too_with_the_time_that_was_set(self, asked, client, url):
        asked.write(WORDED, text())
        assert self.pressed(asked, asked.administrator, release_instead) == url
        when = (timezone.now() + timedelta(days=2)).replace(microsecond=0)
        location = self.pressed(asked, asked.administrator, release_instead, when)
        assert location == f"{url}?{urlencode({'at': when.isoformat()})}"
        assert asked.releases() == BEFORE
        client.force_login(asked.administrator)
        assert "It goes live at" in words_of(client.get(location))
        sent = {"asked": "1", "at": when.isoformat()}
        assert "It goes live at" in words_of(client.post(url, sent))
        client.post(url, {**sent, asked.name("asked"): "again"})
        assert asked.releases()[-1] == (None, "scheduled")
        assert (asked.newest().go_live_at, asked.said()) == (when, [1])

    def test_a_writer_sets_no_time(self, asked, client, url):
        asked.write(WORDED, text())
        later = (timezone.now() + timedelta(days=2)).isoformat()
        client.post(url, {"asked": "1", "at": later, asked.name("asked"): "leave"})
        assert asked.releases()[-1] == (3, "live")


class TestPrograms:
    def test_whoever_was_not_asked_has_learners_look_again(self, asked):
        asked.write(WORDED, text("Water runs fast."))
        release_page(asked.lesson, by=asked.administrator)
        assert asked.said() == [1]

    def test_wagtails_own_publishing(self, asked):
        asked.write(WORDED, text())
        lesson = LessonPage.objects.get(pk=asked.lesson.pk)
        lesson.get_latest_revision().publish(user=asked.administrator)
        assert asked.releases()[-1] == (3, "live")
        assert asked.said() == [1]

    def test_the_admins_programming_interface(self, asked, client):
        asked.write(WORDED, text())
        client.force_login(asked.administrator)
        path = f"/admin/api/main/pages/{asked.lesson.pk}/action/publish/"
        assert client.post(path, {}, content_type="application/json").status_code == 200
        assert asked.said() == [1]
