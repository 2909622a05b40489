"""Roles: the groups that stand for them, and who has which."""

import logging

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone
from wagtail.models import (
    PAGE_PERMISSION_CODENAMES,
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from cms.accounts.enums import RequestState, Role
from cms.accounts.errors import LastAdministratorError
from cms.accounts.models import InstructorRequest, User
from cms.accounts.permissions import collection_permissions, role_permissions
from cms.eventlog import emit

logger = logging.getLogger(__name__)

# Made by Wagtail's migrations; our roles take their place.
WAGTAIL_GROUPS = ("Editors", "Moderators")


@transaction.atomic
def ensure_roles() -> None:
    """Make the group of each role and give it what is registered for it; may run again.

    What an administrator gave a group beyond that stays.
    """
    groups = {role: Group.objects.get_or_create(name=role.value)[0] for role in Role}
    for role, group in groups.items():
        group.permissions.add(*role_permissions(role))
    administrators = groups[Role.ADMINISTRATOR]
    _allow_all_pages(administrators)
    _allow_root_collection(administrators)
    _retire_wagtail_groups(administrators)


def _allow_all_pages(group: Group) -> None:
    root = Page.get_first_root_node()
    permissions = Permission.objects.filter(
        content_type__app_label="wagtailcore",
        content_type__model="page",
        codename__in=PAGE_PERMISSION_CODENAMES,
    )
    for permission in permissions:
        GroupPagePermission.objects.get_or_create(group=group, page=root, permission=permission)


def _allow_root_collection(group: Group) -> None:
    root = Collection.get_first_root_node()
    for permission in collection_permissions():
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=permission
        )


def _retire_wagtail_groups(administrators: Group) -> None:
    for group in Group.objects.filter(name__in=WAGTAIL_GROUPS, user=None):
        # Otherwise a page handed in under Wagtail's first workflow could be approved by nobody.
        for task in GroupApprovalTask.objects.filter(groups=group):
            task.groups.add(administrators)
        group.delete()


def roles_of(user: User) -> set[Role]:
    """Return the roles that the person has."""
    names = set(user.groups.values_list("name", flat=True))
    return {role for role in Role if role.value in names}


@transaction.atomic
def grant_role(user: User, role: Role, *, by: User | None) -> bool:
    """Give the person the role; return whether it is new to them. `by` is None for the site."""
    # Signing up works even before the first `ensure_roles`, which then finds the group.
    group, _is_new = Group.objects.get_or_create(name=role.value)
    if user.groups.filter(pk=group.pk).exists():
        return False
    user.groups.add(group)
    if role is Role.INSTRUCTOR:
        # Whoever gives the role on the user's own screen has answered the request by that.
        InstructorRequest.objects.filter(user=user, state=RequestState.OPEN).update(
            state=RequestState.GRANTED, decided_at=timezone.now(), decided_by=by
        )
    _forget_permissions(user)
    emit("accounts.role_granted", actor=by, subject=user, data={"role": role.value})
    logger.info(
        "A role was granted",
        extra={"event": "accounts.role_granted", "user_id": user.pk, "role": role.value},
    )
    return True


@transaction.atomic
def revoke_role(user: User, role: Role, *, by: User | None) -> bool:
    """Take the role from the person; return whether they had it.

    Raises LastAdministratorError when nobody would be left to manage the site.
    """
    if role is Role.ADMINISTRATOR:
        refuse_losing_administrators([user], keeps_superusers=True)
    group = user.groups.filter(name=role.value).first()
    if group is None:
        return False
    user.groups.remove(group)
    _forget_permissions(user)
    emit("accounts.role_revoked", actor=by, subject=user, data={"role": role.value})
    logger.info(
        "A role was revoked",
        extra={"event": "accounts.role_revoked", "user_id": user.pk, "role": role.value},
    )
    return True


def refuse_losing_administrators(users: list[User], *, keeps_superusers: bool = False) -> None:
    """Raise LastAdministratorError when without these people nobody could manage the site.

    Call it inside the transaction of the change: the role's row is locked until that ends,
    so that two administrators cannot take away each other's role at the same time.
    `keeps_superusers` is for a change of roles, which a superuser's rights outlive.
    """
    list(Group.objects.select_for_update().filter(name=Role.ADMINISTRATOR.value))
    leaving = [user.pk for user in users if not (keeps_superusers and user.is_superuser)]
    administrators = User.objects.administrators()
    if (
        administrators.filter(pk__in=leaving).exists()
        and not administrators.exclude(pk__in=leaving).exists()
    ):
        raise LastAdministratorError


def _forget_permissions(user: User) -> None:
    """Drop what Django has cached on the object, or it would go on with the old rights."""
    for name in ("_perm_cache", "_group_perm_cache", "_user_perm_cache"):
        user.__dict__.pop(name, None)
