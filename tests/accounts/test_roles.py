import threading

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from wagtail.models import (
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from cms.accounts import permissions
from cms.accounts.enums import STAFF_ROLES, Role
from cms.accounts.errors import LastAdministratorError
from cms.accounts.models import User
from cms.accounts.permissions import register_role_permissions
from cms.accounts.services import (
    deactivate_users,
    delete_users,
    ensure_roles,
    grant_role,
    reactivate_users,
    revoke_role,
    roles_of,
)
from cms.eventlog.models import Event
from tests.factories.accounts import UserFactory


def counts() -> tuple[int, ...]:
    return (
        Group.objects.count(),
        Group.permissions.through.objects.count(),
        GroupPagePermission.objects.count(),
        GroupCollectionPermission.objects.count(),
    )


def last_event() -> int:
    return Event.objects.order_by("pk").values_list("pk", flat=True).last() or 0


@pytest.mark.django_db
class TestEnsureRoles:
    def test_every_role_has_its_group_and_a_second_run_changes_nothing(self):
        ensure_roles()
        assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)
        before = counts()
        ensure_roles()
        assert counts() == before

    def test_wagtails_own_groups_go_when_nobody_is_in_them(self):
        moderators = Group.objects.get(name="Moderators")
        task = GroupApprovalTask.objects.get(groups=moderators)
        Group.objects.get(name="Editors").user_set.add(UserFactory())
        ensure_roles()
        names = set(Group.objects.values_list("name", flat=True))
        assert "Moderators" not in names
        assert "Editors" in names
        # Pages handed in under the first workflow still find somebody.
        assert [group.name for group in task.groups.all()] == ["administrator"]

    @pytest.mark.parametrize("role", list(Role))
    def test_only_staff_may_enter_the_admin(self, role):
        user = UserFactory(**{role.value: True})
        assert user.has_perm("wagtailadmin.access_admin") is (role in STAFF_ROLES)

    def test_administrator_may_do_everything_with_pages_and_images(self):
        user = UserFactory(administrator=True)
        root = Page.get_first_root_node()
        allowed = root.permissions_for_user(user)
        assert allowed.can_add_subpage()
        assert allowed.can_publish_subpage()
        for name in ("add_user", "change_user", "delete_user"):
            assert user.has_perm(f"cms_accounts.{name}")
        for name in ("wagtailcore.add_locale", "wagtailredirects.add_redirect"):
            assert user.has_perm(name)
        assert not user.has_perm("auth.change_group")

    @pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.REVIEWER, Role.TRANSLATOR])
    def test_other_staff_has_the_door_and_nothing_behind_it(self, role):
        user = UserFactory(**{role.value: True})
        assert user.get_all_permissions() == {"wagtailadmin.access_admin"}

    def test_higher_app_adds_permissions_at_the_next_run(self, monkeypatch):
        monkeypatch.setattr(
            permissions,
            "_permissions",
            permissions._permissions.__class__(set, {role: set() for role in Role}),
        )
        register_role_permissions(Role.REVIEWER, "wagtailcore.change_workflow")
        ensure_roles()
        group = Group.objects.get(name="reviewer")
        assert [one.codename for one in group.permissions.all()] == ["change_workflow"]

    def test_permission_that_nobody_defines_is_named(self, monkeypatch):
        monkeypatch.setitem(permissions._permissions, Role.REVIEWER, {"wagtailcore.fly"})
        with pytest.raises(LookupError, match=r"wagtailcore\.fly"):
            ensure_roles()

    def test_what_an_owner_added_to_a_group_stays(self):
        ensure_roles()
        extra = Permission.objects.get(codename="add_redirect")
        Group.objects.get(name="reviewer").permissions.add(extra)
        ensure_roles()
        assert extra in Group.objects.get(name="reviewer").permissions.all()


@pytest.mark.django_db
class TestGranting:
    def test_grant_is_told_once(self, roles):
        admin, user = UserFactory(administrator=True), UserFactory()
        before = last_event()
        assert not user.has_perm("wagtailadmin.access_admin")
        assert grant_role(user, Role.REVIEWER, by=admin) is True
        assert grant_role(user, Role.REVIEWER, by=admin) is False
        assert user.has_perm("wagtailadmin.access_admin")
        (event,) = Event.objects.filter(pk__gt=before)
        assert (event.name, event.actor_id, event.subject_id, event.data) == (
            "accounts.role_granted",
            admin.pk,
            str(user.pk),
            {"role": "reviewer"},
        )

    def test_revoke_is_told_once(self, roles):
        admin, user = UserFactory(administrator=True), UserFactory(reviewer=True)
        before = last_event()
        assert revoke_role(user, Role.REVIEWER, by=admin) is True
        assert revoke_role(user, Role.REVIEWER, by=admin) is False
        assert roles_of(user) == set()
        assert not user.has_perm("wagtailadmin.access_admin")
        assert [event.name for event in Event.objects.filter(pk__gt=before)] == [
            "accounts.role_revoked"
        ]


@pytest.mark.django_db
class TestLastAdministrator:
    def test_cannot_be_stripped_deactivated_or_deleted(self, roles):
        admin = UserFactory(administrator=True)
        UserFactory(administrator=True, is_active=False)
        UserFactory(reviewer=True)
        events = Event.objects.count()
        with pytest.raises(LastAdministratorError):
            revoke_role(admin, Role.ADMINISTRATOR, by=admin)
        with pytest.raises(LastAdministratorError):
            deactivate_users([admin], by=admin)
        with pytest.raises(LastAdministratorError):
            delete_users([admin])
        admin.refresh_from_db()
        assert admin.is_active
        assert roles_of(admin) == {Role.ADMINISTRATOR}
        assert Event.objects.count() == events

    def test_nor_can_all_of_them_at_once(self, roles):
        both = [UserFactory(administrator=True) for _ in range(2)]
        with pytest.raises(LastAdministratorError):
            deactivate_users(both, by=both[0])
        assert User.objects.administrators().count() == 2
        assert deactivate_users(both[:1], by=both[1]) == 1
        assert User.objects.administrators().count() == 1

    def test_superuser_counts_and_may_lose_the_mere_role(self, roles):
        boss = UserFactory(is_superuser=True, administrator=True)
        assert revoke_role(boss, Role.ADMINISTRATOR, by=None) is True
        with pytest.raises(LastAdministratorError):
            delete_users([boss])

    def test_deactivating_is_told_once_and_ends_sessions_for_good(self, roles, client):
        UserFactory(administrator=True)
        user = UserFactory()
        client.force_login(user)
        assert client.get("/en/accounts/email/").status_code == 200
        assert deactivate_users([user], by=None) == 1
        assert deactivate_users([user], by=None) == 0
        assert client.get("/en/accounts/email/").status_code == 302
        assert reactivate_users([user]) == 1
        assert client.get("/en/accounts/email/").status_code == 302
        assert Event.objects.filter(name="accounts.deactivated").count() == 1


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_strip_each_other_leave_one():
    # Emptied tables between such tests hold no page tree to give permissions on.
    pair = UserFactory.create_batch(2)
    for user in pair:
        grant_role(user, Role.ADMINISTRATOR, by=None)
    start = threading.Barrier(2)
    refused = []

    def strip(user: User) -> None:
        start.wait()
        try:
            revoke_role(user, Role.ADMINISTRATOR, by=None)
        except LastAdministratorError:
            refused.append(user.pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=strip, args=(user,)) for user in pair]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert User.objects.administrators().count() == 1
