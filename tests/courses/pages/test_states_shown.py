"""What readers meet of a course that is closed to new learners, or archived."""

import pytest

from courses.outline.enums import CourseState
from courses.pages.services import set_course_state
from tests.factories.courses import make_course
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db
CLOSED = "This course takes no new learners."
ARCHIVED = "This course has ended."


@pytest.fixture
def course():
    make_site(["en"])
    return make_course(title="Rivers")


@pytest.mark.parametrize(
    ("state", "is_listed", "words"),
    [
        (CourseState.OPEN, True, []),
        (CourseState.CLOSED, True, [CLOSED]),
        (CourseState.ARCHIVED, False, [ARCHIVED]),
    ],
)
def test_lists_and_the_course_say_how_it_stands(client, course, state, is_listed, words):
    set_course_state(course, state, by=course.owner)
    assert ("Rivers" in client.get("/en/courses/").content.decode()) is is_listed
    answer = client.get(course.url)
    assert answer.status_code == 200
    assert [one for one in (CLOSED, ARCHIVED) if one in answer.content.decode()] == words
