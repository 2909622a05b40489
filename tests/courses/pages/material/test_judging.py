"""What a change means for learners: pure, on what is stored."""

import pytest

from courses.outline.services import CarriedBlock
from courses.pages.material import Judgement, blocks_of, judge_changes, uuid_of
from tests.courses.pages.material.bodies import (
    LESSON,
    OTHER,
    block,
    block_id,
    choice,
    course,
    option,
    quiz,
    text,
)


def at(number: int, lesson=LESSON):
    return lesson, uuid_of(block_id(number))


def judged(old, new, **options):
    return judge_changes(course(*old), course(*new), **options)


class TestOneBlock:
    @pytest.mark.parametrize(
        ("changed", "judgement"),
        [
            (quiz(choice(points=2)), Judgement.MATERIAL),
            (quiz(pass_mark_percent=50), Judgement.MATERIAL),
            (quiz(choice("How quick?")), Judgement.ASKS),
            (
                quiz(choice(options=[option("Slo", 60), option("Fast", 61, is_right=True)])),
                Judgement.ASKS,
            ),
            # What is material anyway is not asked about.
            (quiz(choice("How quick?", points=2)), Judgement.MATERIAL),
            (quiz(choice(explanation="Because.")), Judgement.COSMETIC),
            (quiz(title="Now you"), Judgement.COSMETIC),
            (block("text", "<p>Not a quiz</p>"), Judgement.MATERIAL),
        ],
    )
    def test_a_quiz(self, changed, judgement):
        assert judged([quiz(), text()], [changed, text()]) == {at(1): judgement}

    def test_other_words_are_cosmetic(self):
        assert judged([text("Watr")], [text("Water")]) == {at(2): Judgement.COSMETIC}

    def test_the_same_is_not_mentioned(self):
        assert judged([quiz(), text()], [quiz(), text()]) == {}
        assert judge_changes(course(text()), course(text(), other=[])) == {}

    def test_the_first_release_has_new_blocks_only(self):
        assert judge_changes(None, course(text())) == {at(2): Judgement.NEW}


class TestPlaces:
    def test_what_came_went_and_moved(self):
        old = [text("A", 1), text("B", 2), text("C", 3)]
        new = [text("C", 3), text("A", 1), text("D", 4)]
        assert judged(old, new) == {
            at(3): Judgement.MOVED,
            at(4): Judgement.NEW,
            at(2): Judgement.REMOVED,
        }

    def test_written_anew_is_another_block(self):
        new = quiz(choice(), number=5)
        assert judged([quiz()], [new]) == {at(1): Judgement.REMOVED, at(5): Judgement.NEW}

    def test_blocks_in_columns_are_judged_by_themselves(self):
        def columns(first, second):
            return block("columns", {"first": first, "second": second})

        old = columns([text("A", 2)], [text("B", 3)])
        new = columns([text("A new", 2)], [text("B", 3)])
        assert judged([old], [new]) == {at(2): Judgement.COSMETIC}
        swapped = columns([text("B", 3)], [text("A", 2)])
        assert list(judged([old], [swapped]).values()) == [Judgement.MOVED]

    def test_a_lesson_that_goes_ends_the_records_of_its_blocks(self):
        old, new = course(text(), other=[quiz()]), course(text())
        assert judge_changes(old, new) == {at(1, OTHER): Judgement.REMOVED}

    def test_pasted_into_another_lesson_it_begins_anew(self):
        old, new = course(quiz(), other=[]), course(other=[quiz()])
        assert judge_changes(old, new) == {
            at(1): Judgement.REMOVED,
            at(1, OTHER): Judgement.NEW,
        }

    def test_moved_with_its_record_it_is_compared_with_what_it_was(self):
        carried = [CarriedBlock(uuid_of(block_id(1)), frozenset((LESSON, OTHER)))]
        old = course(quiz(), other=[])
        for changed, judgement in (
            (quiz(), Judgement.MOVED),
            (quiz(choice(points=3)), Judgement.MATERIAL),
        ):
            new = course(other=[changed])
            assert judge_changes(old, new, carried) == {
                at(1): Judgement.MOVED,
                at(1, OTHER): judgement,
            }


def test_material_is_what_the_outline_takes_for_material():
    """What authors are told and what learners get must never differ."""
    for changed in (quiz(choice(points=2)), quiz(choice("B")), quiz(title="B"), text(number=1)):
        old, new = blocks_of([quiz()])[0].material, blocks_of([changed])[0].material
        said = judged([quiz()], [changed])[at(1)]
        assert (old != new) == (said is Judgement.MATERIAL)
