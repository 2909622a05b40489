"""Blocks move to another lesson with their record, when the release shows it and not before."""

import json

import pytest
from wagtail.models import Locale, Revision

from courses.outline.models import Block
from courses.pages.errors import (
    BlockGoneError,
    DraftChangedError,
    MovedBlocksError,
    NotAllowedError,
    NothingChosenError,
    NotTheSourceError,
    PageGoneError,
    PageLockedError,
    SameLessonError,
)
from courses.pages.models import BlockMove, CoursePage, LessonPage
from courses.pages.services import (
    draft_version,
    move_blocks,
    publish_course,
    release_page,
    remove_page,
    roll_back,
    submit_course,
)
from tests.factories.accounts import UserFactory
from tests.factories.courses import lessons_of, make_course, make_instructor
from tests.factories.keeping import once
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db
A, B, C, D, E = (f"{letter * 8}-0000-4000-8000-000000000000" for letter in "abcde")


def text(block_id):
    return {"type": "text", "value": f"<p>Water {block_id[0]}</p>", "id": block_id}


def write(lesson, *names):
    lesson.body = json.dumps([text(name) for name in names])
    lesson.save_revision(user=lesson.owner)


def make():
    make_site(["en", "fr"])
    course = make_course(lessons=2, live=False, outcomes=[("item", "Read a river")])
    one, two = lessons_of(course)
    write(one, A, B, C)
    write(two, D)
    publish_course(course, by=course.owner)
    return CoursePage.objects.get(pk=course.pk)


@pytest.fixture
def course():
    """A released course of two lessons, of three blocks and of one."""
    return once(("moved blocks",), make)


@pytest.fixture
def pair(course):
    return lessons_of(course)


def ids(lesson):
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    return [one["id"] for one in draft.body.raw_data]


def record(block_id):
    """Of each row of a block its primary key, its lesson and whether it is retired."""
    rows = Block.objects.filter(block_uuid=block_id).order_by("pk")
    return [(row.pk, row.lesson.key, row.retired_at is not None) for row in rows]


def written():
    return Revision.objects.count(), BlockMove.objects.count()


def test_drafts_change_at_once_and_records_with_the_release(course, pair):
    one, two = pair
    [(row, _lesson, _retired)] = record(A)
    moved = move_blocks(one, [C, A], two, 0, by=course.owner)
    assert (ids(one), ids(two)) == ([B], [A, C, D])
    assert (moved.ids, moved.places) == ((A, C), (0, 2))
    assert record(A) == [(row, one.translation_key, False)]
    publish_course(course, by=course.owner)
    assert record(A) == [(row, two.translation_key, False)]
    assert list(Block.objects.filter(lesson__key=two.translation_key).values_list("position"))


def test_taking_it_back_leaves_all_as_it_was(course, pair):
    one, two = pair
    before = record(A)
    moved = move_blocks(one, [C, A], two, 1, by=course.owner)
    move_blocks(two, moved.ids, one, moved.places, by=course.owner, seen=moved.seen[::-1])
    assert (ids(one), ids(two)) == ([A, B, C], [D])
    assert publish_course(course, by=course.owner) is None
    assert record(A) == before


def test_rolling_back_carries_the_record_back(course, pair):
    one, two = pair
    before = record(A)
    move_blocks(one, [A], two, 1, by=course.owner)
    publish_course(course, by=course.owner)
    administrator = UserFactory(administrator=True)
    roll_back(course, 1, by=administrator)
    assert record(A) == before
    publish_course(course, by=course.owner)
    assert record(A) == [(before[0][0], two.translation_key, False)]


@pytest.mark.parametrize(
    ("refusal", "arrange"),
    [
        (SameLessonError, lambda give: give.update(to_page=give["from_page"])),
        (NothingChosenError, lambda give: give.update(block_ids=[])),
        (BlockGoneError, lambda give: give.update(block_ids=[A, D])),
        (NotAllowedError, lambda give: give.update(by=make_instructor("Another"))),
        (DraftChangedError, lambda give: give.update(seen=("", ""))),
        (PageLockedError, lambda give: lock(give["to_page"])),
        (PageLockedError, lambda give: lock(give["from_page"])),
        (PageGoneError, lambda give: leave(give["to_page"], give["by"])),
        (NotAllowedError, lambda give: give.update(to_page=elsewhere())),
    ],
)
def test_what_is_refused_writes_nothing(course, pair, refusal, arrange):
    one, two = pair
    given = {"from_page": one, "block_ids": [A], "to_page": two, "position": 0, "by": course.owner}
    arrange(given)
    before = written()
    with pytest.raises(refusal):
        move_blocks(**given)
    assert written() == before
    assert (ids(one), ids(two)) == ([A, B, C], [D])


def lock(lesson):
    LessonPage.objects.filter(pk=lesson.pk).update(locked=True)


def leave(lesson, by):
    remove_page(CoursePage.objects.ancestor_of(lesson).get(), lesson.pk, by=by)


def elsewhere():
    return lessons_of(make_course(live=False))[0]


def test_what_is_under_review_stays(course, pair):
    one, two = pair
    write(one, A, B, C, E)
    submit_course(course, by=course.owner)
    with pytest.raises(PageLockedError):
        move_blocks(one, [A], two, 0, by=course.owner)
    assert not BlockMove.objects.exists()


def test_a_translation_is_not_where_blocks_move(course, pair):
    one, two = pair
    french = [
        lesson.copy_for_translation(Locale.objects.get(language_code="fr"), copy_parents=True)
        for lesson in (one, two)
    ]
    with pytest.raises(NotTheSourceError):
        move_blocks(french[0], [A], french[1], 0, by=course.owner)
    assert not BlockMove.objects.exists()


def test_neither_lesson_is_corrected_before_the_course_is_released(course, pair):
    one, two = pair
    administrator = UserFactory(administrator=True)
    move_blocks(one, [A], two, 0, by=course.owner)
    for lesson in (one, two):
        with pytest.raises(MovedBlocksError):
            release_page(lesson, by=administrator)
    publish_course(course, by=course.owner)
    write(lessons_of(course)[0], B, C, E)
    assert release_page(lessons_of(course)[0], by=administrator).number == 3


class TestTwoCourses:
    @pytest.fixture
    def other(self, course):
        other = make_course(owner=course.owner, live=False, outcomes=[("item", "Swim")])
        write(lessons_of(other)[0], E)
        publish_course(other, by=course.owner)
        return other

    def move(self, course, other):
        one, there = lessons_of(course)[0], lessons_of(other)[0]
        move_blocks(one, [A], there, 1, by=course.owner)
        return one.translation_key, there.translation_key

    def test_released_where_it_came_from_first_the_record_goes_along(self, course, other):
        [(row, _key, _retired)] = record(A)
        one, there = self.move(course, other)
        publish_course(course, by=course.owner)
        assert record(A) == [(row, one, True)]
        publish_course(other, by=course.owner)
        assert record(A) == [(row, there, False)]

    def test_released_where_it_went_first_it_begins_anew(self, course, other):
        [(row, _key, _retired)] = record(A)
        one, there = self.move(course, other)
        publish_course(other, by=course.owner)
        new = record(A)[1][0]
        assert record(A) == [(row, one, False), (new, there, False)]
        publish_course(course, by=course.owner)
        assert record(A) == [(row, one, True), (new, there, False)]


def test_the_other_language_follows_with_its_words(course, pair):
    from wagtail_localize.models import StringTranslation, Translation, TranslationSource

    french = Locale.objects.get(language_code="fr")
    for lesson in pair:
        source, _made = TranslationSource.get_or_create_from_instance(lesson)
        lesson.copy_for_translation(french, copy_parents=True)
        translation = Translation.objects.create(source=source, target_locale=french)
    one, two = pair
    segment = TranslationSource.objects.get(object_id=one.translation_key).stringsegment_set.get(
        context__path=f"body.{A}"
    )
    StringTranslation.objects.create(
        translation_of=segment.string, context=segment.context, locale=french, data="Eau"
    )
    move_blocks(one, [A], two, 0, by=course.owner)
    there = [LessonPage.objects.get(translation_key=one.translation_key, locale=french)]
    there += LessonPage.objects.filter(translation_key=two.translation_key, locale=french)
    assert [ids(lesson) for lesson in there] == [[B, C], [A, D]]
    publish_course(course, by=course.owner)
    # The source is read anew, and the translation made of it.
    two = LessonPage.objects.get(pk=two.pk)
    TranslationSource.objects.get(object_id=two.translation_key).update_from_db()
    translation.refresh_from_db()
    translation.save_target(publish=False)
    draft = LessonPage.objects.get(pk=there[1].pk).get_latest_revision_as_object()
    assert "Eau" in draft.body.raw_data[0]["value"]
    assert [one["id"] for one in draft.body.raw_data] == [A, D]


def test_a_version_is_that_of_the_blocks(pair):
    one, two = (LessonPage.objects.get(pk=lesson.pk) for lesson in pair)
    assert draft_version(one) == draft_version(LessonPage.objects.get(pk=one.pk))
    assert draft_version(one) != draft_version(two)
