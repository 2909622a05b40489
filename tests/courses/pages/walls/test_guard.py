"""What the guard before the admin does, and what it costs."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse
from wagtail.models import GroupPagePermission, Page

from cms.accounts.enums import Role
from courses.pages.models import CatalogPage, ChapterPage, CoursePage, LessonPage
from courses.pages.services import add_lesson
from courses.pages.walls.declared import DOORS
from courses.pages.walls.doors import all_doors
from tests.courses.pages.walls.addresses import PART, routes
from tests.courses.pages.walls.guarded import add_files
from tests.factories.accounts import UserFactory
from tests.factories.courses import chapters_of, lessons_of, make_course, make_instructor

pytestmark = pytest.mark.django_db

# Parts of addresses that name no content: which of somebody's own sessions or uploads (Wagtail
# asks whose), which kind of thing, which act, which version of a page that is asked for.
NAMELESS = {
    "app_label", "model_name", "content_type_app_name", "content_type_model_name", "action",
    "action_name", "rest", "uidb64", "token", "mode", "session_id", "uploaded_file_id",
    "revision_id", "task_state_id", "task_id", "workflow_state_id", "string_segment_id",
    "overridable_segment_id",
}  # fmt: skip
# Their parts name nothing that is anybody's.
FOR_ALL = ("wagtailsnippetchoosers_",)
REFUSED = (302, "/admin/")


def signed_in(user):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.fixture
def owner(neighbourhood):
    return neighbourhood.owner


@pytest.fixture
def course(neighbourhood):
    return neighbourhood.course


def answer(client, path, data=None):
    response = client.get(path) if data is None else client.post(path, data)
    return response.status_code, response.get("Location")


def new_address(request):
    from django.http import HttpResponse

    return HttpResponse("everybody's")


class TestDeclaring:
    def test_an_address_that_nobody_declared_is_refused(self, owner, monkeypatch):
        from django.urls import clear_url_caches, get_resolver

        patterns = get_resolver().url_patterns
        patterns.insert(0, path("admin/new-package/list/", new_address, name="new_package"))
        get_resolver()._populated = False
        clear_url_caches()
        try:
            assert answer(signed_in(owner), "/admin/new-package/list/") == REFUSED
            for free in (UserFactory(administrator=True), UserFactory(is_superuser=True)):
                response = signed_in(free).get("/admin/new-package/list/")
                assert response.content == b"everybody's"
        finally:
            patterns.pop(0)
            get_resolver()._populated = False
            clear_url_caches()

    def test_what_is_declared_is_there_and_says_why(self):
        names = {name for _route, name in routes()}
        spaces = {f"{name.rpartition(':')[0]}:*" for name in names}
        assert set(all_doors()) - names - spaces == set()
        assert [name for name, door in all_doors().items() if not door.reason.endswith(".")] == []

    def test_parts_of_declared_addresses_are_asked_about(self):
        """A declared address that names an object has a check or another view."""
        for route, name in routes():
            door = all_doors().get(name)
            parts = {part for _kind, part in PART.findall(route)} - NAMELESS
            if door and parts and not name.startswith(FOR_ALL):
                assert door.checks or door.instead, name

    def test_a_second_declaration_of_an_address_is_an_error(self, monkeypatch):
        from wagtail import hooks

        all_doors.cache_clear()
        with (
            hooks.register_temporarily(
                "declare_admin_doors", lambda: dict(list(DOORS.items())[:1])
            ),
            pytest.raises(ValueError, match="declared twice"),
        ):
            all_doors()
        all_doors.cache_clear()

    def test_who_looks_after_a_part_of_the_site_gets_to_that_part(self, neighbourhood):
        group = Group.objects.create(name="redirectors")
        names = ("access_admin", "change_redirect")
        group.permissions.set(Permission.objects.filter(codename__in=names))
        person = UserFactory()
        person.groups.add(group)
        client = signed_in(person)
        assert client.get(reverse("wagtailredirects:index")).status_code == 200
        assert answer(client, reverse("wagtailusers_users:index")) == REFUSED


class TestRights:
    def test_nobody_may_add_to_the_catalogue(self, course):
        catalogues = Page.objects.filter(
            pk__in=[catalogue.pk for catalogue in CatalogPage.objects.all()]
        )
        above = Page.objects.ancestor_of(catalogues[0], inclusive=True)
        rows = GroupPagePermission.objects.filter(page__in=above).exclude(
            group__name=Role.ADMINISTRATOR.value
        )
        assert list(rows.values_list("group__name", "permission__codename")) == []
        assert CoursePage.is_creatable is False

    def test_courses_are_not_added_by_wagtails_own_form(self, owner, course):
        where = course.get_parent().pk
        path = f"/admin/pages/add/courses_pages/coursepage/{where}/"
        assert answer(signed_in(owner), path) == REFUSED
        assert answer(signed_in(owner), path, {"title": "x", "slug": "x"}) == REFUSED
        assert CoursePage.objects.count() == 3

    @pytest.mark.parametrize("role", ["instructor", "administrator"])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_a_course_is_not_copied_as_a_page(self, owner, course, role, method):
        person = owner if role == "instructor" else UserFactory(administrator=True)
        client = signed_in(person)
        path, above = reverse("wagtailadmin_pages:copy", args=[course.pk]), course.get_parent()
        data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": above.pk}
        response = client.get(path) if method == "get" else client.post(path, data)
        assert response.status_code == 302
        assert response["Location"] == f"/admin/pages/{above.pk}/"
        told = client.get(response["Location"]).content.decode()
        assert "A course cannot be copied as a page. Create a course, then copy" in told
        assert CoursePage.objects.count() == 3


class TestMoving:
    def move(self, owner, page, destination):
        path = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk])
        return signed_in(owner).post(path)

    def bulk(self, owner, page, destination):
        path = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        return signed_in(owner).post(f"{path}?id={page.pk}", {"chooser": destination.pk})

    @pytest.mark.parametrize("how", ["move", "bulk"])
    def test_a_draft_stays_and_the_way_to_ones_other_course_is_shown(
        self, neighbourhood, owner, course, how
    ):
        """A page of ours says what becomes of its readers."""
        lesson = add_lesson(chapters_of(course)[0], "Sourdough", by=owner)
        there = chapters_of(neighbourhood.second)[0]
        response = getattr(self, how)(owner, lesson, there)
        assert response.status_code == 302
        screen = reverse("courses_admin:move_lesson", args=[course.pk, lesson.pk])
        if how == "move":
            assert response["Location"] == f"{screen}?course={neighbourhood.second.pk}"
        assert LessonPage.objects.get(pk=lesson.pk).get_parent().pk == chapters_of(course)[0].pk

    @pytest.mark.parametrize("how", ["move", "bulk"])
    def test_so_does_one_that_readers_see(self, neighbourhood, owner, course, how):
        """It is in a release of its course, too."""
        lesson, there = lessons_of(course)[1], chapters_of(neighbourhood.second)[0]
        getattr(self, how)(owner, lesson, there)
        assert LessonPage.objects.get(pk=lesson.pk).get_parent().pk == chapters_of(course)[0].pk

    @pytest.mark.parametrize("how", ["move", "bulk"])
    def test_nor_into_somebody_elses(self, neighbourhood, owner, course, how):
        lesson, there = lessons_of(course)[0], chapters_of(neighbourhood.foreign)[0]
        response = getattr(self, how)(owner, lesson, there)
        assert (response.status_code, response["Location"]) == REFUSED
        assert LessonPage.objects.get(pk=lesson.pk).get_parent().pk == chapters_of(course)[0].pk

    @pytest.mark.parametrize("how", ["move", "bulk"])
    def test_nor_out_of_somebody_elses(self, neighbourhood, owner, course, how):
        chapter = chapters_of(neighbourhood.foreign)[0]
        response = getattr(self, how)(owner, chapter, course)
        assert (response.status_code, response["Location"]) == REFUSED
        assert ChapterPage.objects.get(pk=chapter.pk).get_parent().pk == neighbourhood.foreign.pk


class TestCoInstructors:
    """Somebody added to one course of two sees that one only."""

    LISTS = (
        "/admin/courses/",
        "/admin/pages/{catalogue}/",
        "/admin/pages/search/?q=baking",
        "/admin/choose-page/{catalogue}/",
        "/admin/choose-page/search/?q=baking",
        "/admin/api/main/pages/?child_of={catalogue}&for_explorer=1",
        "/admin/images/",
        "/admin/images/chooser/",
        "/admin/documents/",
        "/admin/documents/chooser/",
        "/admin/videos/",
        "/admin/videos/chooser/",
        "/admin/audio/chooser/",
        "/admin/tag-autocomplete/?term=baking",
    )

    def test_they_see_this_course_only(self, neighbourhood):
        catalogue = neighbourhood.course.get_parent().pk
        for who, words in (("helper", {"baking"}), ("owner", {"baking", "zebra"})):
            client, unlike = signed_in(getattr(neighbourhood, who)), []
            for where in self.LISTS:
                response = client.get(where.format(catalogue=catalogue), follow=True)
                text = response.content.decode().casefold()
                expected = {"baking"} if "=baking" in where else words
                if {word for word in ("baking", "zebra") if word in text} != expected:
                    unlike.append(where)
            assert (who, unlike) == (who, [])

    def test_nor_do_they_find_the_other(self, neighbourhood):
        client = signed_in(neighbourhood.helper)
        assert client.get("/admin/tag-autocomplete/?term=zebra").json() == []
        for where in ("/admin/pages/search/results/", "/admin/choose-page/search/"):
            text = client.get(where, {"q": "zebra"}).content.decode().casefold()
            assert "cellar" not in text


class TestLeaks:
    def test_the_page_chooser_begins_at_ones_own_pages(self, neighbourhood):
        """With one course on the site, Wagtail would begin at that course."""
        for other in (neighbourhood.course, neighbourhood.foreign):
            Page.objects.get(pk=other.pk).delete()
        client = signed_in(make_instructor("Nia New"))
        for model in ("LessonPage", "ChapterPage", "CoursePage"):
            got = client.get(f"/admin/choose-page/?page_type=courses_pages.{model}")
            assert got.status_code == 200
            assert "zebra" not in got.content.decode().casefold()

    def test_the_menu_leads_to_no_refusal(self, owner, course):
        client = signed_in(owner)
        page = client.get("/admin/").content.decode()
        links = {one for one in re.findall(r'"url": "(/admin/[^"]*)"', page) if "logout" not in one}
        assert "/admin/images/" in links
        refused = {one for one in links if answer(client, one) == REFUSED}
        assert refused == set()


class TestCosts:
    """What others have on the site costs an instructor nothing."""

    def statements(self, client, path):
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    LISTS = (
        "/admin/",
        "/admin/pages/{catalogue}/",
        "/admin/choose-page/{catalogue}/",
        "/admin/choose-page/search/?q=Baking",
        "/admin/images/",
        "/admin/images/chooser/",
        "/admin/tag-autocomplete/?term=b",
    )

    def test_lists_cost_the_same_whatever_others_have(self, owner, course):
        paths = [path.format(catalogue=course.get_parent().pk) for path in self.LISTS]
        client = signed_in(owner)
        few = {path: self.statements(client, path) for path in paths}
        for number in range(3):
            other = make_course(owner=make_instructor(f"Other {number}"), title=f"Course {number}")
            add_files(other, other.owner, f"o{number}-{{}}".format)
        assert {path: self.statements(client, path) for path in paths} == few

    def test_the_guard_itself_adds_three_statements(self, owner, course, settings):
        path = reverse("wagtailadmin_pages:edit", args=[lessons_of(course)[0].pk])
        client = signed_in(owner)
        guarded = self.statements(client, path)
        settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "walls" not in one]
        assert guarded - self.statements(signed_in(owner), path) <= 3
