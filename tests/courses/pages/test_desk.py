"""The desk: what it shows to whom, and what its forms do, with and without script."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cms.eventlog.models import Event
from courses.pages.enums import CourseRole
from courses.pages.models import CoursePage, LessonPage
from courses.pages.services import add_member, read_outline
from tests.factories.accounts import UserFactory
from tests.factories.courses import chapters_of, lessons_of, make_course, make_instructor
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db
SCRIPT = {"HTTP_X_DESK": "1", "HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
WORDS = [{"type": "text", "value": "<p>Water runs downhill.</p>", "id": "0" * 8}]


@pytest.fixture
def course(db):
    make_site(["en"])
    return make_course(title="Reading a River", chapters=2, lessons=2, live=False)


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
        for absent in ("desk-move", "/rename/", "/delete/", "/publish/", "desk.js"):
            assert absent not in page

    def test_others_see_nothing_and_change_nothing(self, course, client):
        before, lesson = shape(course), lessons_of(course)[0]
        reviewer = UserFactory(reviewer=True)
        add_member(course, reviewer, CourseRole.REVIEWER, by=course.owner)
        for who in (make_instructor(), UserFactory(translator=True), reviewer):
            client.force_login(who)
            if who != reviewer:
                for name in ("desk", "members", "publish", "unpublish"):
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
                ("publish", (), {}),
                ("unpublish", (), {}),
            ):
                url = to(name, course.pk, *args)
                assert client.post(url, data).headers["Location"] == "/admin/"
                assert client.post(url, data, **SCRIPT).status_code == 403
        assert shape(course) == before
        assert "Mine" not in [row.title for row in read_outline(course).lessons]
        assert CoursePage.objects.get(pk=course.pk).live is False

    def test_it_costs_as_many_statements_for_a_large_course(self, course, owner, client):
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


class TestPublishing:
    def test_a_course_without_content_is_not_published(self, course, owner, client):
        page = client.get(to("publish", course.pk)).content.decode()
        assert "No lesson has any content yet. Write one lesson, then publish." in page
        assert client.post(to("publish", course.pk)).status_code == 302
        assert CoursePage.objects.get(pk=course.pk).live is False
        assert not Event.objects.filter(name="courses.course_published").exists()

    def test_all_that_is_written_goes_live_together_and_off_again(self, course, owner, client):
        first, second = lessons_of(course)[:2]
        write(first)
        page = client.get(to("publish", course.pk)).content.decode()
        assert "4 pages go live together, or none of them:" in page
        assert "These lessons are empty and stay drafts" in page
        client.post(to("publish", course.pk))
        live = set(
            CoursePage.objects.get(pk=course.pk)
            .get_descendants(inclusive=True)
            .live()
            .values_list("pk", flat=True)
        )
        assert live == {course.pk, *(page.pk for page in chapters_of(course)), first.pk}
        event = Event.objects.get(name="courses.course_published")
        assert event.data == {"page_id": course.pk, "pages": 4}
        assert "The course is live" in client.get(to("desk", course.pk)).content.decode()
        client.post(to("unpublish", course.pk))
        course.refresh_from_db()
        assert not course.get_descendants(inclusive=True).live().exists()
        assert LessonPage.objects.get(pk=second.pk).live is False

    def test_one_unfinished_page_keeps_all_from_going_live(self, course, owner, client):
        first, second = lessons_of(course)[:2]
        write(first)
        draft = second.get_latest_revision_as_object()
        draft.body = draft._meta.get_field("body").stream_block.to_python(
            [{"type": "image", "value": {}, "id": "1" * 8}]
        )
        draft.save_revision(clean=False)
        response = client.post(to("publish", course.pk))
        assert response.status_code == 422
        page = response.content.decode()
        assert "1 block in “lesson” is not finished." in page
        assert reverse("wagtailadmin_pages:edit", args=[second.pk]) in page
        assert not course.get_descendants(inclusive=True).live().exists()
