"""The desk's screen on which a draft is opened, and links to it are made and ended."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from cms.accounts.enums import Role
from courses.pages.enums import CourseRole, Persona
from courses.pages.models import WalkLink
from courses.pages.services import add_member
from courses.pages.walk.tokens import open_walk
from tests.courses.pages.walk.walks import in_french, send_link
from tests.factories.accounts import UserFactory
from tests.factories.courses import lessons_of, make_course, make_instructor
from tests.factories.site import make_site

LINK = {"persona": "guest", "language": "en", "at": "", "ends": "7", "ends_at": ""}


@pytest.fixture
def owner(db):
    make_site(["en", "fr"])
    return make_instructor("Ines Owner")


@pytest.fixture
def course(owner):
    return make_course(owner=owner, title="Reading a River", live=False)


@pytest.fixture
def screen(course):
    return f"/admin/courses/{course.pk}/walk/"


def walk_at(address):
    """Return the walk of an address and the page that it leads to."""
    found = re.fullmatch(r"(?:http://[^/]+)?/walk/([^/]+)/(\d+)/", address)
    return open_walk(found.group(1)), int(found.group(2))


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_it_opens_the_draft_as_chosen(client, owner, course, screen):
    in_french(course)
    owner.time_zone = "Africa/Nairobi"
    owner.save()
    client.force_login(owner)
    chosen = {"open": "1", "persona": "guest", "language": "fr", "at": "2026-05-03T12:00"}
    walk, page_id = walk_at(client.get(screen, chosen)["Location"])
    assert (walk.owner, walk.persona, walk.language) == (owner, Persona.GUEST, "fr")
    assert walk.at == datetime(2026, 5, 3, 12, tzinfo=ZoneInfo("Africa/Nairobi"))
    assert walk.is_own
    assert timedelta(hours=11) < walk.ends_at - timezone.now() <= timedelta(hours=12)
    assert page_id == course.get_translations().get().pk
    assert WalkLink.objects.count() == 0


def test_it_opens_at_the_page_that_it_was_asked_from(client, owner, course, screen):
    client.force_login(owner)
    (lesson,) = lessons_of(course)
    walk, page_id = walk_at(client.get(screen, {"open": "1", "page": lesson.pk})["Location"])
    assert (page_id, walk.persona, walk.language, walk.at) == (
        lesson.pk,
        Persona.LEARNER,
        "en",
        None,
    )
    foreign = make_course(live=False)
    for page in (foreign.pk, 1, "x"):
        _walk, page_id = walk_at(client.get(screen, {"open": "1", "page": page})["Location"])
        assert page_id == course.pk
    for place, address in [
        ("editor", f"/admin/pages/{lesson.pk}/edit/"),
        ("desk", f"/admin/courses/{course.pk}/"),
    ]:
        assert f"{screen}?open=1&amp;page={lesson.pk}" in text(client.get(address)), place


def test_a_wrong_date_is_said(client, owner, screen):
    client.force_login(owner)
    answer = client.get(screen, {"open": "1", "at": "tomorrow"})
    assert answer.status_code == 200
    assert "Choose a date and a time" in text(answer)


def test_a_link_is_made_shown_and_ended(client, owner, course, screen):
    client.force_login(owner)
    answer = client.post(screen, {**LINK, "at": "2026-05-03T12:00"}, follow=True)
    link = WalkLink.objects.get()
    assert (link.owner, link.persona, link.language) == (owner, "guest", "en")
    assert link.at == datetime(2026, 5, 3, 12, tzinfo=UTC)
    assert timedelta(days=6.9) < link.ends_at - timezone.now() <= timedelta(days=7)
    html = text(answer)
    address = re.search(r'readonly dir="ltr" value="([^"]+)"', html).group(1)
    walk, page_id = walk_at(address)
    assert (walk.link_id, page_id) == (link.pk, course.pk)
    path = address.partition("/walk/")
    assert Client().get("/walk/" + path[2]).status_code == 200
    for _time in range(2):
        html = text(client.post(screen, {"end": link.pk}, follow=True))
        assert "The link has ended." in html
        assert "Nobody can see the draft by a link." in html
    assert Client().get("/walk/" + path[2]).status_code == 410


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"ends": "date"}, "Choose a date from now on, within a year."),
        ({"ends": "date", "ends_at": "2020-01-01T00:00"}, "Choose a date from now on"),
        ({"ends": "date", "ends_at": "2099-01-01T00:00"}, "Choose a date from now on"),
        ({"ends": "date", "ends_at": "x"}, "Choose a date and a time"),
        ({"ends": "9"}, "9 is not one of the available choices"),
        ({"language": "fr"}, "fr is not one of the available choices"),
        ({"persona": ""}, "This field is required"),
        ({"at": "x"}, "Choose a date and a time"),
    ],
)
def test_what_is_wrong_makes_no_link(client, owner, screen, given, words):
    client.force_login(owner)
    answer = client.post(screen, {**LINK, **given})
    assert words in text(answer)
    assert WalkLink.objects.count() == 0


def test_a_link_ends_at_a_date(client, owner, screen):
    client.force_login(owner)
    wanted = (timezone.now() + timedelta(days=40)).replace(second=0, microsecond=0)
    client.post(screen, {**LINK, "ends": "date", "ends_at": f"{wanted:%Y-%m-%dT%H:%M}"})
    assert WalkLink.objects.get().ends_at == wanted


def test_others_see_links_without_their_addresses_and_may_end_them(client, owner, course, screen):
    editor = make_instructor("Edda Editor")
    add_member(course, editor, CourseRole.EDITOR, by=owner)
    link = send_link(course)
    client.force_login(editor)
    html = text(client.get(screen))
    assert "Made by Ines Owner on " in html
    assert "/walk/" not in html.replace(screen, "")
    client.post(screen, {"end": link.pk})
    assert WalkLink.objects.get().ended_at is not None


def test_reviewers_walk_and_send_nothing(client, owner, course, screen):
    reviewer = UserFactory(display_name="Rita", **{Role.REVIEWER.value: True})
    link = send_link(course)
    client.force_login(reviewer)
    assert client.get(screen).status_code == 302
    add_member(course, reviewer, CourseRole.REVIEWER, by=owner)
    html = text(client.get(screen))
    assert "Open the draft" in html
    assert "Make the link" not in html
    assert "End now" not in html
    for given in (LINK, {"end": link.pk}):
        client.post(screen, given)
    assert WalkLink.objects.get().ended_at is None


def test_nobody_else_comes_in(client, course, screen):
    link = send_link(course)
    for user in (make_instructor("Otto Other"), UserFactory()):
        client.force_login(user)
        assert client.get(screen, {"open": "1"}).status_code in (302, 403)
        assert client.post(screen, LINK).status_code in (302, 403)
        assert client.post(screen, {"end": link.pk}).status_code in (302, 403)
    assert list(WalkLink.objects.values_list("pk", "ended_at")) == [(link.pk, None)]


def test_links_of_another_course_are_neither_shown_nor_ended(client, owner, course, screen):
    other = make_course(owner=owner, live=False)
    link = send_link(other)
    client.force_login(owner)
    assert "Nobody can see the draft by a link." in text(client.get(screen))
    for key in (link.pk, 10**8, "x"):
        client.post(screen, {"end": key})
    assert WalkLink.objects.get().ended_at is None
