import pytest

from courses.pages.models import CoursePage
from tests.courses.pages.readiness.courses import OUTCOMES, give_outcomes
from tests.factories.accounts import UserFactory
from tests.factories.courses import lessons_of, make_course, publish_all, write_lesson
from tests.factories.keeping import once
from tests.factories.site import make_site

__all__ = ["OUTCOMES"]

TEXT = [("text", "<p>Water flows.</p>")]


def released_course() -> CoursePage:
    make_site(["en", "fr"])
    course = give_outcomes(make_course(lessons=2, live=False))
    for lesson in lessons_of(course):
        write_lesson(lesson, TEXT)
    publish_all(course)
    return CoursePage.objects.get(pk=course.pk)


@pytest.fixture
def course(db) -> CoursePage:
    """A released course of two lessons, with an outcome and words in each."""
    return once(("roads",), released_course)


@pytest.fixture
def lesson(course):
    return lessons_of(course)[0]


@pytest.fixture
def administrator(course):
    return UserFactory(administrator=True)


@pytest.fixture
def admin(client, administrator):
    """A browser in which an administrator is signed in."""
    client.force_login(administrator)
    return client
