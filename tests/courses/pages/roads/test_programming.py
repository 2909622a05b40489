"""The admin's programming interface for pages."""

import pytest
from wagtail.models import Page

from courses.pages.models import LessonPage
from tests.courses.pages.roads.states import (
    CORRECTED,
    FIRST,
    NEW_TEXT,
    OLD_TEXT,
    UNREADY,
    live_pages,
    redraft,
    releases,
    shown,
)

pytestmark = pytest.mark.django_db
ON_THE_DESK = {"message": "Pages of a course are changed on the course's desk.", "code": "course"}


def ask(client, page, action, **data):
    return client.post(f"/admin/api/main/pages/{page.pk}/action/{action}/", data)


def test_publishing_is_a_small_release(admin, lesson):
    redraft(lesson)
    answer = ask(admin, lesson, "publish")
    assert (answer.status_code, answer.json()["id"]) == (200, lesson.pk)
    assert (releases(), shown(lesson)) == (CORRECTED, NEW_TEXT)


def test_what_is_not_ready_is_refused(admin, lesson):
    redraft(lesson, UNREADY)
    answer = ask(admin, lesson, "publish")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_ready")
    assert (releases(), shown(lesson)) == ([FIRST], OLD_TEXT)


@pytest.mark.parametrize(
    "action",
    [
        "unpublish",
        "delete",
        "move",
        "copy",
        "create_alias",
        "convert_alias",
        "copy_for_translation",
    ],
)
def test_all_else_is_the_desks(admin, course, lesson, action):
    before = live_pages(), Page.objects.count()
    for page in (lesson, course):
        answer = ask(admin, page, action)
        assert (answer.status_code, answer.json()) == (409, ON_THE_DESK)
    assert (live_pages(), Page.objects.count(), releases()) == (*before, [FIRST])


def test_an_earlier_version_becomes_the_draft_and_nothing_more(admin, lesson):
    earlier = lesson.get_latest_revision()
    redraft(lesson)
    answer = ask(admin, lesson, "revert_to_page_revision", revision_id=earlier.pk)
    assert answer.status_code == 200
    page = LessonPage.objects.get(pk=lesson.pk)
    assert [str(one.value) for one in page.get_latest_revision_as_object().body] == OLD_TEXT
    assert (releases(), shown(lesson)) == ([FIRST], OLD_TEXT)


def test_a_page_above_live_courses_takes_none_of_them_along(admin, course):
    before = live_pages(), Page.objects.count()
    for action, data in (("unpublish", {"recursive": True}), ("delete", {})):
        answer = ask(admin, course.get_parent(), action, **data)
        assert answer.status_code == 409
    assert (live_pages(), Page.objects.count()) == before


def test_a_writer_reaches_none_of_it(client, course, lesson):
    client.force_login(course.owner)
    redraft(lesson)
    assert ask(client, lesson, "publish").status_code in (302, 403, 404)
    assert (releases(), shown(lesson)) == ([FIRST], OLD_TEXT)
