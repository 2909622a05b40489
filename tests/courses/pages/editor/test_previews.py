"""Previews show a course as a learner or a guest sees it, and leave no trace."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.core.models import SiteRendition
from cms.core.services.renditions import make_renditions
from cms.eventlog.models import Event
from courses.pages.models import LessonPage
from tests.courses.pages.editor.lessons import block, form_of, make_images, picture, quiz
from tests.factories.courses import chapters_of, lessons_of, make_course, make_instructor
from tests.factories.site import make_site

CANARY = "Kingfisher canary"
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)


@pytest.fixture
def author(db, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_site(["en", "fr"])
    user = make_instructor("Ines Instructor")
    client.force_login(user)
    return user


@pytest.fixture
def course(author):
    return make_course(owner=author, title="Reading rivers", lessons=2, live=False)


@pytest.fixture
def lesson(course):
    lesson = lessons_of(course)[0]
    body = [block("text", f"<p>{CANARY}</p>"), block("quiz", quiz(1))]
    images = make_images(course, 1)
    # As the task does after the upload.
    make_renditions(images[0])
    body.append(block("image", picture(0, images)))
    lesson.body = json.dumps(body)
    lesson.save_revision(user=course.owner)
    return LessonPage.objects.get(pk=lesson.pk)


def preview(client, page, mode, **changes):
    """Post the form as the editor does while somebody types, then ask for the preview."""
    address = f"/admin/pages/{page.pk}/edit/preview/"
    answer = client.post(address, {**form_of(client, page), **changes}).json()
    assert answer == {"is_valid": True, "is_available": True}
    with CaptureQueriesContext(connection) as counted:
        response = client.get(address, {"mode": mode, "in_preview_panel": "true"})
    assert response.status_code == 200
    assert [query["sql"] for query in counted if WRITES.match(query["sql"])] == []
    return response


class TestOfALesson:
    def test_a_learner_reads_the_draft(self, client, lesson):
        events = Event.objects.count()
        html = preview(client, lesson, "learner", title="Unsaved title").content.decode()
        assert CANARY in html
        assert "<h1>Unsaved title</h1>" in html
        assert Event.objects.count() == events
        assert LessonPage.objects.get(pk=lesson.pk).title == "First lesson"

    def test_a_guest_finds_it_locked(self, client, lesson):
        html = preview(client, lesson, "guest").content.decode()
        assert CANARY not in html
        assert "Question 1.0?" not in html
        assert "This lesson is for the course" in html

    def test_a_guest_reads_it_once_it_is_free(self, client, lesson):
        html = preview(client, lesson, "guest", is_free_preview="on").content.decode()
        assert CANARY in html

    @pytest.mark.parametrize("mode", ["learner", "guest", "", "administrator"])
    def test_the_editor_does_not_come_along(self, client, lesson, mode):
        html = preview(client, lesson, mode, is_free_preview="on").content.decode()
        assert "Ines Instructor" not in html
        assert f"/admin/courses/{lesson.get_parent().get_parent().pk}/" not in html
        assert "/en/accounts/login/" in html

    def test_the_outline_shows_drafts(self, client, lesson, course):
        other = lessons_of(course)[1]
        html = preview(client, lesson, "learner").content.decode()
        assert other.title in html
        assert chapters_of(course)[0].title in html

    def test_keys_stay_on_the_server(self, client, lesson):
        html = preview(client, lesson, "learner").content.decode()
        assert "Question 1.0?" in html
        assert not re.search(r"is_right|data-right|is-right", html)
        # The right option looks like the others.
        options = re.findall(r"<label.*?</label>", html, re.DOTALL)
        rows = {re.sub(r"\d+|[0-9a-f-]{36}", "", row) for row in options if "Option" in row}
        assert len({re.sub(r'(id|for|value|name)="[^"]*"', "", row) for row in rows}) == 1

    def test_only_this_site_may_frame_it(self, client, lesson):
        response = preview(client, lesson, "learner")
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        policy = response["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in policy
        assert "script-src 'self';" in f"{policy};"
        assert "private" in response["Cache-Control"]

    def test_draft_pictures_are_open_to_the_editor_s_session(self, client, lesson):
        html = preview(client, lesson, "learner").content.decode()
        pictures = [one.url for one in SiteRendition.objects.all() if one.url in html]
        assert pictures
        assert {client.get(picture).status_code for picture in pictures} <= {200, 302}
        client.logout()
        assert {client.get(picture).status_code for picture in pictures} == {403}

    def test_a_lesson_that_was_never_saved(self, client, lesson):
        chapter = lesson.get_parent()
        address = f"/admin/pages/add/courses_pages/lessonpage/{chapter.pk}/preview/"
        form = {**form_of(client, lesson), "title": "Not yet saved", "slug": "not-yet"}
        assert client.post(address, form).json()["is_valid"] is True
        learner = client.get(address, {"mode": "learner"}).content.decode()
        guest = client.get(address, {"mode": "guest"}).content.decode()
        assert "<h1>Not yet saved</h1>" in learner
        assert CANARY in learner
        assert lesson.title in learner
        assert CANARY not in guest
        assert LessonPage.objects.child_of(chapter).count() == 2

    def test_others_may_not_look(self, client, lesson):
        client.force_login(make_instructor("Otto Other"))
        response = client.get(f"/admin/pages/{lesson.pk}/edit/preview/", {"mode": "learner"})
        assert response.status_code in {302, 403}
        assert CANARY not in response.content.decode()

    def test_sizes_and_modes(self, lesson):
        assert [mode for mode, _label in lesson.preview_modes] == ["learner", "guest"]
        widths = [size["device_width"] for size in lesson.preview_sizes]
        assert widths == [390, 820, 1280]
        assert lesson.default_preview_size == "mobile"


class TestOfACourse:
    @pytest.mark.parametrize("mode", ["learner", "guest"])
    def test_it_shows_the_draft_with_its_outline(self, client, course, lesson, mode):
        response = client.get(f"/admin/pages/{course.pk}/view_draft/", {"mode": mode})
        html = response.content.decode()
        assert response.status_code == 200
        assert "Reading rivers" in html
        assert lesson.title in html
        assert CANARY not in html
        assert "/en/accounts/login/" in html

    def test_a_chapter_has_none(self, client, course):
        chapter = chapters_of(course)[0]
        assert client.get(f"/admin/pages/{chapter.pk}/edit/").status_code == 200
        assert chapter.is_previewable() is False
