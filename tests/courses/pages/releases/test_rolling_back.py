"""Rolling back gives readers what they saw at that release, to the byte."""

import difflib
import re
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client

from cms.accounts.models import User
from courses.pages.enums import CourseRole
from courses.pages.errors import UnderReviewError, UnknownReleaseError
from courses.pages.models import CoursePage, LessonPage
from courses.pages.services import (
    add_lesson,
    add_member,
    move_page,
    publish_course,
    remove_page,
    rename_page,
    roll_back,
    submit_course,
)
from tests.courses.pages.releases.marked import make_marked, mark, marks_in, text
from tests.courses.pages.releases.states import is_whole, numbers_of
from tests.factories.accounts import UserFactory
from tests.factories.courses import chapters_of, lessons_of, write_lesson
from tests.factories.keeping import once
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db

# What differs between two answers to one question; and the admin's own addresses, by the primary
# key: a page that was deleted for good comes back with another one.
MASKED = re.compile(r'(nonce=|name="csrfmiddlewaretoken" value=|href="//testserver/admin/)"?[^"]*"')


@dataclass
class Scene:
    """A course, who releases it, and who reads it: a learner, and somebody who takes part in it;
    with what they all see, where it was looked at already."""

    course: CoursePage
    boss: User
    learner: User
    member: User
    before: dict[tuple[str, str], Any] = field(default_factory=dict)

    def readers(self):
        """Return a browser for each of them, and one for a guest."""
        clients = {"guest": Client(), "learner": Client(), "member": Client()}
        clients["learner"].force_login(self.learner)
        clients["member"].force_login(self.member)
        return clients


def make_scene():
    make_site(["en"])
    course = make_marked(chapters=2, lessons=2)
    member = UserFactory(instructor=True)
    add_member(course, member, CourseRole.REVIEWER, by=course.owner)
    return Scene(course, UserFactory(administrator=True), UserFactory(learner=True), member)


def make_second():
    """A scene with a second release, in which the last lesson is for learners only."""
    scene = make_scene()
    write_lesson(lessons_of(scene.course)[-1], is_free_preview=False)
    publish(scene.course, scene.boss)
    scene.before = seen(scene.course, scene.readers())
    return scene


@pytest.fixture
def scene(db):
    return once(("rolling back",), make_scene)


@pytest.fixture
def second(db):
    return once(("rolling back", "second"), make_second)


@pytest.fixture
def boss(scene):
    return scene.boss


@pytest.fixture
def course(scene):
    return scene.course


@pytest.fixture
def readers(scene):
    return scene.readers()


def seen(course, readers):
    """Return all that readers get: the course, where chapters lead to, and every lesson."""
    course = CoursePage.objects.get(pk=course.pk)
    home = course.get_url()
    pages = course.get_descendants().live().order_by("path")
    addresses = {str(page.translation_key): page.specific.get_url() for page in pages}
    found = {}
    for name, client in readers.items():
        for key, address in {"": home, **addresses}.items():
            answer = client.get(address)
            body = MASKED.sub(r"\1", answer.content.decode())
            found[name, key] = (
                address,
                answer.status_code,
                answer.headers.get("Location"),
                answer.headers.get("Cache-Control"),
                body,
            )
    return found


def differences(before, after):
    """Return the lines that differ, for whom and where."""
    return [
        (name, str(old[:-1]), str(new[:-1]), line)
        for (name, _key), old in before.items()
        if (new := after[name, _key]) != old
        for line in difflib.unified_diff(old[-1].split("\n"), new[-1].split("\n"), n=0)
    ]


def publish(course, boss):
    publish_course(CoursePage.objects.get(pk=course.pk), by=boss)


def set_slug(page, slug):
    draft = page.get_latest_revision_as_object()
    draft.slug = slug
    draft.save_revision(clean=False)


def change_nothing_else(course):
    pass


def remove_a_lesson(course):
    remove_page(course, lessons_of(course)[1].pk, by=course.owner)


def remove_a_chapter(course):
    remove_page(course, chapters_of(course)[1].pk, by=course.owner)


def move_a_lesson(course):
    chapter, lesson = chapters_of(course)[1], lessons_of(course)[0]
    move_page(course, lesson.pk, to=chapter.pk, position=1, seen=None, by=course.owner)
    move_page(course, chapter.pk, to=course.pk, position=0, seen=None, by=course.owner)


def rename_pages(course):
    rename_page(course, chapters_of(course)[0].pk, "Renamed", by=course.owner)
    rename_page(course, lessons_of(course)[0].pk, "Renamed too", by=course.owner)


def give_other_slugs(course):
    set_slug(chapters_of(course)[0], "another-chapter")
    set_slug(lessons_of(course)[0], "another")


def exchange_slugs(course):
    for pair in (chapters_of(course), lessons_of(course)[:2]):
        slugs = [page.slug for page in pair]
        for page, slug in zip(pair, reversed(slugs), strict=True):
            set_slug(page, slug)


def hand_a_slug_to_a_new_one(course):
    """A new lesson of release 2 has the slug that the first had: it gives it back."""
    lesson = lessons_of(course)[0]
    had = lesson.slug
    set_slug(lesson, "another")
    publish_course(course, by=course.owner)
    new = add_lesson(chapters_of(course)[0], "New", by=course.owner)
    write_lesson(new, text("New"))
    set_slug(LessonPage.objects.get(pk=new.pk), had)


CHANGES = [
    change_nothing_else,
    remove_a_lesson,
    remove_a_chapter,
    move_a_lesson,
    rename_pages,
    give_other_slugs,
    exchange_slugs,
    hand_a_slug_to_a_new_one,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_readers_see_what_they_saw(second, change):
    course, boss, before, readers = second.course, second.boss, second.before, second.readers()
    assert {status for _address, status, *_rest in before.values()} >= {200, 302, 403}
    mark(course, 3)
    change(CoursePage.objects.get(pk=course.pk))
    publish(course, boss)
    # Whom nobody knows meets the new release, hence all do.
    guest = {place: answer for place, answer in before.items() if place[0] == "guest"}
    assert seen(course, {"guest": readers["guest"]}) != guest
    drafts = {page.pk: page.latest_revision_id for page in lessons_of(course)}
    release = roll_back(course, 2, by=boss)
    after = seen(course, readers)
    assert after.keys() == before.keys()
    assert differences(before, after) == []
    assert release.kind == "rollback"
    assert numbers_of(course)[-1] == (release.number, "live")
    assert is_whole(course)
    assert {page.pk: page.latest_revision_id for page in lessons_of(course)} == drafts


@pytest.mark.parametrize("whole_chapter", [False, True], ids=["lesson", "chapter"])
def test_what_was_deleted_for_good_is_made_anew_with_its_key(course, boss, readers, whole_chapter):
    before = seen(course, readers)
    chapter, lesson = chapters_of(course)[1], lessons_of(course)[2]
    page = chapter if whole_chapter else lesson
    keys = {one.translation_key for one in lessons_of(course)}
    remove_page(course, page.pk, by=course.owner)
    publish(course, boss)
    _page, is_deleted = remove_page(course, page.pk, by=course.owner)
    assert is_deleted
    assert not CoursePage.objects.filter(pk=page.pk).exists()
    roll_back(course, 1, by=boss)
    after = seen(course, readers)
    assert differences(before, after) == []
    assert {one.translation_key for one in lessons_of(course)} == keys
    assert lesson.pk not in {one.pk for one in lessons_of(course)}
    assert is_whole(course)


def test_one_may_go_back_and_forth(course, boss, readers):
    first = seen(course, readers)
    mark(course, 2)
    exchange_slugs(course)
    publish(course, boss)
    second = seen(course, readers)
    roll_back(course, 1, by=boss)
    assert seen(course, readers) == first
    roll_back(course, 2, by=boss)
    assert seen(course, readers) == second
    roll_back(course, 1, by=boss)
    assert seen(course, readers) == first
    assert numbers_of(course) == [*((number, "past") for number in range(1, 5)), (5, "live")]


def test_drafts_stay_and_go_live_with_the_next_release(course, boss):
    mark(course, 2)
    publish(course, boss)
    mark(course, 3)
    roll_back(course, 1, by=boss)
    page = CoursePage.objects.get(pk=course.pk)
    assert marks_in(Client().get(page.get_url()).content.decode()) == {1}
    assert page.has_unpublished_changes
    assert page.latest_revision.content["title"] == "Course mark-3"
    publish(course, boss)
    page.refresh_from_db()
    assert marks_in(Client().get(page.get_url()).content.decode()) == {3}


def test_what_is_not_an_earlier_release_is_refused(course, boss):
    for number in (0, 1, 2):
        with pytest.raises(UnknownReleaseError):
            roll_back(course, number, by=boss)
    mark(course, 2)
    publish(course, boss)
    mark(course, 3)
    submit_course(CoursePage.objects.get(pk=course.pk), by=course.owner)
    with pytest.raises(UnderReviewError):
        roll_back(course, 1, by=boss)
    assert numbers_of(course) == [(1, "past"), (2, "live"), (None, "waiting")]
