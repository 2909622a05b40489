"""What each role may do: a registry that higher apps add to from their AppConfig.ready()."""

from collections import defaultdict
from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser, Permission
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from cms.accounts.enums import STAFF_ROLES, Role
from cms.accounts.models import User

ADMIN_ACCESS = "wagtailadmin.access_admin"

_groups_of_apps: list[Callable[[], Q]] = []
_permissions: dict[Role, set[str]] = defaultdict(set)
_collection_permissions: set[str] = set()


def register_role_permissions(role: Role, *names: str) -> None:
    """Give the role these permissions at the next `ensure_roles`.

    A name is `app_label.codename`, or `app_label.*` for all of an app's models.
    """
    for name in names:
        if name.count(".") != 1:
            raise ValueError(f"A permission is named app_label.codename, not {name!r}.")
        _permissions[role].add(name)


def register_collection_permissions(app_label: str, *codenames: str) -> None:
    """Give administrators these permissions in every collection at the next `ensure_roles`."""
    _collection_permissions.update(f"{app_label}.{codename}" for codename in codenames)


def role_permissions(role: Role) -> QuerySet[Permission]:
    """Return the permissions that are registered for the role.

    Raises LookupError for a name that no installed app defines.
    """
    return _named(_permissions[role])


def collection_permissions() -> QuerySet[Permission]:
    """Return the permissions that administrators have in every collection."""
    return _named(_collection_permissions)


def _named(names: set[str]) -> QuerySet[Permission]:
    wanted = Q(pk__in=[])
    for name in names:
        app_label, codename = name.split(".")
        part = Q(content_type__app_label=app_label)
        if codename != "*":
            part &= Q(codename=codename)
        wanted |= part
    found = Permission.objects.filter(wanted).select_related("content_type")
    _refuse_unknown(names, found)
    return found


def _refuse_unknown(names: set[str], found: QuerySet[Permission]) -> None:
    known = {f"{row.content_type.app_label}.{row.codename}" for row in found}
    missing = {name for name in names if not name.endswith(".*")} - known
    if missing:
        raise LookupError(f"No app defines these permissions: {', '.join(sorted(missing))}.")


def register_groups(source: Callable[[], Q]) -> Callable[[], Q]:
    """Keep groups that an app fills by itself from being offered and taken away by hand.

    `source` returns which groups these are.
    """
    if source not in _groups_of_apps:
        _groups_of_apps.append(source)
    return source


def groups_of_apps() -> Q:
    """Return which groups are filled by apps, and by nobody's tick."""
    found = Q(pk__in=[])
    for source in _groups_of_apps:
        found |= source()
    return found


def person_of(request: HttpRequest) -> User:
    """Return who is signed in, in views that nobody else reaches."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def user_may_enter_admin(user: User | AnonymousUser) -> bool:
    """Say whether the person may open the Wagtail admin at all."""
    return user.is_active and user.has_perm(ADMIN_ACCESS)


def user_may_manage(user: User | AnonymousUser, other: User) -> bool:
    """Say whether the person may change the other's account."""
    if other.is_superuser and not user.is_superuser:
        return False
    return user.has_perm("cms_accounts.change_user")


def user_may_give_roles(user: User | AnonymousUser) -> bool:
    """Say whether the person may give roles, and so answer who asks for one."""
    return user_may_enter_admin(user) and user.has_perm("cms_accounts.change_user")


for _role in STAFF_ROLES:
    register_role_permissions(_role, ADMIN_ACCESS)

register_role_permissions(
    Role.ADMINISTRATOR,
    "cms_accounts.add_user",
    "cms_accounts.change_user",
    "cms_accounts.delete_user",
    "cms_core.change_sitesettings",
    "wagtailcore.add_locale",
    "wagtailcore.change_locale",
    "wagtailcore.delete_locale",
    "wagtailcore.change_site",
    "wagtailcore.add_workflow",
    "wagtailcore.change_workflow",
    "wagtailcore.delete_workflow",
    "wagtailcore.add_task",
    "wagtailcore.change_task",
    "wagtailcore.delete_task",
    "wagtailredirects.*",
    "wagtail_localize.submit_translation",
    "cms_eventlog.*",
    "cms_notifications.*",
)
# Wagtail asks for the rights of its own image and document models, whichever models are in use.
register_collection_permissions(
    "wagtailimages", "add_image", "change_image", "delete_image", "choose_image"
)
register_collection_permissions(
    "wagtaildocs", "add_document", "change_document", "delete_document", "choose_document"
)
register_collection_permissions(
    "wagtailcore", "add_collection", "change_collection", "delete_collection"
)
