"""A release is of the language that the course was first written in."""

import pytest

from courses.pages.errors import NotTheSourceError
from courses.pages.live_tree import read_tree
from courses.pages.models import CoursePage, LessonPage, Release, Removal
from courses.pages.services import publish_course, release_course, remove_page, submit_course
from tests.courses.pages.walk.walks import in_french
from tests.factories.accounts import UserFactory
from tests.factories.courses import lessons_of, make_course
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    make_site(["en", "fr"])
    return make_course(title="Rivers", lessons=2)


def test_a_translation_is_not_released_over_the_course(course, client):
    french = in_french(course)
    before = [page.title for page in LessonPage.objects.filter(locale=course.locale)]
    administrator = UserFactory(administrator=True)
    for act in (
        lambda: submit_course(french, by=course.owner),
        lambda: release_course(french, by=administrator, override_reason="Now."),
        lambda: publish_course(french, by=course.owner, with_empty=True),
        lambda: remove_page(french, lessons_of(french)[0].pk, by=course.owner),
    ):
        with pytest.raises(NotTheSourceError):
            act()
    assert Release.objects.count() == 1
    assert not Removal.objects.exists()
    assert CoursePage.objects.get(pk=course.pk).title == "Rivers"
    assert [page.title for page in LessonPage.objects.filter(locale=course.locale)] == before
    assert [lesson.title for lesson in read_tree(course).lessons] == before


def test_its_desk_leads_to_where_the_course_is_submitted(course, client):
    french = in_french(course)
    client.force_login(course.owner)
    answer = client.get(f"/admin/courses/{french.pk}/submit/", follow=True)
    assert answer.redirect_chain == [(f"/admin/courses/{course.pk}/submit/", 302)]
    assert "first language" in answer.content.decode()
    answer = client.post(f"/admin/courses/{french.pk}/submit/", {"note": ""}, follow=True)
    assert answer.redirect_chain == [(f"/admin/courses/{course.pk}/submit/", 302)]
    assert Release.objects.count() == 1
