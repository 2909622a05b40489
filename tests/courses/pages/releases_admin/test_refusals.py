"""Every screen, as everybody whom the course does not concern; and what each of its people may."""

import pytest

from courses.outline.models import Course
from courses.pages.enums import CourseRole
from courses.pages.services import add_member
from tests.courses.pages.releases_admin.conftest import FIRST, released_course, to
from tests.factories.accounts import UserFactory
from tests.factories.courses import make_instructor

pytestmark = pytest.mark.django_db
SCRIPT = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}


@pytest.fixture
def waiting(scene):
    scene.change("Canary of the draft.")
    return scene.submit(note="Canary of the note.")


@pytest.fixture
def addresses(scene, waiting) -> list[str]:
    key, lesson = scene.course.pk, scene.lesson.pk
    return [
        *(to(name, key) for name in ("submit", "withdraw", "state", "publish", "unpublish")),
        to("releases", key),
        *(to(name, key, 1) for name in ("release", "compare", "roll_back")),
        to("review", key, waiting.pk),
        to("add_comment", key, waiting.pk),
        to("take_back_comment", key, waiting.pk, 1),
        to("put_back", key, lesson),
        to("correct", key, lesson),
    ]


FORM = {
    "note": "x",
    "release_now": "1",
    "reason": "x",
    "when": "now",
    "to": "draft",
    "corrections": "on",
    "place": "title",
    "text": "x",
}


def untouched(scene, waiting) -> bool:
    waiting.refresh_from_db()
    course = Course.objects.get(key=scene.course.course_key)
    return (
        scene.releases() == [(1, "live"), (None, "waiting")]
        and FIRST in scene.read()
        and (course.state, course.allows_corrections) == ("open", False)
    )


def is_refused(answer) -> bool:
    return answer.headers.get("Location") == "/admin/" or answer.status_code in (403, 405)


def walk(client, addresses, data) -> list[str]:
    """Return the addresses that do not refuse."""
    open_to_read = [f"GET {one}" for one in addresses if not is_refused(client.get(one))]
    written = [f"POST {one}" for one in addresses if not is_refused(client.post(one, data))]
    return open_to_read + written


def test_strangers_are_refused_everywhere(scene, client, waiting, addresses):
    other = make_instructor()
    mate = make_instructor()
    foreign = released_course(other, "Clouds", chapters=1, lessons=1)
    add_member(foreign, mate, CourseRole.EDITOR, by=other)
    data = {**FORM, "release": waiting.pk, "page": scene.lesson.pk}
    for who in (other, mate, UserFactory(translator=True)):
        client.force_login(who)
        assert walk(client, addresses, data) == []
    assert untouched(scene, waiting)


def test_guests_and_learners_do_not_come_in(scene, client, waiting, addresses):
    data = {**FORM, "release": waiting.pk, "page": scene.lesson.pk}
    for who in (None, UserFactory(learner=True)):
        if who is not None:
            client.force_login(who)
        for address in addresses:
            for answer in (client.get(address), client.post(address, data)):
                assert answer.status_code in (302, 403)
                assert "Canary" not in answer.content.decode()
    assert untouched(scene, waiting)


def test_a_reviewer_of_the_site_meets_the_submission_alone(scene, client, waiting, addresses):
    client.force_login(scene.reviewer)
    data = {**FORM, "release": waiting.pk, "page": scene.lesson.pk}
    reviewing = [one for one in addresses if "/reviews/" in one]
    others = [one for one in addresses if one not in reviewing]
    assert walk(client, others, data) == []
    assert "Canary of the draft." in client.get(reviewing[0]).content.decode()
    assert untouched(scene, waiting)


def test_without_a_submission_a_reviewer_of_the_site_meets_nothing(scene, client):
    scene.change("Canary of the draft.")
    client.force_login(scene.reviewer)
    for address in (to("review", scene.course.pk, 1), to("review", scene.course.pk, 9_999)):
        for answer in (client.get(address), client.post(address, FORM)):
            assert answer.status_code == 409
            assert "Canary" not in answer.content.decode()
            assert "Reading a River" not in answer.content.decode()


def test_who_writes_the_course_does_not_review_it(scene, client, waiting):
    address = to("review", scene.course.pk, waiting.pk)
    for who in (scene.owner, scene.editor):
        client.force_login(who)
        assert client.get(address).headers["Location"] == "/admin/"
        assert client.post(address, FORM).headers["Location"] == "/admin/"
        assert client.post(address, FORM, **SCRIPT).status_code == 403
    assert untouched(scene, waiting)


def test_the_courses_reviewer_changes_nothing_but_the_decision(scene, client, waiting):
    client.force_login(scene.member)
    for name in ("submit", "withdraw"):
        address = to(name, scene.course.pk)
        assert client.get(address).headers["Location"] == "/admin/"
        assert client.post(address, {"release": waiting.pk}).headers["Location"] == "/admin/"
    answer = client.post(to("state", scene.course.pk), {"to": "draft"})
    assert answer.headers["Location"] == "/admin/"
    for name in ("put_back", "correct"):
        assert client.post(to(name, scene.course.pk, scene.lesson.pk)).status_code == 302
    assert untouched(scene, waiting)


def test_a_release_under_the_address_of_another_course_is_not_there(scene, client, waiting):
    foreign = released_course(make_instructor(), "Clouds", chapters=1, lessons=1)
    client.force_login(scene.administrator)
    for answer in (
        client.get(to("review", foreign.pk, waiting.pk)),
        client.post(to("review", foreign.pk, waiting.pk), FORM),
    ):
        assert answer.status_code == 409
        assert "Canary" not in answer.content.decode()
    assert untouched(scene, waiting)


def test_a_course_that_is_not_there_is_refused_alike(scene, client):
    client.force_login(scene.owner)
    for name in ("submit", "withdraw", "state", "releases"):
        assert client.get(to(name, 999_999)).headers["Location"] == "/admin/"
