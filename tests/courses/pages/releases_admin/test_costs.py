"""Each screen asks as much of the database for a large course as for a small one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.pages.services import release_course, submit_course
from tests.courses.pages.releases_admin.conftest import released_course, to
from tests.factories.courses import lessons_of, make_instructor, write_lesson

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


def statements(client, path: str) -> int:
    # Once before: what is asked once for all is no cost of the page.
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def change_all(course, words: str) -> None:
    for lesson in lessons_of(course):
        write_lesson(lesson, [("text", f"<p>{words}</p>")])


@pytest.fixture
def courses(scene):
    """Return a course of 5 lessons and one of 70, each with a second release and a draft."""
    pair = [
        released_course(scene.owner, "Small", chapters=1, lessons=5),
        released_course(scene.owner, "Large", chapters=7, lessons=10),
    ]
    for course in pair:
        change_all(course, "Anew")
        release_course(course, by=scene.administrator)
        change_all(course, "Anew once more")
    return pair


def test_screens_of_one_course(scene, client, courses):
    client.force_login(scene.administrator)
    budgets = {
        "desk": ((), 45),
        "submit": ((), 60),
        "releases": ((), 30),
        "release": ((1,), 30),
        "compare": ((2,), 35),
        "roll_back": ((1,), 35),
        "state": ((), 30),
    }
    costs = {
        name: [statements(client, to(name, course.pk, *args)) for course in courses]
        for name, (args, _most) in budgets.items()
    }
    assert {name: few for name, (few, many) in costs.items() if few != many} == {}
    assert {
        name: costs[name] for name, (_a, most) in budgets.items() if costs[name][0] > most
    } == {}
    asking = [
        statements(client, to("correct", course.pk, lessons_of(course)[0].pk)) for course in courses
    ]
    assert asking[0] == asking[1] <= 30
    releases = [submit_course(course, by=scene.owner) for course in courses]
    pairs = zip(courses, releases, strict=True)
    reviews = [statements(client, to("review", course.pk, release.pk)) for course, release in pairs]
    assert reviews[0] == reviews[1] <= 60


def test_lists_of_one_submission_and_of_twenty(scene, client):
    scene.change()
    scene.submit()
    client.force_login(scene.reviewer)
    few = [statements(client, path) for path in (to("reviews"), "/admin/")]
    for number in range(19):
        course = released_course(make_instructor(), f"Course {number}", chapters=1, lessons=1)
        change_all(course, "Anew")
        submit_course(course, by=course.owner)
    many = [statements(client, path) for path in (to("reviews"), "/admin/")]
    assert few == many
    assert few[0] <= 28
