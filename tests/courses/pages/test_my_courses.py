"""The list of one's courses, the form for a new one, and the first step on the Teach page."""

import re
import uuid

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from cms.accounts.models import User
from cms.eventlog.models import Event
from courses.outline.enums import CourseState
from courses.outline.models import Category, Course
from courses.pages.admin.creating import KEY_SALT, new_key
from courses.pages.enums import CourseRole
from courses.pages.first_step import course_step
from courses.pages.models import CoursePage, LessonPage
from courses.pages.services import add_member, create_course, set_course_state, submit_course
from tests.courses.pages.racing import at_once, make_empty_site
from tests.factories.accounts import UserFactory
from tests.factories.courses import lessons_of, make_course, make_instructor, write_lesson
from tests.factories.site import make_site

LIST = "/admin/courses/"
CREATE = f"{LIST}create/"


@pytest.fixture
def site(db):
    return make_site(["en", "fr"])


@pytest.fixture
def owner(site, client):
    owner = make_instructor()
    client.force_login(owner)
    return owner


def menu_of(client: Client) -> list[str]:
    """Return where the menu leads."""
    return re.findall(r'"url": "([^"]*)"', client.get("/admin/").content.decode())


class TestList:
    def test_it_shows_ones_own_courses_and_their_state(self, owner, client):
        draft = make_course(owner=owner, title="Rivers", chapters=2, lessons=3, live=False)
        make_course(owner=owner, title="Lakes", live=True)
        changed = make_course(owner=owner, title="Seas", live=True)
        changed.get_latest_revision_as_object().save_revision()
        make_course(title="Canary", live=True)
        page = client.get(LIST).content.decode()
        assert "Canary" not in page
        rows = {row.split("</a>")[0].split(">")[-1]: row for row in page.split("<h2 ")[1:]}
        assert "2 chapters" in rows["Rivers"] and "6 lessons" in rows["Rivers"]
        assert "draft" in rows["Rivers"] and "Owner" in rows["Rivers"]
        assert "changes not live yet" in rows["Seas"]
        assert "changes not live yet" not in rows["Lakes"]
        assert f'href="/admin/courses/{draft.pk}/"' in page
        assert "Your page as an instructor" in page

    def test_a_course_in_two_languages_is_one_row(self, owner, client):
        course = make_course(owner=owner, title="Rivers", live=False)
        french = course.copy_for_translation(Locale.objects.get(language_code="fr"))
        page = client.get(LIST).content.decode()
        assert f"/admin/courses/{course.pk}/" in page
        assert f"/admin/courses/{french.pk}/" not in page

    def test_it_is_searched_by_title(self, owner, client):
        make_course(owner=owner, title="Rivers", live=False)
        make_course(owner=owner, title="Lakes", live=False)
        page = client.get(f"{LIST}results/?q=riv").content.decode()
        assert "Rivers" in page and "Lakes" not in page
        page = client.get(f"{LIST}results/?q=none").content.decode()
        assert "No course has these words in its title." in page

    def test_without_a_course_there_is_one_step(self, owner, client):
        page = client.get(LIST).content.decode()
        assert "You have no course yet" in page
        assert page.split("<main")[-1].count(f'href="{CREATE}"') == 2

    def test_an_administrator_sees_all_and_a_reviewer_what_they_review(self, owner, client):
        rivers = make_course(owner=owner, title="Rivers", live=False)
        make_course(owner=owner, title="Lakes", live=False)
        client.force_login(UserFactory(administrator=True))
        page = client.get(LIST).content.decode()
        assert "Rivers" in page and "Lakes" in page
        reviewer = UserFactory(reviewer=True)
        client.force_login(reviewer)
        assert LIST not in menu_of(client)
        assert "You take part in no course." in client.get(LIST).content.decode()
        add_member(rivers, reviewer, CourseRole.REVIEWER, by=owner)
        page = client.get(LIST).content.decode()
        assert "Rivers" in page and "Lakes" not in page and "Create a course" not in page
        assert LIST in menu_of(client)

    def test_who_may_not_enter_the_admin_is_refused(self, site, client):
        client.force_login(UserFactory(learner=True))
        assert client.get(LIST).status_code == 403
        assert client.get(CREATE).status_code == 403
        assert Client().get(LIST).status_code == 302

    def test_what_waits_or_is_closed_says_so(self, owner, client):
        closed = make_course(owner=owner, title="Rivers", live=True)
        waiting = make_course(
            owner=owner, title="Lakes", live=False, outcomes=[("item", "Read a lake")]
        )
        for lesson in lessons_of(waiting):
            write_lesson(lesson, [("text", "<p>Water stands.</p>")])
        set_course_state(closed, CourseState.CLOSED, by=owner)
        submit_course(CoursePage.objects.get(pk=waiting.pk), by=owner)
        page = client.get(LIST).content.decode()
        words = {part.split("<")[0].strip() for part in page.split(">")}
        assert {"Closed to new learners", "Waiting for review"} <= words

    def test_it_costs_as_many_statements_for_many_courses(self, owner, client):
        costs = []
        for _size in range(3):
            make_course(owner=owner, chapters=2, live=False)
            with CaptureQueriesContext(connection) as captured:
                client.get(f"{LIST}results/")
            costs.append(len(captured))
        assert costs[1] == costs[2] <= 25


class TestCreating:
    def test_a_title_makes_a_draft_and_leads_to_its_desk(self, owner, client):
        moss = Category.objects.get(slug="earth-and-sky")
        locale = Locale.objects.get(language_code="en")
        data = {"title": " Rivers ", "category": moss.pk, "language": locale.pk}
        response = client.post(CREATE, {**data, "key": new_key(owner)})
        course = CoursePage.objects.get()
        assert response.headers["Location"] == f"/admin/courses/{course.pk}/"
        assert (course.title, course.category, course.live) == ("Rivers", moss, False)
        assert LessonPage.objects.descendant_of(course).count() == 1

    def test_a_form_that_comes_twice_makes_one_course(self, owner, client):
        locale = Locale.objects.get(language_code="fr")
        data = {"title": "Rivers", "language": locale.pk, "key": new_key(owner)}
        addresses = {client.post(CREATE, data).headers["Location"] for _time in range(2)}
        assert len(addresses) == CoursePage.objects.count() == 1
        assert CoursePage.objects.get().locale == locale
        assert Event.objects.filter(name="courses.course_created").count() == 1
        client.post(CREATE, {**data, "key": new_key(owner)})
        assert CoursePage.objects.count() == 2

    def test_a_key_that_is_not_the_persons_own_counts_for_nothing(self, owner, client):
        theirs = make_course(live=False)
        for key in (
            signing.dumps([str(theirs.course_key), theirs.owner_id], salt=KEY_SALT),
            str(theirs.course_key),
            "",
            "x" * 500,
        ):
            locale = Locale.objects.get(language_code="en")
            response = client.post(CREATE, {"title": "Mine", "language": locale.pk, "key": key})
            assert response.headers["Location"] != f"/admin/courses/{theirs.pk}/"
        assert CoursePage.objects.filter(owner=owner).count() == 4
        assert CoursePage.objects.get(pk=theirs.pk).owner != owner

    def test_a_deleted_courses_key_is_not_given_again(self, owner):
        key = uuid.uuid4()
        course = create_course("Rivers", category=None, owner=owner, key=key)
        course.delete()
        again = create_course("Rivers", category=None, owner=owner, key=key)
        assert again.course_key != key

    def test_refusals_are_said_at_the_field_and_write_nothing(self, owner, client):
        locale = Locale.objects.get(language_code="en")
        for title, words in (("  ", "Give it a title."), ("x" * 256, "The title is too long")):
            page = client.post(CREATE, {"title": title, "language": locale.pk}).content.decode()
            assert words in page
        for who in (UserFactory(reviewer=True), UserFactory(translator=True)):
            client.force_login(who)
            response = client.post(CREATE, {"title": "Mine", "language": locale.pk})
            assert response.headers["Location"] == "/admin/"
            assert client.get(CREATE).headers["Location"] == "/admin/"
        assert (Course.objects.count(), CoursePage.objects.count()) == (0, 0)


def test_the_teach_page_leads_to_the_first_course_and_then_to_all(site):
    owner = make_instructor()
    assert course_step(owner) is None
    User.objects.filter(pk=owner.pk).update(avatar="avatars/x.webp", about="I teach.")
    owner.refresh_from_db()
    assert course_step(owner).url == CREATE
    make_course(owner=owner, live=False)
    step = course_step(owner)
    assert (step.url, str(step.heading)) == (LIST, "Go on with your courses.")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_form_that_comes_twice_at_once_makes_one_course():
    make_empty_site()
    owner, key = make_instructor(), uuid.uuid4()
    pages = at_once(
        *[lambda: create_course("Rivers", category=None, owner=owner, key=key) for _time in "ab"]
    )
    assert {getattr(page, "pk", page) for page in pages} == {CoursePage.objects.get().pk}
    assert Event.objects.filter(name="courses.course_created").count() == 1
