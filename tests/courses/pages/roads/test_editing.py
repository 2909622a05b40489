"""Publishing and scheduling in Wagtail's editor."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.pages.models import LessonPage, Release
from tests.courses.pages.editing import lesson_form
from tests.courses.pages.roads.states import (
    CORRECTED,
    FIRST,
    OLD_TEXT,
    live_pages,
    releases,
    said,
    shown,
)
from tests.factories.courses import chapters_of

pytestmark = pytest.mark.django_db
NEW = [("text", '{"blocks":[{"key":"a","text":"Water stands.","type":"unstyled","depth":0,'
        '"inlineStyleRanges":[],"entityRanges":[]}],"entityMap":{}}')]  # fmt: skip


def send(client, lesson, blocks=NEW, **more):
    data = lesson_form(lesson, blocks, **{"action-publish": "1", **more})
    return client.post(f"/admin/pages/{lesson.pk}/edit/", data)


def test_publishing_a_ready_lesson_is_a_small_release(admin, lesson):
    response = send(admin, lesson)
    assert (response.status_code, response.url) == (302, f"/admin/pages/{lesson.pk}/edit/")
    assert f"“{lesson.title}” is live." in said(response)
    assert releases() == CORRECTED
    assert [text.split(">")[1] for text in shown(lesson)] == ["Water stands.</p"]
    assert LessonPage.objects.get(pk=lesson.pk).has_unpublished_changes is False


def test_publishing_what_is_not_ready_shows_each_fault_at_its_block(admin, lesson):
    code = {"code": "flow = 1", "language": "", "file_name": "", "highlighted_lines": ""}
    heading = {"text": "Flow", "level": "4"}
    response = send(admin, lesson, [("heading", heading)])
    assert response.status_code == 200
    errors = response.context["form"].errors["body"].as_data()[0].as_json_data()
    words = "The heading “Flow” is of level 4 and the first. Make it level 2."
    assert errors == {"blockErrors": {0: {"blockErrors": {"level": {"messages": [words]}}}}}
    strict = send(admin, lesson, [("code", code)])
    assert strict.status_code == 200
    assert "body" in strict.context["form"].errors
    assert releases() == [FIRST]
    assert shown(lesson) == OLD_TEXT


def test_saving_a_draft_asks_nothing_of_it(admin, lesson):
    response = send(
        admin, lesson, [("heading", {"text": "Flow", "level": "4"})], **{"action-publish": ""}
    )
    assert response.status_code == 302
    assert LessonPage.objects.get(pk=lesson.pk).has_unpublished_changes is True
    assert (releases(), shown(lesson)) == ([FIRST], OLD_TEXT)


def test_a_time_to_go_live_schedules_a_small_release(admin, lesson):
    later = timezone.now().replace(second=0, microsecond=0) + timedelta(days=2)
    local = timezone.localtime(later)
    response = send(admin, lesson, go_live_at=local.strftime("%Y-%m-%d %H:%M"))
    assert response.status_code == 302
    assert releases() == [FIRST, (None, "correction", "scheduled")]
    assert Release.objects.get(state="scheduled").go_live_at == later
    assert shown(lesson) == OLD_TEXT
    page = LessonPage.objects.get(pk=lesson.pk)
    assert page.live is True
    assert not page.revisions.exclude(approved_go_live_at=None).exists()


def test_a_page_of_a_course_has_no_end_date(admin, lesson):
    soon = timezone.localtime(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    for action in ({}, {"action-publish": ""}):
        response = send(admin, lesson, expire_at=soon, **action)
        assert list(response.context["form"].errors) == ["expire_at"]
    assert releases() == [FIRST]
    assert LessonPage.objects.get(pk=lesson.pk).expire_at is None


def test_a_new_lesson_stays_a_draft_until_its_course_is_released(admin, course, lesson):
    chapter = chapters_of(course)[0]
    before = live_pages()
    data = lesson_form(LessonPage(title="New", slug="new"), NEW, **{"action-publish": "1"})
    response = admin.post(f"/admin/pages/add/courses_pages/lessonpage/{chapter.pk}/", data)
    made = LessonPage.objects.get(slug="new")
    assert (response.status_code, response.url) == (302, f"/admin/pages/{made.pk}/edit/")
    assert "This page is in no release yet. It goes live when its course does." in said(response)
    assert (made.live, made.first_published_at, live_pages()) == (False, None, before)
    assert releases() == [FIRST]


def test_an_instructor_who_presses_publish_saves_a_draft(client, course, lesson):
    client.force_login(course.owner)
    response = send(client, lesson, [("heading", {"text": "Flow", "level": "4"})])
    assert response.status_code == 302
    assert (releases(), shown(lesson)) == ([FIRST], OLD_TEXT)
    assert LessonPage.objects.get(pk=lesson.pk).has_unpublished_changes is True


def test_a_page_that_lost_its_readiness_meanwhile_is_told(admin, lesson, monkeypatch):
    """The form is checked first; what is deleted in between is found by the release itself."""
    monkeypatch.setattr("courses.pages.roads.forms._known_errors", lambda form: {})
    response = send(admin, lesson, [("heading", {"text": "Flow", "level": "4"})])
    assert response.status_code == 302
    assert "level" in said(response)
    assert f"/admin/pages/{lesson.pk}/edit/#:w:contentpath=body." in said(response)
    assert (releases(), shown(lesson)) == ([FIRST], OLD_TEXT)
