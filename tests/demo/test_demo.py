"""The course that a site on one's own machine begins with."""

import pytest
from wagtail.models import PageLogEntry, Revision

from courses.outline.models import Course
from courses.pages.blocks import LessonBodyBlock
from courses.pages.checklist import check_course
from courses.pages.enums import ReleaseState
from courses.pages.models import CoursePage, InstructorPage, LessonPage, Release
from courses.pages.reviewers import waiting_for
from courses.pages.services import approve_release, defects_of
from courses.questions.registry import question_types
from demo import waiting
from demo.services import KEY, ensure_demo_course
from tests.factories.accounts import UserFactory
from tests.factories.courses import make_instructor
from tests.factories.keeping import keeper
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(db) -> CoursePage:
    make_site(["en", "fr"])
    keeper.make(("demo course",), lambda: ensure_demo_course(make_instructor()))
    return CoursePage.objects.get()


@pytest.fixture
def owner(course):
    return course.owner


def lessons(course: CoursePage):
    return LessonPage.objects.descendant_of(course).order_by("path")


def test_it_has_three_chapters_seven_lessons_and_every_kind_of_block(course):
    assert course.title == "Reading a River"
    assert course.get_children().live().count() == 3
    found = list(lessons(course).live())
    assert len(found) == 7
    assert [lesson.is_free_preview for lesson in found] == [True, True, *[False] * 5]
    used = {block.block_type for lesson in found for block in lesson.body}
    assert used == set(LessonBodyBlock().child_blocks)
    (quiz,) = [block for block in found[-1].body if block.block_type == "quiz"]
    asked = [question.block_type for question in quiz.value["questions"]]
    assert sorted(asked) == sorted(question_types())


def test_nothing_on_its_checklist_is_open(course):
    assert [item.code for item in check_course(course) if not item.is_done] == []


def test_it_is_ready_by_the_rules_and_live_as_release_1(course):
    assert defects_of(course) == []
    release = Release.objects.get()
    assert (release.number, release.state) == (1, ReleaseState.LIVE)


def test_everybody_reads_two_lessons_and_no_word_of_the_others(course, client):
    assert course.title in client.get(course.get_parent().url).content.decode()
    page = client.get(course.url).content.decode()
    for lesson in lessons(course):
        assert lesson.title in page
    answers = [client.get(lesson.url) for lesson in lessons(course)]
    assert [answer.status_code for answer in answers] == [200, 200, *[403] * 5]
    assert "thin quick stream" in " ".join(answers[0].content.decode().split())
    assert "kissed the bank" not in answers[4].content.decode()
    page = InstructorPage.objects.get()
    assert client.get(page.url).status_code == 200


def test_its_owner_reads_all_of_it(course, owner, client):
    client.force_login(owner)
    pages = [client.get(lesson.url) for lesson in lessons(course)]
    assert [page.status_code for page in pages] == [200] * 7
    flow = pages[4].content.decode()
    assert "flow.py" in flow
    first = " ".join(pages[0].content.decode().split())
    assert f'href="{lessons(course)[1].url}"' in first
    assert "A stream cut across" in first


def test_a_second_start_changes_nothing_and_leaves_what_was_written(course, owner):
    course.title = "My river"
    course.save_revision().publish()
    lessons(course).last().delete()
    before = [Revision.objects.count(), PageLogEntry.objects.count(), LessonPage.objects.count()]
    assert not ensure_demo_course(owner)
    assert CoursePage.objects.get().title == "My river"
    after = [Revision.objects.count(), PageLogEntry.objects.count(), LessonPage.objects.count()]
    assert after == before


def test_who_deletes_it_is_rid_of_it(course, owner):
    course.delete()
    assert Course.objects.filter(key=KEY).exists()
    assert not ensure_demo_course(owner)
    assert not CoursePage.objects.exists()


def test_the_number_that_it_prints_is_the_number_that_it_says():
    from demo.words import FLOW

    printed: list[int] = []
    exec(FLOW, {"print": printed.append})  # noqa: S102 - its own words
    assert printed == [224]


def test_a_reviewer_finds_a_course_that_waits_and_can_approve_it(client):
    make_site(["en"])
    reviewer = UserFactory(reviewer=True)
    assert waiting.ensure_waiting_course(make_instructor())
    (release,) = waiting_for(reviewer)
    course = CoursePage.objects.get()
    assert course.draft_title == waiting.TITLE
    assert client.get(course.url).status_code == 404
    approve_release(release, by=reviewer)
    assert client.get(course.url).status_code == 200


def test_the_course_that_waits_is_made_once():
    make_site(["en"])
    owner = make_instructor()
    assert waiting.ensure_waiting_course(owner)
    assert not waiting.ensure_waiting_course(owner)
    assert Release.objects.count() == 1
    CoursePage.objects.get().delete()
    assert not waiting.ensure_waiting_course(owner)
    assert not CoursePage.objects.exists()
