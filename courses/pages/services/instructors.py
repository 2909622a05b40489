"""The page of each instructor, which they write themselves."""

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.models import GroupPagePermission

from cms.accounts.models import User
from courses.pages.models import CatalogPage, InstructorPage
from courses.pages.services.outline import free_slug

ON_OWN_PAGE = ("change_page", "publish_page")
OWN_GROUP = "instructor page · "


@transaction.atomic
def ensure_instructor_page(user: User, catalogue: CatalogPage) -> InstructorPage:
    """Return the person's page in the catalogue's language; make a draft where there is none.

    The caller has locked the catalogue.
    """
    pages = InstructorPage.objects.filter(user=user, locale=catalogue.locale)
    page: InstructorPage | None = pages.first()
    if page is not None:
        return page
    name = str(user)
    page = InstructorPage(
        title=name,
        slug=free_slug(catalogue, name, otherwise="instructor"),
        user=user,
        locale=catalogue.locale,
        live=False,
        owner=user,
    )
    # It is one page in all languages, as a course is.
    other = InstructorPage.objects.filter(user=user).order_by("pk").first()
    if other is not None:
        page.translation_key = other.translation_key
    catalogue.add_child(instance=page)
    page.save_revision(user=user, log_action=False)
    return page


@transaction.atomic
def grant_on_own_page(page: InstructorPage) -> None:
    """Let the person write and publish their page: a group of one."""
    user = page.user
    if user is None:
        return
    group, _is_new = Group.objects.get_or_create(name=own_group_name(user.pk))
    user.groups.add(group)
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailcore",
        content_type__model="page",
        codename__in=ON_OWN_PAGE,
    ):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)


def own_group_name(user_id: int) -> str:
    """Return the name of the group of one."""
    return f"{OWN_GROUP}{user_id}"


def groups_of_own_pages() -> Q:
    """Return which groups are of one instructor and their page."""
    return Q(name__startswith=OWN_GROUP)


@transaction.atomic
def forget_own_group(user_id: int) -> None:
    """Delete the group of one when no page is left for it."""
    if not InstructorPage.objects.filter(user_id=user_id).exists():
        Group.objects.filter(name=own_group_name(user_id)).delete()
