"""What learners are asked to look again at, through the services, as the outline keeps it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courses.outline.models import Block
from courses.outline.services import compare_outline, refresh_outline
from courses.pages.errors import NoLongerWaitingError, NotAnsweredError
from courses.pages.material import uuid_of
from courses.pages.services import (
    Answers,
    approve_release,
    publish_course,
    release_course,
    release_page,
    roll_back,
    submit_course,
    withdraw_release,
)
from tests.courses.pages.material.bodies import block, block_id, choice, quiz, text
from tests.courses.pages.material.conftest import write
from tests.courses.pages.releases_admin.conftest import to
from tests.factories.courses import lessons_of

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
WORDED = quiz(choice("How quick is it?"))
LATER = timezone.now() + timedelta(hours=1)
LATEST = LATER + timedelta(hours=1)


@pytest.fixture
def live(asked):
    """Put blocks live; return since when learners should look again at each."""

    def live(*body, at=LATER, **options):
        asked.write(*body)
        release_course(asked.course, by=asked.administrator, now=at, **options)
        # What the outline keeps is what one would be that is made from nothing.
        assert compare_outline(asked.course.course_key) == []
        return asked.changed()

    return live


def saying(asked, *again: int, leave: tuple[int, ...] = ()) -> Answers:
    key = asked.lesson.translation_key
    first, second = (
        frozenset((key, uuid_of(block_id(number))) for number in numbers)
        for numbers in (again, leave)
    )
    return Answers(first, second)


class TestOneRelease:
    def test_before_anything_changed_nobody_is_asked(self, asked):
        assert asked.changed() == {1: None, 2: None}

    @pytest.mark.parametrize(
        "body",
        [
            [quiz(), text("Water runs!")],
            [text(), quiz()],
            [quiz(choice(explanation="Because."), title="Now you"), text()],
        ],
    )
    def test_cosmetic_changes_flag_nothing(self, live, body):
        assert live(*body) == {1: None, 2: None}

    def test_another_key_is_flagged_with_the_time_of_the_release(self, live, asked):
        assert live(quiz(choice(points=3)), text()) == {1: LATER, 2: None}
        assert asked.newest().released_at == LATER

    def test_a_question_as_its_author_said(self, live, asked):
        answers = saying(asked, leave=(1,))
        assert live(WORDED, text(), answers=answers) == {1: None, 2: None}
        answers = saying(asked, 1)
        assert live(quiz(), text(), at=LATEST, answers=answers) == {1: LATEST, 2: None}

    def test_without_an_answer_nothing_goes_live(self, live, asked):
        with pytest.raises(NotAnsweredError) as refused:
            live(WORDED, text("Other"), answers=saying(asked, 2))
        assert refused.value.places == {(asked.lesson.translation_key, uuid_of(block_id(1)))}
        assert asked.releases() == [(1, "past"), (2, "live")]
        assert asked.changed() == {1: None, 2: None}

    def test_other_words_where_the_author_ticked_it(self, live, asked):
        answers = saying(asked, 2)
        assert live(quiz(), text("Water runs fast."), answers=answers) == {1: None, 2: LATER}

    def test_what_is_said_of_other_blocks_says_nothing(self, live, asked):
        # Unchanged, material anyway, new, and nowhere.
        body = [quiz(choice(points=2)), text(), text("New", 3)]
        assert live(*body, answers=saying(asked, 1, 2, 3, 9)) == {1: LATER, 2: None, 3: None}
        assert asked.said() == []

    def test_a_new_block_that_is_needed_is_there_without_a_flag(self, live, asked):
        body = [quiz(), text(), quiz(choice(number=70), number=3)]
        assert live(*body) == {1: None, 2: None, 3: None}
        rows = Block.objects.filter(lesson__key=asked.lesson.translation_key)
        assert dict(rows.values_list("position", "is_required")) == {0: True, 1: False, 2: True}

    def test_a_block_in_a_column(self, live, asked):
        def columns(words):
            return block("columns", {"first": [text(words, 5)], "second": [text("B", 6)]}, 4)

        assert live(quiz(), columns("A")) == {1: None, 4: None, 5: None, 6: None}
        answers = saying(asked, 5)
        found = live(quiz(), columns("Anew"), at=LATEST, answers=answers)
        assert found == {1: None, 4: None, 5: LATEST, 6: None}


class TestTwice:
    def test_a_later_release_and_a_refresh_leave_flags_alone(self, live, asked):
        live(WORDED, text("Other"), answers=saying(asked, 1, 2))
        assert live(WORDED, text("Others"), at=LATEST) == {1: LATER, 2: LATER}
        refresh_outline(asked.course.course_key, with_all=True)
        assert asked.changed() == {1: LATER, 2: LATER}

    def test_withdrawn_and_submitted_anew_the_last_answer_counts(self, asked):
        asked.write(WORDED, text())
        first = submit_course(asked.course, by=asked.owner, answers=saying(asked, 1))
        withdraw_release(first, by=asked.owner)
        assert asked.changed() == {1: None, 2: None}
        answers = saying(asked, leave=(1,))
        second = submit_course(asked.course, by=asked.owner, answers=answers)
        approve_release(second, by=asked.reviewer, now=LATER)
        assert asked.changed() == {1: None, 2: None}

    def test_approved_twice_it_is_flagged_once(self, asked):
        asked.write(WORDED, text())
        release = submit_course(asked.course, by=asked.owner, answers=saying(asked, 1))
        approve_release(release, by=asked.reviewer, now=LATER)
        with pytest.raises(NoLongerWaitingError):
            approve_release(release, by=asked.reviewer, now=LATEST)
        assert asked.changed() == {1: LATER, 2: None}

    def test_what_is_written_after_it_was_submitted_is_not_in_it(self, asked):
        asked.write(WORDED, text())
        release = submit_course(asked.course, by=asked.owner, answers=saying(asked, leave=(1,)))
        asked.write(quiz(choice(points=9)), text())
        approve_release(release, by=asked.reviewer, now=LATER)
        assert asked.changed() == {1: None, 2: None}


class TestOtherRoads:
    def test_a_correction_that_went_live_meanwhile_keeps_its_flag(self, asked):
        other = lessons_of(asked.course)[1]
        write(other, quiz(choice("Here?", points=2), number=8))
        release_course(asked.course, by=asked.administrator)
        asked.write(WORDED, text())
        waiting = submit_course(asked.course, by=asked.owner, answers=saying(asked, 1))
        # As a correction would be that came between.
        waiting.state = "withdrawn"
        waiting.save()
        write(other, quiz(choice("Here?", points=5), number=8))
        release_page(other, by=asked.administrator, now=LATER)
        waiting.state = "waiting"
        waiting.save()
        approve_release(waiting, by=asked.reviewer, now=LATEST)
        assert asked.changed() == {1: LATEST, 2: None}
        rows = Block.objects.filter(lesson__key=other.translation_key, retired_at=None)
        assert [row.changed_at for row in rows] == [LATER]

    def test_a_rollback_flags_what_is_material_and_asks_nothing(self, live, asked):
        live(WORDED, text(), answers=saying(asked, leave=(1,)))
        roll_back(asked.course, 2, by=asked.administrator, now=LATEST)
        assert asked.changed() == {1: None, 2: None}
        assert asked.said() == []
        live(quiz(choice(points=3)), text())
        roll_back(asked.course, 2, by=asked.administrator, now=LATEST)
        assert asked.changed() == {1: LATEST, 2: None}

    def test_programs_have_learners_look_again(self, asked):
        asked.write(WORDED, text("Other"))
        publish_course(asked.course, by=asked.administrator, now=LATER)
        assert asked.changed() == {1: LATER, 2: None}

    def test_written_anew_it_begins_anew(self, live, asked):
        assert live(quiz(number=7), text()) == {7: None, 2: None}
        gone = Block.objects.get(block_uuid=block_id(1))
        assert gone.retired_at is not None


def test_the_hash_of_what_is_material_is_in_no_answer(asked, client):
    asked.write(quiz(choice("How quick?", points=2)), text())
    waiting = submit_course(asked.course, by=asked.owner)
    hashes = list(Block.objects.values_list("material_hash", flat=True))
    assert len(set(hashes)) > 1
    client.force_login(asked.administrator)
    for path in (
        to("submit", asked.course.pk),
        to("review", asked.course.pk, waiting.pk),
        to("compare", asked.course.pk, 2),
        to("release", asked.course.pk, 2),
        to("correct", asked.course.pk, asked.lesson.pk),
        f"/admin/pages/{asked.lesson.pk}/edit/",
        asked.lesson.get_url(),
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        said = answer.content.decode() + str(answer.headers)
        assert [one for one in hashes if one in said or one[:16] in said] == []
