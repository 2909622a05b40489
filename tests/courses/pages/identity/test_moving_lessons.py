"""A lesson moves to another course: its readers keep it until one of the two is released."""

import json

import pytest
from django.test import Client, TestCase
from wagtail.models import Locale, Page

from courses.outline.models import Block, Lesson
from courses.outline.services import compare_outline
from courses.pages.catalogue import cards_of
from courses.pages.errors import (
    AddressTakenError,
    InAnotherCourseError,
    NotAllowedError,
    PageGoneError,
    PageLockedError,
    SameCourseError,
    UnderReviewError,
    WithChapterError,
    WrongPlaceError,
)
from courses.pages.live_tree import read_tree
from courses.pages.models import CoursePage, LessonPage, ReleaseItem, Removal
from courses.pages.services import (
    add_lesson,
    move_lesson,
    publish_course,
    release_page,
    remove_page,
    roll_back,
    submit_course,
    unpublish_course,
)
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    chapters_of,
    lessons_of,
    make_course,
    make_instructor,
    write_lesson,
)
from tests.factories.keeping import once
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db
A = "aaaaaaaa-0000-4000-8000-000000000000"
OUTCOMES = [("item", "Read a river")]


def make():
    make_site(["en", "fr"])
    owner = make_instructor()
    courses = []
    for name in ("First", "Second"):
        course = make_course(
            owner=owner, title=name, chapters=1, lessons=2, live=False, outcomes=OUTCOMES
        )
        for at, lesson in enumerate(lessons_of(course)):
            block = {"type": "text", "id": A if name == "First" and not at else None}
            lesson.body = json.dumps([{**block, "value": f"<p>{name} {at}</p>"}])
            write_lesson(
                lesson, slug=f"{name.lower()}-{at}", title=f"{name} {at}", is_free_preview=True
            )
        publish_course(course, by=owner)
        courses.append(course.pk)
    return courses


@pytest.fixture
def courses():
    """Two released courses of one person, each with a chapter of two lessons."""
    pks = once(("two courses",), make)
    return [CoursePage.objects.get(pk=pk) for pk in pks]


@pytest.fixture
def moved(courses):
    """The first course's first lesson, moved to the beginning of the second."""
    first, second = courses
    lesson = lessons_of(first)[0]
    move_lesson(lesson, chapters_of(second)[0], 0, by=first.owner)
    return LessonPage.objects.get(pk=lesson.pk)


def shown(course):
    """Titles of the lessons that readers see."""
    course = CoursePage.objects.get(pk=course.pk)
    return [lesson.title for lesson in read_tree(course).lessons]


def answers(course):
    """What readers get where the outline leads them."""
    course = CoursePage.objects.get(pk=course.pk)
    return [Client().get(lesson.url).status_code for lesson in read_tree(course).lessons]


def release(course):
    # What other courses ask for is read once the release is committed.
    with TestCase.captureOnCommitCallbacks(execute=True):
        return publish_course(CoursePage.objects.get(pk=course.pk), by=course.owner)


def holder(lesson):
    row = Lesson.objects.get(key=lesson.translation_key)
    return row.course.key, row.retired_at is None, row.is_live


def is_right(*courses):
    differences = [compare_outline(course.course_key) for course in courses]
    assert differences == [[]] * len(courses)
    return True


def test_until_a_release_nothing_changes_for_readers(courses, moved):
    first, second = courses
    assert moved.is_descendant_of(second)
    assert shown(first) == ["First 0", "First 1"]
    assert shown(second) == ["Second 0", "Second 1"]
    assert answers(first) == [200, 200]
    assert [card.lessons for card in cards_of(courses)] == [2, 2]
    assert moved.url == f"{first.url}{chapters_of(first)[0].slug}/first-0/"
    there = f"{second.url}{chapters_of(second)[0].slug}/first-0/"
    assert Client().get(there).status_code == 404
    assert holder(moved) == (first.course_key, True, True)
    assert is_right(first, second)


def test_the_other_courses_release_takes_it_over_with_its_record(courses, moved):
    first, second = courses
    before = Block.objects.get(block_uuid=A)
    release(second)
    assert shown(first) == ["First 1"]
    assert shown(second) == ["First 0", "Second 0", "Second 1"]
    assert answers(second) == [200, 200, 200]
    assert [card.lessons for card in cards_of(courses)] == [1, 3]
    assert holder(moved) == (second.course_key, True, True)
    block = Block.objects.get(block_uuid=A)
    assert (block.pk, block.lesson_id, block.retired_at) == (before.pk, before.lesson_id, None)
    old = f"{first.url}{chapters_of(first)[0].slug}/first-0/"
    assert Client().get(old).status_code == 404
    # What it came from does not take down what it no longer has.
    release(first)
    assert shown(second) == ["First 0", "Second 0", "Second 1"]
    assert is_right(first, second)


def test_released_where_it_left_first_it_waits_for_the_other(courses, moved):
    first, second = courses
    release(first)
    assert (shown(first), shown(second)) == (["First 1"], ["Second 0", "Second 1"])
    assert holder(moved) == (first.course_key, False, False)
    release(second)
    assert shown(second) == ["First 0", "Second 0", "Second 1"]
    assert holder(moved) == (second.course_key, True, True)
    assert is_right(first, second)


def test_moved_back_before_a_release_nothing_has_happened(courses, moved):
    first, second = courses
    move_lesson(moved, chapters_of(first)[0], 0, by=first.owner)
    assert release(first) is None
    assert release(second) is None
    assert shown(first) == ["First 0", "First 1"]


def test_moved_back_after_a_release_it_stays_until_the_next(courses, moved):
    first, second = courses
    release(second)
    move_lesson(LessonPage.objects.get(pk=moved.pk), chapters_of(first)[0], 0, by=first.owner)
    assert shown(first) == ["First 1"]
    assert shown(second) == ["First 0", "Second 0", "Second 1"]
    release(first)
    assert shown(first) == ["First 0", "First 1"]
    assert shown(second) == ["Second 0", "Second 1"]
    assert holder(moved) == (first.course_key, True, True)
    assert is_right(first, second)


def test_a_correction_beside_it_neither_loses_nor_claims_it(courses, moved):
    first, second = courses
    administrator = UserFactory(administrator=True)
    beside = lessons_of(first)[0]
    write_lesson(beside, [("text", "<p>Corrected</p>")])
    release_page(beside, by=administrator)
    assert shown(first) == ["First 0", "First 1"]
    release(second)
    write_lesson(LessonPage.objects.get(pk=beside.pk), [("text", "<p>Corrected twice</p>")])
    last = release_page(LessonPage.objects.get(pk=beside.pk), by=administrator)
    assert not ReleaseItem.objects.filter(release=last, page_key=moved.translation_key).exists()
    assert (shown(first), shown(second)[0]) == (["First 1"], "First 0")
    assert is_right(first, second)


def test_an_earlier_release_with_it_goes_live_while_the_course_has_it(courses, moved):
    first, second = courses
    administrator = UserFactory(administrator=True)
    write_lesson(lessons_of(first)[0], [("text", "<p>Anew</p>")])
    release(first)
    roll_back(first, 1, by=administrator)
    assert shown(first) == ["First 0", "First 1"]
    release(second)
    with pytest.raises(InAnotherCourseError):
        roll_back(first, 1, by=administrator)
    assert (shown(first), shown(second)[0]) == (["First 1"], "First 0")


def test_taking_one_course_off_the_site_leaves_what_the_other_has(courses, moved):
    first, second = courses
    unpublish_course(second, by=first.owner)
    assert shown(first) == ["First 0", "First 1"]
    release(second)
    unpublish_course(first, by=first.owner)
    assert shown(second) == ["First 0", "Second 0", "Second 1"]
    assert answers(second) == [200, 200, 200]


def test_deleted_after_the_move_it_stays_until_the_release(courses, moved):
    first, second = courses
    assert remove_page(second, moved.pk, by=first.owner)[1] is False
    assert shown(first) == ["First 0", "First 1"]
    assert Removal.objects.filter(page=moved.pk).exists()


def publish_translation(page, locale):
    made = page.copy_for_translation(locale, copy_parents=True)
    with TestCase.captureOnCommitCallbacks(execute=True):
        made.get_latest_revision().publish(skip_permission_checks=True)


class TestOtherLanguages:
    @pytest.fixture
    def french(self, courses):
        """The first course and its first lesson in French, live."""
        first, _second = courses
        locale = Locale.objects.get(language_code="fr")
        for page in (first, chapters_of(first)[0], lessons_of(first)[0]):
            publish_translation(page, locale)
        return LessonPage.objects.get(locale=locale, slug="first-0")

    def test_they_follow_where_the_chapter_is(self, courses, french):
        first, second = courses
        for page in (second, chapters_of(second)[0]):
            publish_translation(page, french.locale)
        move_lesson(lessons_of(first)[0], chapters_of(second)[0], 0, by=first.owner)
        there = [course.get_translation(french.locale) for course in courses]
        assert LessonPage.objects.get(pk=french.pk).is_descendant_of(there[1])
        assert [shown(course) for course in there] == [["First 0"], []]
        release(second)
        assert [shown(course) for course in there] == [[], ["First 0"]]
        item = {"page_key": french.translation_key, "locale": french.locale}
        assert ReleaseItem.objects.filter(release__course__key=second.course_key, **item).exists()
        assert is_right(*courses)

    def test_they_leave_the_site_where_the_course_is_not(self, courses, french):
        first, second = courses
        move_lesson(lessons_of(first)[0], chapters_of(second)[0], 0, by=first.owner)
        there = first.get_translation(french.locale)
        assert shown(there) == ["First 0"]
        release(second)
        assert shown(there) == []
        assert Page.objects.filter(pk=french.pk, live=False).exists()
        assert is_right(*courses)


@pytest.mark.parametrize(
    ("refusal", "arrange"),
    [
        (WithChapterError, lambda give, first, second: give.update(lesson=chapters_of(first)[0])),
        (WrongPlaceError, lambda give, first, second: give.update(chapter=second)),
        (SameCourseError, lambda give, first, second: give.update(chapter=chapters_of(first)[0])),
        (NotAllowedError, lambda give, first, second: give.update(by=make_instructor("Other"))),
        (UnderReviewError, lambda give, first, second: submit(first)),
        (UnderReviewError, lambda give, first, second: submit(second)),
        (PageLockedError, lambda give, first, second: lock(give["lesson"])),
        (AddressTakenError, lambda give, first, second: take_address(second)),
        (PageGoneError, lambda give, first, second: leave(first, give["lesson"])),
    ],
)
def test_what_is_refused_moves_nothing(courses, refusal, arrange):
    first, second = courses
    lesson = lessons_of(first)[0]
    given = {"lesson": lesson, "chapter": chapters_of(second)[0], "by": first.owner}
    arrange(given, first, second)
    before = list(Page.objects.order_by("pk").values_list("pk", "path", "slug"))
    with pytest.raises(refusal):
        move_lesson(given["lesson"], given["chapter"], 0, by=given["by"])
    assert list(Page.objects.order_by("pk").values_list("pk", "path", "slug")) == before


def submit(course):
    write_lesson(lessons_of(course)[1], [("text", "<p>New</p>")])
    submit_course(course, by=course.owner)


def lock(lesson):
    Page.objects.filter(pk=lesson.pk).update(locked=True)


def take_address(course):
    Page.objects.filter(pk=lessons_of(course)[1].pk).update(slug="first-0")


def leave(course, lesson):
    remove_page(course, lesson.pk, by=course.owner)


def test_a_draft_gets_an_address_of_its_own(courses):
    first, second = courses
    draft = add_lesson(chapters_of(first)[0], "Second 0", by=first.owner)
    LessonPage.objects.filter(pk=draft.pk).update(slug="second-0")
    move_lesson(draft, chapters_of(second)[0], 2, by=first.owner)
    assert [lesson.slug for lesson in lessons_of(second)][2] == "second-0-2"
