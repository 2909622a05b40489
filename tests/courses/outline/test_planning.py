"""What the outline makes of what a course is: rows that come, change, retire and come back."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from courses.outline.models import Block, Course, Lesson, LessonLanguage, Listing
from courses.outline.services import (
    CarriedBlock,
    compare_outline,
    hash_of_material,
    refresh_outline,
    write_enrolments,
    write_prices,
    write_rating,
)
from tests.courses.outline.courses import (
    NOW,
    RELEASED,
    block,
    block_of,
    english,
    french,
    lesson,
    lessons_now,
    listing,
    row_of,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def carried(number, *lessons):
    return CarriedBlock(UUID(int=number), frozenset(UUID(int=one) for one in lessons))


def prices_of(row):
    return dict(row.prices.values_list("currency", "amount"))


class TestLessons:
    def test_a_lesson_that_leaves_is_retired_and_comes_back_as_the_same(self, pages):
        language = english()
        ten = lesson(10, block(1), languages=[(language.pk, 5)])
        course = pages.refresh(ten, lesson(20))
        first = row_of(10)
        pages.refresh(lesson(20), key=course.key, now=LATER)
        assert lessons_now(course) == [(10, 0, False), (20, 0, True)]
        gone = row_of(10)
        assert (gone.pk, gone.retired_at, gone.is_live) == (first.pk, LATER, False)
        spoken = LessonLanguage.objects.get(lesson=gone)
        assert (spoken.is_live, spoken.live_revision) == (False, None)
        assert not Block.objects.kept().filter(lesson=gone).exists()
        pages.refresh(lesson(20), key=course.key, now=LATER + timedelta(days=1))
        assert row_of(10).retired_at == LATER
        kept = block_of(10, 1).pk
        pages.refresh(lesson(20), ten, key=course.key)
        assert lessons_now(course) == [(20, 0, True), (10, 1, True)]
        assert (row_of(10).pk, block_of(10, 1).pk) == (first.pk, kept)
        assert Block.objects.kept().get(lesson=first).block_uuid == UUID(int=1)

    def test_what_is_known_is_not_read_again(self, pages):
        course = pages.refresh(lesson(10, block(1), content="a"))
        assert refresh_outline(course.key) == []
        refresh_outline(course.key, with_all=True)
        assert [known for _key, known in pages.reads] == [{}, {UUID(int=10): "a"}, {}]

    def test_another_course_takes_a_lesson_over_with_its_rows(self, pages):
        here = pages.refresh(lesson(10, block(1)), lesson(20))
        kept = (row_of(10).pk, block_of(10, 1).pk)
        there = pages.refresh(lesson(10, block(1)))
        assert (row_of(10).pk, block_of(10, 1).pk) == kept
        assert (lessons_now(here), lessons_now(there)) == ([(20, 1, True)], [(10, 0, True)])
        # The one that lost it is to be read anew.
        assert Course.objects.get(pk=here.pk).asked_at is not None
        assert Course.objects.get(pk=there.pk).asked_at is None
        pages.refresh(lesson(20), key=here.key, elsewhere={UUID(int=10): there.key})
        assert row_of(10).course_id == there.pk

    def test_a_lesson_that_another_course_has_is_left_to_it(self, pages):
        there = pages.refresh(lesson(30))
        here = pages.refresh(lesson(10, languages=[(english().pk, 3)]))
        pages.refresh(key=here.key, elsewhere={UUID(int=10): there.key})
        assert (row_of(10).course_id, row_of(10).is_live) == (here.pk, True)
        assert LessonLanguage.objects.get(lesson__key=UUID(int=10)).is_live is True
        assert Course.objects.get(pk=there.pk).asked_at is not None

    def test_a_course_without_pages_is_retired_until_it_has_some(self, pages):
        course = pages.refresh(lesson(10))
        assert course.retired_at is None
        course = pages.refresh(key=course.key, has_pages=False)
        assert (course.retired_at, row_of(10).retired_at) == (NOW, NOW)
        course = pages.refresh(key=course.key, has_pages=False, now=LATER)
        assert course.retired_at == NOW
        assert pages.refresh(key=course.key).retired_at is None

    def test_a_key_without_a_course_is_nothing(self, pages):
        assert refresh_outline(UUID(int=99)) == []
        assert not Lesson.objects.exists()

    def test_wrong_languages_of_a_lesson_that_left_are_put_right(self, pages):
        course = pages.refresh(lesson(10, languages=[(english().pk, 3)]))
        pages.refresh(key=course.key)
        LessonLanguage.objects.update(is_live=True)
        assert compare_outline(course.key) == [f"gone_lessons: {UUID(int=10)}"]
        refresh_outline(course.key)
        assert not LessonLanguage.objects.filter(is_live=True).exists()
        assert row_of(10).retired_at == NOW


class TestBlocks:
    def test_a_block_that_leaves_is_retired_and_comes_back_as_the_same(self, pages):
        course = pages.refresh(lesson(10, block(1), block(2)))
        kept = block_of(10, 1).pk
        pages.refresh(lesson(10, block(2)), key=course.key, now=LATER)
        gone = block_of(10, 1)
        assert (gone.pk, gone.retired_at, block_of(10, 2).position) == (kept, LATER, 0)
        pages.refresh(lesson(10, block(2), block(1)), key=course.key)
        back = block_of(10, 1)
        assert (back.pk, back.retired_at, back.position, back.changed_at) == (kept, None, 1, None)

    def test_a_block_in_two_lessons_is_two(self, pages):
        pages.refresh(lesson(10, block(1)), lesson(20, block(1)))
        assert block_of(10, 1).pk != block_of(20, 1).pk

    def test_a_material_change_is_since_its_release(self, pages):
        course = pages.refresh(lesson(10, block(1), block(2)))
        assert block_of(10, 1).changed_at is None
        changed = lesson(10, block(1, material="another"), block(2, kind="text"))
        pages.refresh(changed, key=course.key, released_at=LATER)
        assert (block_of(10, 1).changed_at, block_of(10, 2).changed_at) == (LATER, None)
        assert block_of(10, 2).kind == "text"
        assert block_of(10, 1).material_hash == hash_of_material({"key": "another"})

    def test_another_way_of_reading_material_asks_nobody_to_look_again(self, pages):
        course = pages.refresh(lesson(10, block(1), content="same"))
        pages.course(lesson(10, block(1, material="read anew"), content="same"), key=course.key)
        refresh_outline(course.key, with_all=True)
        row = block_of(10, 1)
        assert row.material_hash == hash_of_material({"key": "read anew"})
        assert row.changed_at is None

    def test_what_the_author_asks_to_look_at_again_is_since_then(self, pages):
        ten = lesson(10, block(1), block(2), content="same")
        course = pages.refresh(ten)
        asked = frozenset({(UUID(int=10), UUID(int=2)), (UUID(int=77), UUID(int=2))})
        pages.refresh(ten, key=course.key, look_again=asked, released_at=LATER)
        assert (block_of(10, 1).changed_at, block_of(10, 2).changed_at) == (None, LATER)
        assert compare_outline(course.key) == []
        pages.refresh(ten, key=course.key, released_at=LATER + timedelta(days=1))
        assert block_of(10, 2).changed_at == LATER

    def test_the_hash_says_nothing_of_the_order_of_names(self):
        assert hash_of_material({"a": 1, "b": [2]}) == hash_of_material({"b": [2], "a": 1})
        assert hash_of_material([1, 2]) != hash_of_material([2, 1])


class TestCarried:
    def test_a_moved_block_keeps_its_record_there_and_back(self, pages):
        course = pages.refresh(lesson(10, block(1)), lesson(20))
        kept = block_of(10, 1).pk
        moves = (carried(1, 10, 20),)
        pages.refresh(lesson(10), lesson(20, block(1)), key=course.key, carried=moves)
        assert block_of(20, 1).pk == kept
        assert Block.objects.count() == 1
        pages.refresh(lesson(10, block(1)), lesson(20), key=course.key, carried=moves)
        assert (block_of(10, 1).pk, block_of(10, 1).retired_at) == (kept, None)

    def test_a_chain_of_moves_is_one_move(self, pages):
        course = pages.refresh(lesson(10, block(1)), lesson(20), lesson(30))
        kept = block_of(10, 1).pk
        moves = (carried(1, 10, 20), carried(1, 20, 30))
        there = (lesson(10), lesson(20), lesson(30, block(1)))
        pages.refresh(*there, key=course.key, carried=moves)
        assert (block_of(30, 1).pk, Block.objects.count()) == (kept, 1)

    def test_into_a_lesson_that_is_new(self, pages):
        course = pages.refresh(lesson(10, block(1)))
        kept = block_of(10, 1).pk
        there = (lesson(10), lesson(40, block(1)))
        pages.refresh(*there, key=course.key, carried=(carried(1, 10, 40),))
        assert (block_of(40, 1).pk, Block.objects.count()) == (kept, 1)

    def test_without_a_move_it_is_another_block(self, pages):
        course = pages.refresh(lesson(10, block(1)), lesson(20))
        pages.refresh(lesson(10), lesson(20, block(1)), key=course.key, now=LATER)
        assert block_of(10, 1).retired_at == LATER
        assert block_of(20, 1).retired_at is None

    @pytest.mark.parametrize("with_all", [True, False])
    def test_as_long_as_it_is_still_there_it_is_another_block(self, pages, with_all):
        ten = lesson(10, block(1))
        course = pages.refresh(ten, lesson(20))
        kept, moves = block_of(10, 1).pk, (carried(1, 10, 20),)
        pages.course(ten, lesson(20, block(1)), key=course.key, carried=moves)
        refresh_outline(course.key, with_all=with_all)
        assert (block_of(10, 1).pk, block_of(10, 1).retired_at) == (kept, None)
        assert block_of(20, 1).pk != kept
        assert compare_outline(course.key) == []


class TestListings:
    facts = {"title": "Rivers", "level": "first", "duration_minutes": 5, "lessons": 1}

    def test_it_follows_the_page_and_outlasts_it(self, pages):
        language = english()
        course = pages.refresh(listings=(listing(language, **self.facts),))
        row = Listing.objects.get()
        assert (row.title, row.level, row.duration_minutes, row.lessons, row.page_id) == (
            *self.facts.values(),
            7,
        )
        pages.refresh(key=course.key, listings=())
        row.refresh_from_db()
        assert (row.is_live, row.page_id, row.title) == (False, None, "Rivers")

    def test_of_a_draft_nothing_is_known(self, pages):
        course = pages.refresh(listings=(listing(english(), **self.facts),))
        from dataclasses import replace

        draft = replace(listing(english()), is_live=False)
        pages.refresh(key=course.key, listings=(draft, replace(draft, locale_id=french().pk)))
        rows = Listing.objects.order_by("pk").values_list("is_live", "title", "page_id")
        assert list(rows) == [(False, "Rivers", 7), (False, "", 7)]

    def test_what_others_wrote_stays_and_holds_in_a_new_language(self, pages):
        course = pages.refresh(listings=(listing(english(), **self.facts),))
        write_rating(course.key, average=Decimal("4.50"), count=8)
        write_enrolments(course.key, 40)
        write_prices(course.key, {"KES": 250000, "EUR": 1900})
        both = (listing(english(), title="Seas"), listing(french(), title="Mers"))
        pages.refresh(key=course.key, listings=both)
        rows = list(Listing.objects.order_by("pk"))
        assert [row.title for row in rows] == ["Seas", "Mers"]
        for row in rows:
            assert (row.rating_average, row.rating_count, row.enrolments) == (4.5, 8, 40)
            assert prices_of(row) == {"KES": 250000, "EUR": 1900}
        assert compare_outline(course.key) == []

    def test_two_new_languages_at_once_get_the_prices_of_the_first(self, pages):
        course = pages.refresh(listings=(listing(english()),))
        write_prices(course.key, {"EUR": 1900})
        german = type(english()).objects.create(language_code="de")
        pages.refresh(key=course.key, listings=tuple(map(listing, (english(), french(), german))))
        assert [prices_of(row) for row in Listing.objects.all()] == [{"EUR": 1900}] * 3


def test_when_it_was_released_is_not_now(pages):
    course = pages.refresh(lesson(10, block(1)))
    pages.refresh(lesson(10, block(1, material="new")), key=course.key, now=LATER)
    assert block_of(10, 1).changed_at == RELEASED
