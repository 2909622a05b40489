"""A course is submitted, decided and released as one; readers see the last release."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.eventlog.models import Event
from courses.outline.enums import CourseState
from courses.outline.models import Course
from courses.pages.enums import CourseRole, ReleaseKind, ReleaseState
from courses.pages.errors import (
    CorrectionNotAllowedError,
    NoLongerWaitingError,
    NotAllowedError,
    NotAReviewerError,
    NothingToReleaseError,
    NotReadyError,
    NotReleasedYetError,
    ReasonMissingError,
    TimeIsPastError,
    UnderReviewError,
    UnknownReleaseError,
)
from courses.pages.live_tree import read_tree
from courses.pages.models import CoursePage, LessonPage, Release
from courses.pages.services import (
    add_lesson,
    add_member,
    adopt_live_courses,
    approve_release,
    move_page,
    open_release,
    publish_course,
    put_back,
    read_outline,
    release_course,
    release_due,
    release_page,
    remove_page,
    roll_back,
    send_back,
    set_course_state,
    submit_course,
    unpublish_course,
    withdraw_release,
)
from tests.factories.accounts import UserFactory
from tests.factories.courses import chapters_of, lessons_of, make_course, make_instructor
from tests.factories.keeping import once
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db
TEXT = [("text", "<p>Water runs downhill.</p>")]
OUTCOMES = [("item", "Read a river")]


@pytest.fixture(autouse=True)
def site():
    make_site(["en", "fr"])


def ready_course():
    course = make_course(chapters=2, lessons=2, live=False, outcomes=OUTCOMES)
    for number, lesson in enumerate(lessons_of(course), start=1):
        write(lesson, f"Lesson {number}")
    return course


@pytest.fixture
def course(site):
    """A course of two chapters with two lessons each, ready and never released."""
    return once(("ready",), ready_course)


@pytest.fixture
def reviewer(course):
    person = UserFactory(reviewer=True)
    add_member(course, person, CourseRole.REVIEWER, by=course.owner)
    return person


@pytest.fixture
def administrator():
    return UserFactory(administrator=True)


def write(lesson, title, body=None):
    lesson = LessonPage.objects.get(pk=lesson.pk)
    draft = lesson.get_latest_revision_as_object()
    draft.title, draft.body = title, body or TEXT
    draft.save_revision()


def fresh(course):
    return CoursePage.objects.get(pk=course.pk)


def shown(course):
    """The outline as readers see it, by titles."""
    return [
        [chapter.title, *(lesson.title for lesson in chapter.lessons)]
        for chapter in read_tree(fresh(course)).chapters
    ]


def release(course, reviewer):
    return approve_release(submit_course(fresh(course), by=course.owner), by=reviewer)


def move(course, page, chapter, position):
    seen = read_outline(fresh(course)).version
    move_page(fresh(course), page, to=chapter, position=position, by=course.owner, seen=seen)


class TestSubmitting:
    def test_all_drafts_go_as_one_and_nothing_is_live_before_the_decision(self, course, reviewer):
        submitted = submit_course(course, by=course.owner, note=" Ready. ")
        assert (submitted.state, submitted.number, submitted.note) == ("waiting", None, "Ready.")
        assert submitted.items.count() == 7
        assert shown(course) == []
        assert not Page.objects.filter(path__startswith=course.path, live=True).exists()
        first = approve_release(submitted, by=reviewer)
        assert (first.state, first.number, first.decided_by) == ("live", 1, reviewer)
        chapters = [chapter.title for chapter in chapters_of(course)]
        assert shown(course) == [
            [chapters[0], "Lesson 1", "Lesson 2"],
            [chapters[1], "Lesson 3", "Lesson 4"],
        ]
        assert Course.objects.get().state == CourseState.OPEN
        names = Event.objects.filter(name__startswith="courses.release").values_list("name")
        assert [name for (name,) in names.order_by("pk")] == [
            "courses.release_submitted",
            "courses.release_approved",
        ]
        event = Event.objects.get(name="courses.course_released")
        assert event.data == {"release_id": first.pk, "number": 1, "pages": 7}

    def test_what_was_submitted_goes_live_and_not_what_was_written_since(self, course, reviewer):
        submitted = submit_course(course, by=course.owner)
        lesson = lessons_of(course)[0]
        write(lesson, "Written since")
        move(course, lessons_of(course)[3].pk, chapters_of(course)[0].pk, 0)
        approve_release(submitted, by=reviewer)
        assert shown(course)[0][1:] == ["Lesson 1", "Lesson 2"]
        lesson.refresh_from_db()
        assert (lesson.title, lesson.live, lesson.has_unpublished_changes) == (
            "Lesson 1",
            True,
            True,
        )
        assert lesson.get_latest_revision_as_object().title == "Written since"
        assert lesson.get_latest_revision().pk == lesson.latest_revision_id
        release(course, reviewer)
        assert [row[1:] for row in shown(course)] == [
            ["Lesson 4", "Written since", "Lesson 2"],
            ["Lesson 3"],
        ]

    def test_a_submission_that_is_not_ready_is_refused_with_its_defects(self, course):
        write(lessons_of(course)[1], "Headings", [("heading", {"text": "", "level": "h2"})])
        with pytest.raises(NotReadyError) as refusal:
            submit_course(course, by=course.owner)
        assert [defect.page_title for defect in refusal.value.defects] == ["Headings"]
        assert not Release.objects.exists()

    def test_only_its_writers_submit_and_only_once(self, course):
        with pytest.raises(NotAllowedError):
            submit_course(course, by=make_instructor())
        submit_course(course, by=course.owner)
        with pytest.raises(UnderReviewError):
            submit_course(course, by=course.owner)
        assert Release.objects.count() == 1

    def test_nothing_changed_is_nothing_to_release(self, course, reviewer):
        release(course, reviewer)
        with pytest.raises(NothingToReleaseError):
            submit_course(fresh(course), by=course.owner)
        assert Release.objects.count() == 1

    def test_changed_pages_are_locked_while_they_wait_and_only_they(self, course, reviewer):
        release(course, reviewer)
        one, two = lessons_of(course)[:2]
        write(one, "Changed")
        submitted = submit_course(fresh(course), by=course.owner)
        lock = LessonPage.objects.get(pk=one.pk).get_lock()
        assert lock.for_user(course.owner) is True
        assert LessonPage.objects.get(pk=two.pk).get_lock() is None
        send_back(submitted, by=reviewer, reason="Explain it.")
        assert LessonPage.objects.get(pk=one.pk).get_lock() is None


class TestDeciding:
    def test_nobody_decides_over_what_they_write_administrators_excepted(self, course, reviewer):
        submitted = submit_course(course, by=course.owner)
        translator, learner = UserFactory(translator=True), UserFactory()
        for person in (course.owner, make_instructor(), translator, learner):
            with pytest.raises(NotAReviewerError):
                approve_release(submitted, by=person)
            with pytest.raises(NotAReviewerError):
                send_back(submitted, by=person, reason="No.")
        assert Release.objects.get().state == ReleaseState.WAITING
        assert shown(course) == []

    def test_a_reviewer_of_the_site_decides_over_any_course(self, course):
        first = approve_release(
            submit_course(course, by=course.owner), by=UserFactory(reviewer=True)
        )
        assert first.number == 1

    def test_sending_back_needs_a_reason_and_is_final(self, course, reviewer):
        submitted = submit_course(course, by=course.owner)
        with pytest.raises(ReasonMissingError):
            send_back(submitted, by=reviewer, reason="  ")
        send_back(submitted, by=reviewer, reason="The sums are wrong.")
        for act in (
            lambda: approve_release(submitted, by=reviewer),
            lambda: send_back(submitted, by=reviewer, reason="Again."),
            lambda: withdraw_release(submitted, by=course.owner),
        ):
            with pytest.raises(NoLongerWaitingError):
                act()
        row = Release.objects.get()
        assert (row.state, row.reason, row.decided_by) == (
            "sent_back",
            "The sums are wrong.",
            reviewer,
        )
        assert shown(course) == []

    def test_its_writers_take_it_back_and_submit_again(self, course):
        submitted = submit_course(course, by=course.owner)
        with pytest.raises(NotAllowedError):
            withdraw_release(submitted, by=make_instructor())
        withdraw_release(submitted, by=course.owner)
        assert open_release(course.course_key) is None
        assert submit_course(course, by=course.owner).state == ReleaseState.WAITING

    def test_an_exception_is_made_with_a_reason_that_is_kept(self, course, administrator):
        CoursePage.objects.get(pk=course.pk)
        write(lessons_of(course)[1], "Headings", [("heading", {"text": "", "level": "h2"})])
        with pytest.raises(NotReadyError):
            release_course(course, by=administrator)
        assert not Release.objects.exists()
        made = release_course(course, by=administrator, override_reason="Shown at noon.")
        assert (made.number, made.override_reason) == (1, "Shown at noon.")

    def test_a_writer_cannot_release_at_once(self, course):
        with pytest.raises(NotAReviewerError):
            release_course(course, by=course.owner)
        assert not Release.objects.exists()


class TestTime:
    def test_a_scheduled_release_goes_live_when_due_and_drafts_may_go_on(self, course, reviewer):
        now = timezone.now()
        submitted = submit_course(course, by=course.owner)
        with pytest.raises(TimeIsPastError):
            approve_release(submitted, by=reviewer, go_live_at=now, now=now)
        later = now + timedelta(hours=1)
        approve_release(submitted, by=reviewer, go_live_at=later, now=now)
        assert release_due(now) == []
        assert shown(course) == []
        write(lessons_of(course)[0], "Written since")
        assert [one.number for one in release_due(later)] == [1]
        assert release_due(later) == []
        assert shown(course)[0][1:] == ["Lesson 1", "Lesson 2"]
        assert Release.objects.get().released_at == later

    def test_a_correction_meanwhile_is_not_undone(self, course, reviewer, administrator):
        release(course, reviewer)
        one, two = lessons_of(course)[:2]
        write(one, "Better")
        now = timezone.now()
        later = now + timedelta(hours=1)
        submitted = submit_course(fresh(course), by=course.owner)
        approve_release(submitted, by=reviewer, go_live_at=later, now=now)
        write(two, "Corrected")
        with pytest.raises(UnderReviewError):
            release_page(two, by=administrator)
        withdraw_release(submitted, by=course.owner)
        assert release_page(two, by=administrator).number == 2
        assert shown(course)[0][1:] == ["Lesson 1", "Corrected"]

    def test_what_cannot_go_live_is_marked_and_stops_no_other(self, course, reviewer):
        other = make_course(live=False, outcomes=OUTCOMES, owner=course.owner)
        write(lessons_of(other)[0], "Other")
        now = timezone.now()
        later = now + timedelta(hours=1)
        for one in (course, other):
            approve_release(
                submit_course(one, by=course.owner),
                by=UserFactory(administrator=True),
                go_live_at=later,
                now=now,
            )
        Page.objects.get(pk=course.pk).specific.delete()
        made = release_due(later)
        assert [(one.course.key, one.number) for one in made] == [(other.course_key, 1)]
        failed = Release.objects.get(course__key=course.course_key)
        assert (failed.state, failed.number) == ("failed", None)
        assert "no longer in the course" in failed.reason
        assert Event.objects.filter(name="courses.release_failed").count() == 1


class TestSmallReleases:
    def test_a_lesson_goes_the_short_way_where_the_course_allows_it(self, course, reviewer):
        release(course, reviewer)
        one, two = lessons_of(course)[:2]
        write(one, "Corrected")
        write(two, "Half written")
        with pytest.raises(CorrectionNotAllowedError):
            release_page(one, by=course.owner)
        Course.objects.update(allows_corrections=True)
        made = release_page(one, by=course.owner)
        assert (made.number, made.kind, made.items.count()) == (2, ReleaseKind.CORRECTION, 7)
        assert shown(course)[0][1:] == ["Corrected", "Lesson 2"]
        with pytest.raises(NothingToReleaseError):
            release_page(one, by=course.owner)
        for page in (course, chapters_of(course)[0]):
            with pytest.raises(CorrectionNotAllowedError):
                release_page(page, by=course.owner)
        with pytest.raises(CorrectionNotAllowedError):
            release_page(two, by=make_instructor())

    def test_what_was_never_released_does_not_go_alone(self, course, reviewer, administrator):
        with pytest.raises(NotReleasedYetError):
            release_page(lessons_of(course)[0], by=administrator)
        release(course, reviewer)
        new = add_lesson(chapters_of(course)[0], "New", by=course.owner)
        write(new, "New")
        with pytest.raises(NotReleasedYetError):
            release_page(new, by=administrator)
        assert not LessonPage.objects.get(pk=new.pk).live


class TestRollingBack:
    def test_an_earlier_release_is_live_again_and_drafts_stay(self, course, reviewer):
        release(course, reviewer)
        before = shown(course)
        one, two = lessons_of(course)[:2]
        write(one, "Worse")
        move(course, two.pk, chapters_of(course)[1].pk, 0)
        release(course, reviewer)
        assert shown(course) != before
        with pytest.raises(NotAReviewerError):
            roll_back(fresh(course), 1, by=course.owner)
        for number in (2, 3):
            with pytest.raises(UnknownReleaseError):
                roll_back(fresh(course), number, by=reviewer)
        third = roll_back(fresh(course), 1, by=reviewer)
        assert (third.number, third.kind) == (3, ReleaseKind.ROLLBACK)
        assert shown(course) == before
        one.refresh_from_db()
        assert (one.title, one.get_latest_revision_as_object().title) == ("Lesson 1", "Worse")
        states = Release.objects.order_by("number").values_list("number", "state")
        assert list(states) == [(1, "past"), (2, "past"), (3, "live")]

    def test_a_page_that_was_deleted_for_good_is_made_again_with_its_key(self, course, reviewer):
        release(course, reviewer)
        before = shown(course)
        lesson = lessons_of(course)[1]
        remove_page(fresh(course), lesson.pk, by=course.owner)
        release(course, reviewer)
        assert remove_page(fresh(course), lesson.pk, by=course.owner)[1] is True
        assert not Page.objects.filter(pk=lesson.pk).exists()
        roll_back(fresh(course), 1, by=reviewer)
        assert shown(course) == before
        again = LessonPage.objects.get(translation_key=lesson.translation_key)
        assert [block.id for block in again.body] == [
            row["id"] for row in lesson.get_latest_revision_as_object().body.raw_data
        ]


class TestRemoving:
    def test_a_live_lesson_leaves_with_the_next_release_and_can_be_put_back(self, course, reviewer):
        release(course, reviewer)
        lesson = lessons_of(course)[1]
        page, is_deleted = remove_page(fresh(course), lesson.pk, by=course.owner)
        assert (page.pk, is_deleted) == (lesson.pk, False)
        assert [row.title for row in read_outline(fresh(course)).lessons] == [
            "Lesson 1",
            "Lesson 3",
            "Lesson 4",
        ]
        assert shown(course)[0][1:] == ["Lesson 1", "Lesson 2"]
        put_back(fresh(course), lesson.pk, by=course.owner)
        assert len(read_outline(fresh(course)).lessons) == 4
        remove_page(fresh(course), lesson.pk, by=course.owner)
        release(course, reviewer)
        assert shown(course)[0][1:] == ["Lesson 1"]
        assert LessonPage.objects.get(pk=lesson.pk).live is False
        put_back(fresh(course), lesson.pk, by=course.owner)
        release(course, reviewer)
        assert shown(course)[0][1:] == ["Lesson 1", "Lesson 2"]

    def test_a_draft_is_deleted_at_once_and_nothing_while_it_is_reviewed(self, course):
        lesson = lessons_of(course)[1]
        submit_course(course, by=course.owner)
        with pytest.raises(UnderReviewError):
            remove_page(course, lesson.pk, by=course.owner)
        withdraw_release(Release.objects.get(), by=course.owner)
        assert remove_page(course, lesson.pk, by=course.owner)[1] is True
        assert not Page.objects.filter(pk=lesson.pk).exists()


class TestStates:
    def test_a_course_is_closed_archived_opened_and_taken_off(self, course, reviewer):
        with pytest.raises(NotReleasedYetError):
            set_course_state(course, CourseState.CLOSED, by=course.owner)
        release(course, reviewer)
        for state in (CourseState.CLOSED, CourseState.ARCHIVED, CourseState.OPEN):
            assert set_course_state(fresh(course), state, by=course.owner) is True
            assert set_course_state(fresh(course), state, by=course.owner) is False
            assert Course.objects.get().state == state
        with pytest.raises(NotAllowedError):
            set_course_state(fresh(course), CourseState.CLOSED, by=reviewer)
        assert len(unpublish_course(fresh(course), by=course.owner)) == 7
        assert Course.objects.get().state == CourseState.DRAFT
        assert not Page.objects.filter(path__startswith=course.path, live=True).exists()
        assert shown(course) == []
        assert release(course, reviewer).number == 2
        assert len(shown(course)) == 2


def test_what_was_live_before_releases_becomes_the_first(course):
    publish_course(course, by=course.owner)
    before = shown(course)
    Release.objects.all().delete()
    Course.objects.update(state=CourseState.DRAFT)
    write(lessons_of(course)[0], "A draft")
    assert adopt_live_courses() == 1
    assert adopt_live_courses() == 0
    assert shown(course) == before
    assert Release.objects.get().number == 1
    assert LessonPage.objects.get(pk=lessons_of(course)[0].pk).has_unpublished_changes is True
