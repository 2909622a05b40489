"""The users area of the Wagtail admin."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.services import roles_of
from cms.eventlog.models import Event
from tests.accounts.conftest import is_signed_in, links, sign_in
from tests.accounts.test_password_reset import choose
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
INDEX = "/admin/users/"
NEW = "/admin/users/new/"
LAST = "This is the last active administrator"


@pytest.fixture
def admin(roles) -> User:
    return UserFactory(email="boss@example.org", display_name="Boss", administrator=True)


@pytest.fixture
def office(admin) -> Client:
    client = Client()
    client.force_login(admin)
    return client


def edit_path(user: User) -> str:
    return f"/admin/users/edit/{user.pk}/"


def group_ids(*roles: Role) -> list[int]:
    names = [role.value for role in roles]
    return list(Group.objects.filter(name__in=names).values_list("pk", flat=True))


def fields(user: User | None = None, **changes) -> dict:
    data = {
        "email": user.email if user else "new@example.org",
        "display_name": user.display_name if user else "New",
        "language": user.language if user else "fr",
        "time_zone": "Africa/Nairobi",
        "groups": [],
    }
    if user is not None and user.is_active:
        data["is_active"] = "on"
    data.update(changes)
    return {key: value for key, value in data.items() if value is not None}


class TestList:
    def test_shows_people_and_their_roles(self, office, admin):
        UserFactory(email="rita@example.org", display_name="Rita", reviewer=True)
        page = office.get(INDEX).content.decode()
        assert all(word in page for word in ("Rita", "rita@example.org", "Reviewer", "Boss"))

    @pytest.mark.parametrize("query", ["rita", "RITA@example", "Marguerite"])
    def test_finds_by_name_and_address(self, office, query):
        UserFactory(email="rita@example.org", display_name="Marguerite")
        UserFactory(email="omar@example.org", display_name="Omar")
        page = office.get(INDEX, {"q": query}).content.decode()
        assert "rita@example.org" in page
        assert "omar@example.org" not in page

    def test_filters_by_role_and_standing(self, office):
        UserFactory(email="rita@example.org", reviewer=True)
        UserFactory(email="omar@example.org", is_active=False)
        page = office.get(INDEX, {"group": group_ids(Role.REVIEWER)}).content.decode()
        assert "rita@example.org" in page and "omar@example.org" not in page
        page = office.get(INDEX, {"is_active": "false"}).content.decode()
        assert "omar@example.org" in page and "rita@example.org" not in page

    @pytest.mark.parametrize("order", ["display_name", "-email", "is_active", "-last_login"])
    def test_sorts(self, office, order):
        assert office.get(INDEX, {"ordering": order}).status_code == 200

    def test_queries_do_not_grow_with_people(self, office):
        office.get(INDEX)
        counts = []
        for _ in range(2):
            UserFactory.create_batch(5, reviewer=True)
            with CaptureQueriesContext(connection) as queries:
                office.get(INDEX)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestAdding:
    def test_new_person_gets_a_link_and_no_password(self, office, admin, mails):
        data = fields(email="New@Example.org", groups=group_ids(Role.INSTRUCTOR))
        response = office.post(NEW, data)
        assert (response.status_code, response["Location"]) == (302, INDEX)
        user = User.objects.get(email="new@example.org")
        assert (user.language, user.time_zone) == ("fr", "Africa/Nairobi")
        assert not user.has_usable_password()
        assert roles_of(user) == {Role.INSTRUCTOR, Role.LEARNER}
        granted = Event.objects.filter(name="accounts.role_granted", subject_id=str(user.pk))
        assert {event.actor_id for event in granted} == {admin.pk}
        (mail,) = mails()
        assert (mail.to, mail.language) == ("new@example.org", "fr")
        client = Client()
        assert choose(client, links(mail)[0])["Location"] == "/admin/"
        assert is_signed_in(client)
        assert EmailAddress.objects.get(user=user).verified

    def test_form_offers_no_password_and_no_superuser(self, office):
        page = office.get(NEW).content.decode()
        assert 'type="password"' not in page
        assert "is_superuser" not in page
        assert re.search(
            r'type="checkbox"[^>]*name="groups"|name="groups"[^>]*type="checkbox"', page
        )

    def test_posted_superuser_is_ignored(self, office):
        office.post(NEW, fields(is_superuser="on"))
        assert not User.objects.get(email="new@example.org").is_superuser

    @pytest.mark.parametrize(
        "changes",
        [
            {"email": "BOSS@example.org"},
            {"email": "nonsense"},
            {"display_name": ""},
            {"time_zone": "Mars/Olympus"},
        ],
    )
    def test_refused_person_is_neither_made_nor_mailed(self, office, mails, changes):
        before = User.objects.count(), Event.objects.count()
        assert office.post(NEW, fields(**changes)).status_code == 200
        assert (User.objects.count(), Event.objects.count()) == before
        assert mails() == []


class TestChanging:
    def test_roles_are_given_and_taken_and_told(self, office, admin):
        user = UserFactory(reviewer=True, learner=True)
        other = Group.objects.create(name="Friends of the library")
        groups = [*group_ids(Role.TRANSLATOR, Role.LEARNER), other.pk]
        response = office.post(edit_path(user), fields(user, groups=groups))
        assert (response.status_code, response["Location"]) == (302, INDEX)
        assert roles_of(user) == {Role.TRANSLATOR, Role.LEARNER}
        assert user.groups.filter(pk=other.pk).exists()
        told = Event.objects.filter(subject_id=str(user.pk), actor_id=admin.pk)
        assert {(event.name, event.data["role"]) for event in told} == {
            ("accounts.role_granted", "translator"),
            ("accounts.role_revoked", "reviewer"),
        }

    def test_deactivating_ends_the_sessions(self, office):
        user = UserFactory()
        sign_in(client := Client(), user.email)
        assert is_signed_in(client)
        office.post(edit_path(user), fields(user, is_active=None))
        assert not is_signed_in(client)
        user.refresh_from_db()
        assert not user.is_active
        assert Event.objects.filter(name="accounts.deactivated").count() == 1
        office.post(edit_path(user), fields(user, is_active="on"))
        user.refresh_from_db()
        assert user.is_active
        assert not is_signed_in(client)
        assert sign_in(client, user.email).status_code == 302

    def test_new_address_has_to_be_confirmed_and_the_old_one_opens_nothing(self, office, mails):
        user = UserFactory(email="old@example.org")
        office.post(edit_path(user), fields(user, email="Fresh@example.org"))
        user.refresh_from_db()
        assert user.email == "fresh@example.org"
        assert sign_in(Client(), "old@example.org").status_code == 200
        response = sign_in(Client(), "fresh@example.org")
        assert response["Location"] == "/en/accounts/confirm-email/"
        assert [mail.to for mail in mails()] == ["fresh@example.org"]

    @pytest.mark.parametrize("changes", [{"groups": []}, {"is_active": None}])
    def test_last_administrator_stays(self, roles, changes):
        boss = UserFactory(administrator=True)
        editor = UserFactory()
        editor.user_permissions.add(*_user_permissions())
        client = Client()
        client.force_login(editor)
        data = fields(boss, groups=group_ids(Role.ADMINISTRATOR)) | changes
        data = {key: value for key, value in data.items() if value is not None}
        response = client.post(edit_path(boss), data)
        assert response.status_code == 200
        assert LAST in response.content.decode()
        boss.refresh_from_db()
        assert boss.is_active
        assert roles_of(boss) == {Role.ADMINISTRATOR}

    def test_administrator_cannot_close_the_own_account(self, office, admin):
        UserFactory(administrator=True)
        data = fields(admin, groups=group_ids(Role.ADMINISTRATOR), is_active=None)
        office.post(edit_path(admin), data)
        admin.refresh_from_db()
        assert admin.is_active


def test_administrator_cannot_take_over_a_superuser(office):
    boss = UserFactory(email="root@example.org", is_superuser=True)
    for response in (
        office.get(edit_path(boss)),
        office.post(edit_path(boss), fields(boss, email="mine@example.org")),
        office.post(f"/admin/users/delete/{boss.pk}/"),
    ):
        assert (response.status_code, response["Location"]) == (302, "/admin/")
    path = f"/admin/bulk/cms_accounts/user/set_active_state/?id={boss.pk}&next={INDEX}"
    office.post(path, {"mark_as_active": "False"})
    boss.refresh_from_db()
    assert (boss.email, boss.is_active) == ("root@example.org", True)


def _user_permissions():
    return Permission.objects.filter(
        codename__in=("access_admin", "add_user", "change_user", "delete_user")
    )


class TestDeletingAndBulk:
    def test_person_is_deleted(self, office):
        user = UserFactory()
        response = office.post(f"/admin/users/delete/{user.pk}/")
        assert response.status_code == 302
        assert not User.objects.filter(pk=user.pk).exists()

    def test_nobody_deletes_themselves(self, office, admin):
        UserFactory(administrator=True)
        office.post(f"/admin/users/delete/{admin.pk}/")
        assert User.objects.filter(pk=admin.pk).exists()

    @pytest.fixture
    def manager(self, roles) -> Client:
        """Somebody who may manage users without being an administrator."""
        user = UserFactory()
        user.user_permissions.add(*_user_permissions())
        client = Client()
        client.force_login(user)
        return client

    def test_last_administrator_is_not_deleted(self, manager):
        boss = UserFactory(administrator=True)
        response = manager.post(f"/admin/users/delete/{boss.pk}/")
        assert response.status_code == 200
        assert LAST in response.content.decode()
        assert User.objects.filter(pk=boss.pk).exists()

    @pytest.mark.parametrize(
        ("action", "data"), [("delete", {}), ("set_active_state", {"mark_as_active": "False"})]
    )
    def test_nor_by_a_bulk_action_nor_anybody_with_them(self, manager, action, data):
        boss, other = UserFactory(administrator=True), UserFactory()
        path = f"/admin/bulk/cms_accounts/user/{action}/?id={boss.pk}&id={other.pk}&next={INDEX}"
        response = manager.post(path, data)
        assert response.status_code == 200
        assert LAST in response.content.decode()
        assert User.objects.filter(pk__in=[boss.pk, other.pk], is_active=True).count() == 2

    def test_bulk_deactivation_ends_sessions_and_tells(self, office):
        users = UserFactory.create_batch(2)
        sign_in(client := Client(), users[0].email)
        ids = "&".join(f"id={user.pk}" for user in users)
        path = f"/admin/bulk/cms_accounts/user/set_active_state/?{ids}&next={INDEX}"
        assert office.post(path, {"mark_as_active": "False"}).status_code == 302
        assert not is_signed_in(client)
        assert Event.objects.filter(name="accounts.deactivated").count() == 2
        office.post(path, {"mark_as_active": "True"})
        assert not is_signed_in(client)
        assert User.objects.filter(pk__in=[user.pk for user in users], is_active=True).count() == 2

    def test_bulk_role_is_told(self, office, admin):
        users = UserFactory.create_batch(2)
        ids = "&".join(f"id={user.pk}" for user in users)
        path = f"/admin/bulk/cms_accounts/user/assign_role/?{ids}&next={INDEX}"
        (reviewer,) = group_ids(Role.REVIEWER)
        assert office.post(path, {"role": reviewer}).status_code == 302
        assert all(roles_of(user) == {Role.REVIEWER} for user in users)
        told = Event.objects.filter(actor_id=admin.pk, data={"role": "reviewer"})
        assert told.count() == 2


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.REVIEWER, Role.TRANSLATOR])
def test_other_staff_sees_and_changes_nobody(roles, role):
    target = UserFactory(email="secret@example.org")
    client = Client()
    client.force_login(UserFactory(**{role.value: True}))
    before = User.objects.count()
    for path in (INDEX, NEW, edit_path(target), f"/admin/users/delete/{target.pk}/"):
        for response in (client.get(path), client.post(path, fields(target, email="x@y.org"))):
            assert response.status_code in (302, 405), path
            assert "secret@" not in response.content.decode()
            if response.status_code == 302:
                assert response["Location"] == "/admin/"
    bulk = f"/admin/bulk/cms_accounts/user/delete/?id={target.pk}&next={INDEX}"
    client.post(bulk)
    target.refresh_from_db()
    assert (User.objects.count(), target.email) == (before, "secret@example.org")
