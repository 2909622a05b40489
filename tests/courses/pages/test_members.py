"""Who takes part in a course: roles, the owner's forms, groups that follow, upkeep."""

from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Collection, GroupPagePermission, Locale

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.services import deactivate_users, grant_role, reactivate_users, revoke_role
from cms.eventlog.models import Event
from courses.outline.models import Course
from courses.pages.enums import CourseRole
from courses.pages.errors import CannotTakePartError, LastOwnerError, NotAllowedError
from courses.pages.kinds import course_words, desk_address
from courses.pages.models import CourseMembership, CoursePage, CourseWorkspace, InstructorPage
from courses.pages.permissions import course_role_of
from courses.pages.services import (
    add_member,
    add_member_by_address,
    course_faults,
    hand_over,
    remove_member,
)
from courses.pages.subscribers import follow_role, tell_member
from tests.courses.pages.racing import at_once, make_empty_site
from tests.factories.accounts import UserFactory
from tests.factories.courses import keep_course, make_course, make_instructor

EDITOR, REVIEWER, OWNER = CourseRole.EDITOR, CourseRole.REVIEWER, CourseRole.OWNER


@pytest.fixture
def course(db):
    return keep_course("en", "fr", title="Rivers", live=False)


def roles(course) -> dict[int, str]:
    rows = CourseMembership.objects.of_course(course.course_key)
    return dict(rows.values_list("user_id", "role"))


def groups_of(user, course) -> list[str]:
    workspace = CourseWorkspace.objects.get(course__key=course.course_key)
    kinds = {workspace.editors_id: "editors", workspace.reviewers_id: "reviewers"}
    return [kinds[pk] for pk in user.groups.filter(pk__in=kinds).values_list("pk", flat=True)]


class TestRoles:
    def test_a_member_sees_this_course_alone(self, course):
        other = make_course(owner=course.owner, live=False)
        friend = make_instructor()
        add_member(course, friend, EDITOR, by=course.owner)
        assert course.permissions_for_user(friend).can_edit() is True
        assert other.permissions_for_user(friend).can_edit() is False
        assert groups_of(friend, course) == ["editors"]
        add_member(course, friend, REVIEWER, by=course.owner)
        friend = User.objects.get(pk=friend.pk)
        assert groups_of(friend, course) == ["reviewers"]
        assert course.permissions_for_user(friend).can_edit() is False
        remove_member(course, friend, by=course.owner)
        assert groups_of(friend, course) == []
        assert course_role_of(friend, course.course_key) is None

    def test_a_role_in_a_course_asks_for_one_on_the_site(self, course):
        for site_role, wanted, is_let in (
            ("learner", EDITOR, False),
            ("learner", REVIEWER, False),
            ("reviewer", EDITOR, False),
            ("translator", OWNER, False),
            ("reviewer", REVIEWER, True),
            ("translator", REVIEWER, True),
            ("instructor", REVIEWER, True),
            ("instructor", EDITOR, True),
            ("administrator", EDITOR, True),
        ):
            user = UserFactory(**{site_role: True})
            if is_let:
                assert add_member(course, user, wanted, by=course.owner) is True
                assert course_role_of(user, course.course_key) is wanted
            else:
                with pytest.raises(CannotTakePartError):
                    add_member(course, user, wanted, by=course.owner)
                assert user.pk not in roles(course)

    def test_only_owners_and_administrators_add_and_remove(self, course):
        editor, stranger, new = make_instructor(), make_instructor(), make_instructor()
        add_member(course, editor, EDITOR, by=course.owner)
        for who in (editor, stranger):
            with pytest.raises(NotAllowedError):
                add_member(course, new, EDITOR, by=who)
            with pytest.raises(NotAllowedError):
                add_member_by_address(course, new.email, EDITOR, by=who)
            with pytest.raises(NotAllowedError):
                hand_over(course, who, by=who)
            with pytest.raises(NotAllowedError):
                remove_member(course, course.owner, by=who)
        assert roles(course) == {course.owner_id: "owner", editor.pk: "editor"}
        add_member(course, new, REVIEWER, by=UserFactory(administrator=True))
        assert remove_member(course, editor, by=editor) is True
        assert roles(course) == {course.owner_id: "owner", new.pk: "reviewer"}

    def test_a_course_is_handed_over_and_never_without_an_owner(self, course):
        first, second = course.owner, make_instructor()
        with pytest.raises(LastOwnerError):
            remove_member(course, first, by=first)
        with pytest.raises(LastOwnerError):
            add_member(course, first, EDITOR, by=first)
        hand_over(course, second, by=first)
        assert roles(course) == {first.pk: "editor", second.pk: "owner"}
        with pytest.raises(NotAllowedError):
            hand_over(course, first, by=first)
        remove_member(course, first, by=first)
        assert roles(course) == {second.pk: "owner"}

    def test_an_address_of_nobody_and_of_a_learner_are_refused_alike(self, course):
        learner = UserFactory(learner=True)
        said = set()
        for address in ("nobody@example.org", learner.email):
            with pytest.raises(CannotTakePartError) as refusal:
                add_member_by_address(course, address, EDITOR, by=course.owner)
            said.add(str(refusal.value))
        assert len(said) == 1
        friend = make_instructor()
        add_member_by_address(course, f" {friend.email.upper()} ", EDITOR, by=course.owner)
        assert roles(course)[friend.pk] == "editor"


class TestFollowing:
    def test_who_loses_the_role_on_the_site_loses_the_course_and_gets_it_back(self, course):
        friend = make_instructor()
        add_member(course, friend, EDITOR, by=course.owner)
        revoke_role(friend, Role.INSTRUCTOR, by=None)
        assert course_role_of(friend, course.course_key) is None
        follow_role(Event.objects.filter(name="accounts.role_revoked").latest("pk"))
        assert groups_of(friend, course) == []
        assert roles(course)[friend.pk] == "editor"
        grant_role(friend, Role.INSTRUCTOR, by=None)
        follow_role(Event.objects.filter(name="accounts.role_granted").latest("pk"))
        assert groups_of(friend, course) == ["editors"]
        assert course_role_of(friend, course.course_key) is EDITOR

    def test_who_is_deactivated_is_in_no_group_until_they_are_back(self, course):
        friend = make_instructor()
        add_member(course, friend, EDITOR, by=course.owner)
        deactivate_users([friend], by=None)
        follow_role(Event.objects.get(name="accounts.deactivated"))
        assert groups_of(friend, course) == []
        assert reactivate_users([User.objects.get(pk=friend.pk)]) == 1
        assert reactivate_users([User.objects.get(pk=friend.pk)]) == 0
        follow_role(Event.objects.get(name="accounts.reactivated"))
        assert groups_of(friend, course) == ["editors"]

    def test_the_users_area_neither_offers_nor_takes_away_a_courses_groups(self, course, client):
        owner = User.objects.get(pk=course.owner_id)
        workspace = CourseWorkspace.objects.get(course__key=course.course_key)
        client.force_login(UserFactory(administrator=True))
        url = f"/admin/users/edit/{owner.pk}/"
        page = client.get(url).content.decode()
        for group in (workspace.editors, workspace.reviewers):
            assert group.name not in page
        assert "instructor page" not in page
        mine = set(owner.groups.values_list("name", flat=True))
        form = {"email": owner.email, "display_name": "Ines", "language": "en",
                "time_zone": "UTC", "is_active": "on",
                "groups": [Group.objects.get(name="instructor").pk]}  # fmt: skip
        assert client.post(url, form).status_code == 302
        owner.refresh_from_db()
        assert owner.display_name == "Ines"
        assert set(owner.groups.values_list("name", flat=True)) == mine
        client.post(url, {**form, "groups": [workspace.reviewers_id]})
        assert set(owner.groups.values_list("name", flat=True)) == mine
        listed = client.get("/admin/users/").content.decode()
        assert workspace.editors.name not in listed

    def test_the_collection_follows_the_title_and_no_group_tells_it(self, course):
        course.title = "Lakes and rivers"
        course.save()
        workspace = CourseWorkspace.objects.get(course__key=course.course_key)
        assert workspace.collection.name == "Lakes and rivers"
        assert workspace.editors.name == f"course {course.course_key} editors"
        french = course.copy_for_translation(Locale.objects.get(language_code="fr"))
        french.title = "Rivières"
        french.save()
        workspace.collection.refresh_from_db()
        assert workspace.collection.name == "Lakes and rivers"

    def test_groups_go_with_the_last_page_and_files_stay(self, course):
        french = course.copy_for_translation(Locale.objects.get(language_code="fr"))
        workspace = CourseWorkspace.objects.get(course__key=course.course_key)
        pks = [workspace.editors_id, workspace.reviewers_id]
        course.delete()
        assert Group.objects.filter(pk__in=pks).count() == 2
        french.delete()
        assert Group.objects.filter(pk__in=pks).count() == 0
        assert Course.objects.filter(key=course.course_key).exists()
        assert Collection.objects.filter(pk=workspace.collection_id).exists()

    def test_what_differs_is_found_and_mended(self, course):
        stranger, row = make_instructor(), Course.objects.get(key=course.course_key)
        workspace = row.workspace
        assert course_faults(row) == []
        GroupPagePermission.objects.filter(group=workspace.editors).first().delete()
        stranger.groups.add(workspace.editors)
        course.owner.groups.remove(workspace.editors)
        with pytest.raises(CommandError, match="2 differ"):
            call_command("check_course_rights", stdout=StringIO())
        said = StringIO()
        call_command("check_course_rights", "--fix", stdout=said)
        assert said.getvalue().endswith("Mended: 2.\n")
        assert groups_of(stranger, course) == []
        assert groups_of(course.owner, course) == ["editors"]
        assert course_faults(row) == []
        rights = course.permissions_for_user(User.objects.get(pk=course.owner_id))
        assert (rights.can_edit(), rights.can_publish()) == (True, False)


class TestOwnPage:
    def test_the_first_course_brings_a_page_that_its_person_alone_writes(self, course):
        page = InstructorPage.objects.get(user=course.owner)
        assert (page.title, page.live) == (str(course.owner), False)
        owner, other = User.objects.get(pk=course.owner_id), make_instructor()
        mine, theirs = page.permissions_for_user(owner), page.permissions_for_user(other)
        assert (mine.can_edit(), mine.can_publish()) == (True, True)
        assert (theirs.can_edit(), theirs.can_publish()) == (False, False)
        make_course(owner=owner, live=False)
        assert InstructorPage.objects.filter(user=owner).count() == 1
        make_course(owner=owner, live=False, locale=Locale.objects.get(language_code="fr"))
        french = InstructorPage.objects.get(user=owner, locale__language_code="fr")
        assert french.translation_key == page.translation_key
        owner = User.objects.get(pk=owner.pk)
        assert french.permissions_for_user(owner).can_edit() is True
        page.delete()
        assert owner.groups.filter(name__startswith="instructor page").exists() is True
        french.delete()
        assert owner.groups.filter(name__startswith="instructor page").exists() is False


class TestTelling:
    def test_a_new_member_is_told_once_and_led_to_the_desk(self, course, monkeypatch):
        told = []
        monkeypatch.setattr(
            "courses.pages.subscribers.notify", lambda *args, **kwargs: told.append((args, kwargs))
        )
        friend = make_instructor()
        add_member(course, friend, EDITOR, by=course.owner)
        add_member(course, friend, EDITOR, by=course.owner)
        [event] = Event.objects.filter(name="courses.member_added")
        tell_member(event)
        [(args, kwargs)] = told
        assert args == ("courses.member_added", [friend.pk])
        assert kwargs["dedupe_key"] == f"event:{event.pk}"
        [words] = course_words([kwargs["data"]])
        assert (words["title"], str(words["role_name"])) == ("Rivers", "Co-instructor")
        assert desk_address(kwargs["data"]) == f"/admin/courses/{course.pk}/"
        remove_member(course, friend, by=course.owner)
        tell_member(event)
        assert len(told) == 1


class TestScreen:
    @pytest.fixture
    def url(self, course):
        return reverse("courses_admin:members", args=[course.pk])

    def test_the_owner_adds_changes_hands_over_and_leaves(self, course, client, url):
        client.force_login(course.owner)
        friend = make_instructor("Bo Second")
        client.post(url, {"email": friend.email, "role": "reviewer"})
        assert roles(course)[friend.pk] == "reviewer"
        assert "Bo Second" in client.get(url).content.decode()
        client.post(url, {"make_editor": friend.pk})
        assert roles(course)[friend.pk] == "editor"
        client.post(url, {"hand_over": friend.pk})
        assert roles(course) == {course.owner_id: "editor", friend.pk: "owner"}
        response = client.post(url, {"remove": course.owner_id})
        assert response.headers["Location"] == "/admin/courses/"
        assert roles(course) == {friend.pk: "owner"}

    def test_refusals_are_said_at_the_field_and_write_nothing(self, course, client, url):
        client.force_login(course.owner)
        learner = UserFactory(learner=True)
        for address, words in (
            ("nobody@example.org", "Nobody with this address may take this role."),
            (learner.email, "Nobody with this address may take this role."),
            ("", "Write the address of the person."),
            ("no address", "Write a whole address"),
        ):
            page = client.post(url, {"email": address, "role": "editor"}).content.decode()
            assert words in page
        assert client.post(url, {"email": learner.email, "role": "owner"}).status_code == 200
        assert client.post(url, {"remove": course.owner_id}).status_code == 302
        assert roles(course) == {course.owner_id: "owner"}

    def test_addresses_cannot_be_tried_out_without_end(self, course, client, url, monkeypatch):
        monkeypatch.setattr("courses.pages.admin.members.take", lambda *counted: 600)
        client.force_login(course.owner)
        friend = make_instructor()
        page = client.post(url, {"email": friend.email, "role": "editor"}).content.decode()
        assert "Try again in 10 minutes." in page
        assert list(roles(course)) == [course.owner_id]

    def test_others_look_on_or_stay_out(self, course, client, url):
        editor, stranger, target = make_instructor(), make_instructor(), make_instructor()
        add_member(course, editor, EDITOR, by=course.owner)
        before = roles(course)
        for who, status in ((editor, 200), (stranger, 302)):
            client.force_login(who)
            response = client.get(url)
            assert response.status_code == status
            assert course.owner.email not in response.content.decode()
            for data in (
                {"email": target.email, "role": "editor"},
                {"remove": course.owner_id},
                {"hand_over": who.pk},
                {"make_reviewer": course.owner_id},
                {"make_editor": "9" * 30},
            ):
                assert client.post(url, data).headers.get("Location") == "/admin/"
        assert roles(course) == before


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_owners_who_take_each_other_off_at_once_leave_one():
    make_empty_site()
    course = make_course(live=False)
    first, second = course.owner, make_instructor()
    add_member(course, second, OWNER, by=first)
    results = at_once(
        lambda: remove_member(course, second, by=first),
        lambda: remove_member(course, first, by=second),
    )
    assert list(roles(course).values()) == ["owner"]
    assert [result for result in results if result is True] == [True]
    assert CoursePage.objects.filter(pk=course.pk).exists()
