"""The short way: one changed lesson goes live by itself, from the desk and from the editor."""

import pytest
from django.test import RequestFactory

from courses.pages.admin.releases.editor_menu import CORRECT, shape_menu
from tests.courses.pages.editing import lesson_form
from tests.courses.pages.releases_admin.conftest import FIRST, spoil, to, words_of
from tests.factories.courses import chapters_of

pytestmark = pytest.mark.django_db
MINE = "Publish correction"
# A rich text as the editor sends it.
SEA = (
    '{"blocks":[{"key":"a","text":"Water runs to the sea.","type":"unstyled","depth":0,'
    '"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}'
)


def editor(page) -> str:
    return f"/admin/pages/{page.pk}/edit/"


def written(lesson) -> dict[str, str]:
    """Return what the editor sends when "Publish correction" is pressed over another text."""
    return lesson_form(lesson, [("text", SEA)], **{CORRECT: MINE})


class TestOnTheDesk:
    def test_one_press_puts_the_lesson_live(self, scene, client):
        scene.allow_corrections()
        client.force_login(scene.editor)
        assert MINE not in words_of(client.get(to("desk", scene.course.pk)))
        scene.change()
        page = words_of(client.get(to("desk", scene.course.pk)))
        assert page.count(MINE) == 1
        url = to("correct", scene.course.pk, scene.lesson.pk)
        answer = client.post(url, follow=True)
        assert "The correction is live, as release 2." in words_of(answer)
        assert scene.releases() == [(1, "past"), (2, "live")]
        assert "to the sea" in scene.read()
        answer = client.post(url, follow=True)
        assert "Nothing has changed since the last release." in words_of(answer)
        assert len(scene.releases()) == 2

    def test_without_leave_it_is_neither_offered_nor_done(self, scene, client):
        scene.change()
        client.force_login(scene.owner)
        assert MINE not in words_of(client.get(to("desk", scene.course.pk)))
        answer = client.post(to("correct", scene.course.pk, scene.lesson.pk), follow=True)
        assert "This page cannot go live by itself." in words_of(answer)
        assert (scene.releases(), FIRST in scene.read()) == ([(1, "live")], True)

    def test_what_lacks_something_stays_and_says_what(self, scene, client):
        scene.allow_corrections()
        spoil(scene.lesson)
        client.force_login(scene.owner)
        answer = client.post(to("correct", scene.course.pk, scene.lesson.pk), follow=True)
        assert f"“{scene.lesson.title}” is not ready: " in words_of(answer)
        assert scene.releases() == [(1, "live")]

    def test_pages_of_others_and_of_nobody_are_gone(self, scene, client):
        scene.allow_corrections()
        client.force_login(scene.owner)
        for key in (chapters_of(scene.course)[0].pk, scene.course.pk):
            answer = client.post(to("correct", scene.course.pk, key), follow=True)
            assert "This page is no longer in the course." in words_of(answer)
        assert scene.releases() == [(1, "live")]


class TestInTheEditor:
    def offered(self, client, page) -> list[str]:
        text = words_of(client.get(editor(page)))
        known = (MINE, "Submit the course…", ">Publish<", "Submit for", "Unpublish", "Save draft")
        return [words for words in known if words in text]

    def test_each_is_offered_what_they_may_do(self, scene, client):
        client.force_login(scene.owner)
        assert self.offered(client, scene.lesson) == ["Submit the course…", "Save draft"]
        scene.allow_corrections()
        assert self.offered(client, scene.lesson) == [MINE, "Submit the course…", "Save draft"]
        chapter = chapters_of(scene.course)[0]
        assert self.offered(client, chapter) == ["Submit the course…", "Save draft"]
        assert self.offered(client, scene.course) == ["Submit the course…", "Save draft"]

    def test_a_page_under_review_says_so(self, scene, client):
        scene.allow_corrections()
        scene.change()
        scene.submit()
        client.force_login(scene.owner)
        text = words_of(client.get(editor(scene.lesson)))
        assert "This page is being reviewed, so it cannot be changed just now." in text
        assert "Page locked" in text
        assert MINE not in text

    def test_administrators_keep_publish(self, scene):
        request = RequestFactory().get("/")
        request.user = scene.administrator
        from wagtail.admin.action_menu import PublishMenuItem, SaveDraftMenuItem, UnpublishMenuItem

        items = [SaveDraftMenuItem(0), UnpublishMenuItem(1), PublishMenuItem(2)]
        context = {"page": scene.lesson, "view": "edit", "locked_for_user": False}
        shape_menu(items, request, context)
        assert [type(item).__name__ for item in items] == [
            "SaveDraftMenuItem",
            "PublishMenuItem",
            "SubmitCourseMenuItem",
        ]

    def test_pages_of_no_course_keep_their_menu(self, scene):
        from wagtail.admin.action_menu import UnpublishMenuItem

        items = [UnpublishMenuItem(1)]
        shape_menu(items, RequestFactory().get("/"), {"page": scene.course.get_parent().specific})
        assert len(items) == 1

    def test_it_saves_and_goes_live_at_once(self, scene, client):
        scene.allow_corrections()
        client.force_login(scene.owner)
        url = editor(scene.lesson)
        answer = client.post(url, written(scene.lesson), follow=True)
        assert "The correction is live, as release 2." in words_of(answer)
        assert "to the sea" in scene.read()
        assert scene.releases() == [(1, "past"), (2, "live")]

    def test_without_leave_the_same_form_saves_a_draft(self, scene, client):
        client.force_login(scene.owner)
        url = editor(scene.lesson)
        answer = client.post(url, written(scene.lesson), follow=True)
        assert "This page cannot go live by itself." in words_of(answer)
        assert scene.releases() == [(1, "live")]
        draft = scene.lesson.get_latest_revision_as_object()
        assert "to the sea" in str(draft.body[0].value)
