"""Reviewers and readers of a course's history are shown what its author said."""

import pytest

from courses.pages.comparing.marking import marked, marks_of, parts_at
from courses.pages.comparing.pages import compare
from courses.pages.comparing.parts import Mark
from courses.pages.material import Judgement, ending, judge_changes, uuid_of
from courses.pages.services import Answers, release_course, roll_back, submit_course
from tests.courses.pages.material.bodies import (
    LESSON,
    OTHER,
    block,
    block_id,
    choice,
    course,
    quiz,
    text,
)
from tests.courses.pages.material.test_submitting import part_of
from tests.courses.pages.releases_admin.conftest import to, words_of

WORDED = quiz(choice("How quick is it?"))
ASKED = "learners will be asked to look again"


def at(number, lesson=LESSON):
    return lesson, uuid_of(block_id(number))


class TestMarks:
    """Pure, on what is stored."""

    def marked(self, old, new, **said):
        judgements = judge_changes(old, new)
        marks = marks_of(judgements, ends=ending(old, judgements), **said)
        pages = marked(compare(old, new), marks)
        found = {place: part.mark for place, (_page, part) in parts_at(pages).items() if part.mark}
        return found, [page.marks for page in pages]

    def test_each_change_has_its_own(self):
        old = course(quiz(), text(), quiz(choice(number=70), number=3), text("Gone", 4))
        new = course(WORDED, text("B"), quiz(choice(number=70, points=4), number=3))
        assert self.marked(old, new, is_asking=True) == (
            {at(1): Mark.ASKS, at(2): Mark.COSMETIC, at(3): Mark.LOOK_AGAIN},
            [(Mark.ASKS, Mark.LOOK_AGAIN)],
        )
        found, pages = self.marked(old, new, look_again={at(2)})
        assert found == {at(1): Mark.COSMETIC, at(2): Mark.LOOK_AGAIN, at(3): Mark.LOOK_AGAIN}
        assert pages == [(Mark.LOOK_AGAIN,)]

    def test_what_is_in_columns_has_its_own(self):
        def columns(words):
            return block("columns", {"first": [text(words, 5)], "second": []}, 4)

        found, _pages = self.marked(course(columns("A")), course(columns("B")))
        assert found == {at(5): Mark.COSMETIC}

    def test_a_lesson_that_goes_is_marked_by_what_ends(self):
        found, pages = self.marked(course(text(), other=[quiz(), text("B")]), course(text()))
        assert found == {at(1, OTHER): Mark.ENDS}
        assert pages == [(Mark.ENDS,)]

    def test_new_blocks_and_what_did_not_change_have_none(self):
        assert marks_of({at(1): Judgement.NEW}, look_again=[at(1), at(2)]) == {}


@pytest.mark.django_db
class TestScreens:
    def said(self, asked, *again: int) -> Answers:
        key = asked.lesson.translation_key
        places = {(key, uuid_of(block_id(number))) for number in (1, 2)}
        chosen = {(key, uuid_of(block_id(number))) for number in again}
        return Answers(frozenset(chosen), frozenset(places - chosen))

    @pytest.mark.parametrize("again", [(), (1,), (2,)])
    def test_a_reviewer_reads_what_was_said_and_cannot_change_it(self, asked, client, again):
        asked.write(WORDED, text("Water runs fast."))
        release = submit_course(asked.course, by=asked.owner, answers=self.said(asked, *again))
        client.force_login(asked.reviewer)
        page = words_of(client.get(to("review", asked.course.pk, release.pk)))
        for number, label in ((1, "Quiz"), (2, "Text")):
            assert (ASKED in part_of(page, label)) == (number in again)
            assert ("is-cosmetic" in part_of(page, label)) == (number not in again)
        assert asked.name("asked") not in page
        assert asked.name("again", 2) not in page
        client.post(
            to("review", asked.course.pk, release.pk),
            {"when": "now", asked.name("asked"): "again", asked.name("again", 2): "on"},
        )
        assert asked.releases()[-1] == (3, "live")
        assert asked.said() == list(again)

    def test_the_history_shows_it_through_several_releases(self, asked, client):
        asked.write(WORDED, text())
        release_course(asked.course, by=asked.administrator, answers=self.said(asked, 1))
        asked.write(WORDED, text("Water runs fast."))
        release_course(asked.course, by=asked.administrator, answers=self.said(asked))
        client.force_login(asked.owner)

        def compared(later: int, earlier: int) -> str:
            return words_of(client.get(to("compare", asked.course.pk, later), {"with": earlier}))

        assert ASKED in part_of(compared(3, 2), "Quiz")
        assert "is-cosmetic" in part_of(compared(4, 3), "Text")
        both = compared(4, 2)
        assert (ASKED in part_of(both, "Quiz"), ASKED in part_of(both, "Text")) == (True, False)
        assert "change-mark" not in words_of(client.get(to("release", asked.course.pk, 3)))

    def test_a_rollback_says_what_it_will_mean(self, asked, client):
        asked.write(quiz(choice("How quick?", points=3)), text("Water runs fast."))
        release_course(asked.course, by=asked.administrator)
        client.force_login(asked.administrator)
        page = words_of(client.get(to("roll_back", asked.course.pk, 2)))
        assert ASKED in part_of(page, "Quiz")
        assert "is-cosmetic" in part_of(page, "Text")
        assert 'type="checkbox"' not in page.split("changes-short")[1]
        roll_back(asked.course, 2, by=asked.administrator)
        assert asked.said() == []
