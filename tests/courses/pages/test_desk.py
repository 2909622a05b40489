"""The desk: what it shows to whom, and what its forms do, with and without script."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courses.outline.enums import CourseState
from courses.pages.enums import CourseRole
from courses.pages.models import CoursePage, LessonPage
from courses.pages.services import (
    add_lesson,
    add_member,
    read_outline,
    rename_page,
    set_course_state,
    submit_course,
)
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    chapters_of,
    keep_course,
    lessons_of,
    make_course,
    make_instructor,
    publish_all,
)

pytestmark = pytest.mark.django_db
SCRIPT = {"HTTP_X_DESK": "1", "HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
WORDS = [{"type": "text", "value": "<p>Water runs downhill.</p>", "id": "0" * 8}]


@pytest.fixture
def course(db):
    return keep_course("en", title="Reading a River", chapters=2, lessons=2, live=False)


@pytest.fixture
def owner(course, client):
    client.force_login(course.owner)
    return course.owner


def to(name: str, *args: object) -> str:
    return reverse(f"courses_admin:{name}", args=args)


def shape(course) -> list[list[int]]:
    outline = read_outline(CoursePage.objects.get(pk=course.pk))
    return [[chapter.pk, *(row.pk for row in chapter.lessons)] for chapter in outline.chapters]


def write(lesson: LessonPage) -> None:
    """Put a block into the newest draft, as the editor would."""
    draft = lesson.get_latest_revision_as_object()
    field = draft._meta.get_field("body")
    draft.body = field.stream_block.to_python(WORDS)
    assert len(draft.body) == 1
    draft.save_revision()


def move_data(course, page: int, parent: int, position: int) -> dict[str, str]:
    return {"move": f"{page}:{parent}:{position}", "seen": read_outline(course).version}


class TestShowing:
    def test_the_owner_finds_the_outline_and_its_forms(self, course, owner, client):
        page = client.get(to("desk", course.pk)).content.decode()
        assert "Reading a River" in page
        for lesson in lessons_of(course):
            assert reverse("wagtailadmin_pages:edit", args=[lesson.pk]) in page
            assert to("rename", course.pk, lesson.pk) in page
            assert to("delete", course.pk, lesson.pk) in page
        assert page.count('form="desk-move"') == 1 + 2 * 6
        assert f'value="{read_outline(course).version}"' in page
        # The first goes no further up and the last no further down.
        outline = page.split('data-desk-part="outline"')[1].split("<aside")[0]
        assert outline.count("disabled") == 4

    def test_a_reviewer_looks_on_without_a_form(self, course, client):
        reviewer = UserFactory(reviewer=True)
        add_member(course, reviewer, CourseRole.REVIEWER, by=course.owner)
        client.force_login(reviewer)
        page = client.get(to("desk", course.pk)).content.decode()
        assert "Reading a River" in page
        for absent in ("desk-move", "/rename/", "/delete/", "/submit/", "desk.js"):
            assert absent not in page

    def test_others_see_nothing_and_change_nothing(self, course, client):
        before, lesson = shape(course), lessons_of(course)[0]
        reviewer = UserFactory(reviewer=True)
        add_member(course, reviewer, CourseRole.REVIEWER, by=course.owner)
        for who in (make_instructor(), UserFactory(translator=True), reviewer):
            client.force_login(who)
            if who != reviewer:
                for name in ("desk", "members", "submit", "state"):
                    response = client.get(to(name, course.pk))
                    assert response.headers["Location"] == "/admin/"
                response = client.get(to("desk", 999_999))
                assert response.headers["Location"] == "/admin/"
            for name, args, data in (
                ("add_chapter", (), {"title": "Mine"}),
                ("add_lesson", (), {"title": "Mine", "chapter": before[0][0]}),
                ("move", (), move_data(course, before[0][1], before[0][0], 1)),
                ("rename", (lesson.pk,), {"title": "Mine"}),
                ("delete", (lesson.pk,), {}),
                ("submit", (), {}),
                ("state", (), {"to": "draft"}),
                ("put_back", (lesson.pk,), {}),
                ("correct", (lesson.pk,), {}),
            ):
                url = to(name, course.pk, *args)
                assert client.post(url, data).headers["Location"] == "/admin/"
                assert client.post(url, data, **SCRIPT).status_code == 403
        assert shape(course) == before
        assert "Mine" not in [row.title for row in read_outline(course).lessons]
        assert CoursePage.objects.get(pk=course.pk).live is False

    def test_it_costs_as_many_statements_for_a_large_course(self, course, owner, client):
        publish_all(course)
        large = make_course(owner=owner, chapters=4, lessons=4, live=True)
        costs = []
        for one in (course, large, course, large):
            with CaptureQueriesContext(
                connection,
            ) as captured:
                assert client.get(to("desk", one.pk)).status_code == 200
            costs.append(len(captured))
        assert costs[2] == costs[3] <= 35


class TestForms:
    def test_chapters_and_lessons_are_added_one_after_the_other(self, course, owner, client):
        chapter = chapters_of(course)[0]
        for title in ("Springs", "Deltas"):
            response = client.post(
                to("add_lesson", course.pk), {"title": title, "chapter": chapter.pk}, **SCRIPT
            )
            assert (response.status_code, response.json()["focus"]) == (
                200,
                f"add-lesson-{chapter.pk}",
            )
            assert title in response.json()["parts"]["outline"]
        assert [page.title for page in chapter.get_children()][-2:] == ["Springs", "Deltas"]
        response = client.post(to("add_chapter", course.pk), {"title": "Seas"})
        assert response.headers["Location"] == f"/admin/courses/{course.pk}/#add-chapter"
        assert [page.title for page in chapters_of(course)][-1] == "Seas"

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            ({"title": "  "}, "Give it a title."),
            ({"title": "x" * 256}, "The title is too long: 255 characters fit."),
        ],
    )
    def test_what_is_refused_is_said_and_not_written(self, course, owner, client, data, words):
        before = shape(course)
        response = client.post(to("add_chapter", course.pk), data, **SCRIPT)
        assert (response.status_code, response.json()["message"]) == (422, words)
        other = make_course(live=False)
        for chapter in (chapters_of(other)[0].pk, "x", "9" * 30, ""):
            response = client.post(
                to("add_lesson", course.pk), {"title": "Mine", "chapter": chapter}, **SCRIPT
            )
            assert response.status_code == 422
        assert shape(course) == before
        assert lessons_of(other)[0].title == "First lesson"

    def test_a_move_is_said_and_taken_back(self, course, owner, client):
        before = shape(course)
        [first, a, _b], [second, *_rest] = before
        response = client.post(to("move", course.pk), move_data(course, a, second, 1), **SCRIPT)
        answer = response.json()
        title = chapters_of(course)[1].title
        assert answer["message"] == f"“First lesson” is now lesson 2 of “{title}”."
        assert shape(course)[1][2] == a
        assert f'value="{a}:{first}:0"' in answer["parts"]["undo"]
        client.post(to("move", course.pk), move_data(course, a, first, 0))
        assert shape(course) == before

    def test_without_script_the_desk_offers_to_take_it_back(self, course, owner, client):
        [first, a, _b], _second = shape(course)
        response = client.post(to("move", course.pk), move_data(course, a, first, 1), follow=True)
        page = response.content.decode()
        assert "is now lesson 2 of" in page
        assert f'value="{a}:{first}:0"' in page
        assert "Undo the move" in page
        address = response.redirect_chain[-1][0]
        client.post(to("add_chapter", course.pk), {"title": "Seas"})
        assert "Undo the move" not in client.get(address).content.decode()

    def test_two_who_move_from_the_same_page_do_not_overwrite_each_other(
        self, course, owner, client
    ):
        [first, a, b], _second = shape(course)
        data = move_data(course, a, first, 1)
        assert client.post(to("move", course.pk), data, **SCRIPT).status_code == 200
        after = shape(course)
        data["move"] = f"{b}:{first}:1"
        response = client.post(to("move", course.pk), data, **SCRIPT)
        assert response.status_code == 409
        assert "Somebody else changed the outline meanwhile" in response.json()["message"]
        assert shape(course) == after
        for value in ("", "1:2", "a:b:c", f"{a}:{first}:{'9' * 30}", "-1:2:3"):
            response = client.post(to("move", course.pk), {**data, "move": value}, **SCRIPT)
            assert response.status_code == 422
        assert shape(course) == after

    def test_deleting_says_first_what_is_lost(self, course, owner, client):
        first, second = shape(course)
        url = to("delete", course.pk, first[0])
        page = client.get(url).content.decode()
        assert "The chapter is deleted with its 2 lessons" in page
        assert "First lesson" in page
        assert shape(course) == [first, second]
        response = client.post(url)
        assert response.headers["Location"] == f"/admin/courses/{course.pk}/#outline"
        assert shape(course) == [second]
        client.force_login(UserFactory(administrator=True))
        assert client.post(url).headers["Location"] == f"/admin/courses/{course.pk}/"

    def test_renaming_is_one_field(self, course, owner, client):
        lesson = lessons_of(course)[0]
        url = to("rename", course.pk, lesson.pk)
        response = client.post(url, {"title": "Springs"}, **SCRIPT)
        assert response.json()["focus"] == f"row-{lesson.pk}"
        assert read_outline(course).lessons[0].title == "Springs"


class TestRemoving:
    """What readers see leaves with the next release, and can be put back until then."""

    @pytest.fixture
    def live(self, course, owner):
        publish_all(course)
        return CoursePage.objects.get(pk=course.pk)

    def test_a_live_lesson_stays_until_the_next_release(self, live, owner, client):
        lesson = lessons_of(live)[0]
        url = to("delete", live.pk, lesson.pk)
        page = client.get(url).content.decode()
        assert "The lesson leaves the site when the next release goes live." in page
        assert "cannot be undone" not in page
        answer = client.post(url, follow=True).content.decode()
        assert f"“{lesson.title}” leaves with the next release." in answer
        assert LessonPage.objects.get(pk=lesson.pk).live is True
        assert to("rename", live.pk, lesson.pk) not in answer
        drawer = answer.split("Leaves with the next release")[1]
        assert f'action="{to("put_back", live.pk, lesson.pk)}"' in drawer

    def test_it_is_put_back_by_one_press(self, live, owner, client):
        before, lesson = shape(live), lessons_of(live)[0]
        client.post(to("delete", live.pk, lesson.pk))
        url = to("put_back", live.pk, lesson.pk)
        answer = client.post(url, **SCRIPT).json()
        assert answer["message"] == f"“{lesson.title}” stays."
        assert answer["parts"]["leaving"].strip() == ""
        assert to("rename", live.pk, lesson.pk) in answer["parts"]["outline"]
        assert shape(live) == before
        again = client.post(url, **SCRIPT)
        assert (again.status_code, again.json()["message"]) == (
            422,
            "This page is in the course already.",
        )

    def test_the_rest_moves_on_around_it(self, live, owner, client):
        """A removed page keeps its place, which moves jump over."""
        [chapter, a, b], _second = shape(live)
        lesson = add_lesson(chapters_of(live)[0], "Springs", by=owner)
        client.post(to("delete", live.pk, b))
        page = client.get(to("desk", live.pk)).content.decode()
        assert f'value="{a}:{chapter}:2"' in page
        data = {"move": f"{a}:{chapter}:2", "seen": read_outline(live).version}
        assert client.post(to("move", live.pk), data, **SCRIPT).status_code == 200
        order = [row.pk for row in chapters_of(live)[0].get_children()]
        assert order == [b, lesson.pk, a]

    def test_a_chapter_takes_its_lessons_along(self, live, owner, client):
        chapter = chapters_of(live)[0]
        page = client.get(to("delete", live.pk, chapter.pk)).content.decode()
        assert "The chapter leaves the site with its 2 lessons" in page
        answer = client.post(to("delete", live.pk, chapter.pk), follow=True).content.decode()
        for lesson in chapter.get_children():
            assert to("rename", live.pk, lesson.pk) not in answer
        assert "1 chapter" in " ".join(answer.split())


class TestState:
    """The line that says where the course stands, and the buttons that follow from it."""

    def words(self, client, course) -> str:
        page = client.get(to("desk", course.pk)).content.decode()
        return " ".join(page.split("desk-state")[1].split("desk-columns")[0].split())

    def test_a_draft_can_be_submitted(self, course, owner, client):
        words = self.words(client, course)
        for expected in ("draft", "Submit the course", "Walk the draft", "2 chapters"):
            assert expected in words
        assert "View live" not in words

    def test_what_is_live_says_since_when(self, course, owner, client):
        publish_all(course)
        words = self.words(client, course)
        assert "release 1 went live" in words
        assert "changes not live yet" not in words
        rename_page(course, lessons_of(course)[0].pk, "Springs", by=owner)
        assert "changes not live yet" in self.words(client, course)

    def test_what_is_closed_or_archived_says_so(self, course, owner, client):
        publish_all(course)
        for state, expected in (("closed", "Closed to new learners"), ("archived", "Archived")):
            set_course_state(course, CourseState(state), by=owner)
            assert expected in self.words(client, course)

    def test_what_waits_offers_to_withdraw_and_no_second_submission(self, course, owner, client):
        course.outcomes = [("item", "Read a river")]
        course.save_revision()
        for lesson in lessons_of(course):
            write(lesson)
        submit_course(CoursePage.objects.get(pk=course.pk), by=owner)
        words = self.words(client, course)
        assert "Waiting for review." in words
        assert "Withdraw" in words
        assert "Submit the course" not in words
        assert "/reviews/" not in words
        url = to("rename", course.pk, lessons_of(course)[0].pk)
        answer = client.post(url, {"title": "Springs"}, **SCRIPT)
        assert (
            answer.status_code,
            "The course has been submitted." in answer.json()["message"],
        ) == (
            422,
            True,
        )
