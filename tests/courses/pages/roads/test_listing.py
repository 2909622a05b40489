"""Wagtail's own pages for many pages at once, deleting, copying and taking off the site."""

import pytest
from wagtail.models import Page

from courses.pages.models import LessonPage
from tests.courses.pages.roads.states import FIRST, live_pages, redraft, releases, said
from tests.factories.courses import chapters_of, make_course

pytestmark = pytest.mark.django_db
NOTHING = (
    "Nothing was changed: pages of a course go live, and leave the site, with their course. Do it"
    " on the course's desk."
)


def bulk(client, action, page, **data):
    address = f"/admin/bulk/wagtailcore/page/{action}/?id={page.pk}&next=/admin/pages/"
    return client.post(address, data)


def state():
    return releases(), live_pages(), Page.objects.count()


@pytest.mark.parametrize("action", ["publish", "unpublish", "delete"])
def test_pages_of_a_course_are_refused_among_many(admin, course, lesson, action):
    redraft(lesson)
    before = state()
    for page in (lesson, chapters_of(course)[0], course):
        response = bulk(admin, action, page)
        assert (response.status_code, response.url) == (302, "/admin/pages/")
        assert NOTHING in said(response)
        assert f"/admin/courses/{course.pk}/" in said(response)
    assert state() == before
    assert before[0] == [FIRST]


def test_courses_below_a_page_are_refused_with_it(admin, course):
    make_course(live=False)
    catalogue = course.get_parent()
    before = state()
    for action in ("publish", "unpublish"):
        response = bulk(admin, action, catalogue, include_descendants="on")
        assert NOTHING in said(response)
    assert NOTHING in said(bulk(admin, "delete", catalogue))
    address = f"/admin/pages/{catalogue.pk}/unpublish/"
    assert NOTHING in said(admin.post(address, {"include_descendants": "on"}))
    assert state() == before


def test_other_pages_go_live_in_bulk_as_before(admin, course):
    home = course.get_parent().get_parent()
    assert bulk(admin, "publish", home).status_code == 302
    assert releases() == [FIRST]


def test_deleting_leads_to_the_desk(admin, course, lesson):
    before = state()
    answer = admin.post(f"/admin/pages/{lesson.pk}/delete/")
    desk = f"/admin/courses/{course.pk}/pages/{lesson.pk}/delete/"
    assert (answer.status_code, answer.url) == (302, desk)
    answer = admin.post(f"/admin/pages/{course.pk}/delete/")
    assert (answer.status_code, answer.url) == (302, f"/admin/courses/{course.pk}/state/")
    assert "This course is live. Take it off the site, then delete it." in said(answer)
    assert state() == before


def test_a_course_that_is_not_live_can_be_deleted(admin, course):
    draft = make_course(live=False)
    assert admin.post(f"/admin/pages/{draft.pk}/delete/").status_code == 302
    assert not Page.objects.filter(pk=draft.pk).exists()


def test_a_page_does_not_leave_the_site_alone(admin, course, lesson):
    before = state()
    for page in (lesson, chapters_of(course)[0], course):
        answer = admin.post(f"/admin/pages/{page.pk}/unpublish/")
        desk = f"/admin/courses/{course.pk}"
        where = f"{desk}/state/" if page is course else f"{desk}/pages/{page.pk}/delete/"
        assert (answer.status_code, answer.url) == (302, where)
        assert "Pages of a course leave the site with their course" in said(answer)
    assert state() == before


@pytest.mark.parametrize("how", ["publish_copies", "alias"])
def test_a_copy_begins_as_a_draft(admin, course, lesson, how):
    chapter = chapters_of(course)[0]
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": chapter.pk}
    before = state()
    answer = admin.post(f"/admin/pages/{lesson.pk}/copy/", {**data, how: "on"})
    assert (answer.status_code, answer.url) == (302, f"/admin/pages/{lesson.pk}/copy/")
    assert state() == before
    admin.post(f"/admin/pages/{lesson.pk}/copy/", data)
    assert LessonPage.objects.get(slug="copy").live is False
