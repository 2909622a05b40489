"""What a course still needs, and whether each line leads to its field."""

import pytest
from django.urls import reverse

from courses.outline.models import Category
from courses.pages.checklist import FIELDS, anchor_of, check_course
from courses.pages.models import CoursePage
from tests.courses.pages.test_desk import write
from tests.factories.courses import keep_course, lessons_of, make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(db):
    return keep_course("en", lessons=2, live=False)


def done(course) -> dict[str, bool]:
    page = CoursePage.objects.select_related("latest_revision").get(pk=course.pk)
    return {item.code: item.is_done for item in check_course(page)}


def test_a_new_course_lacks_everything(course):
    assert done(course) == {
        "promise": False,
        "description": False,
        "outcomes": False,
        "requirements": False,
        "level": False,
        "languages": False,
        "category": False,
        "cover": False,
        "lesson": False,
        "empty_lessons": False,
        "free_preview": False,
    }


def test_what_is_written_in_the_draft_is_done(course):
    draft = course.get_latest_revision_as_object()
    draft.promise, draft.about, draft.level = "Read a river", "<p>About water.</p>", "all"
    draft.spoken_languages = ["en"]
    draft.category = Category.objects.first()
    draft.outcomes = [("item", "Find the source")]
    draft.requirements = [("item", "  ")]
    draft.save_revision()
    first, second = lessons_of(course)
    write(first)
    found = done(course)
    assert [code for code, is_done in found.items() if not is_done] == [
        "requirements",
        "cover",
        "empty_lessons",
        "free_preview",
    ]
    second = second.get_latest_revision_as_object()
    second.is_free_preview = True
    second.save_revision()
    write(lessons_of(course)[1])
    assert done(course)["empty_lessons"] is True
    assert done(course)["free_preview"] is True


def test_a_text_without_words_is_none(course):
    draft = course.get_latest_revision_as_object()
    draft.about = '<p data-block-key="abc12"></p>'
    draft.save_revision()
    assert done(course)["description"] is False


def test_each_line_leads_to_a_panel_of_the_editor(course, client):
    client.force_login(course.owner)
    url = reverse("wagtailadmin_pages:edit", args=[course.pk])
    page = client.get(url).content.decode()
    anchors = {anchor_of(name) for _code, name, _text, _check in FIELDS}
    missing = {anchor for anchor in anchors if f'id="{anchor[1:]}"' not in page}
    assert missing == set()


def test_it_costs_as_many_statements_for_a_large_course(course, django_assert_num_queries):
    large = make_course(owner=course.owner, chapters=3, lessons=3, live=False)
    for one in (course, large):
        page = CoursePage.objects.select_related("latest_revision").get(pk=one.pk)
        with django_assert_num_queries(2):
            check_course(page)
