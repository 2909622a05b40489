"""Groups follow memberships: comparing what is with what should be, and mending it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group
from django.db import transaction
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from cms.accounts.models import User
from courses.outline.models import Course
from courses.pages.enums import WRITING_ROLES, CourseRole
from courses.pages.models import CourseMembership, CoursePage, CourseWorkspace
from courses.pages.permissions import standing_role
from courses.pages.services.workspaces import (
    EDITORS_ON_FILES,
    EDITORS_ON_PAGES,
    REVIEWERS_ON_FILES,
    REVIEWERS_ON_PAGES,
    ensure_workspace,
    grant_on_page,
    wanted_on_files,
)


def follow_memberships(workspace: CourseWorkspace, users: Iterable[User]) -> None:
    """Put each person into the one group of the course that they belong to, or into none."""
    for user in users:
        belongs = group_for(workspace, standing_role(user, workspace.course_id))
        others = [group for group in workspace.groups() if group != belongs]
        user.groups.remove(*others)
        if belongs is not None:
            user.groups.add(belongs)


def group_for(workspace: CourseWorkspace, role: CourseRole | None) -> Group | None:
    """Return the group of those who have the role."""
    if role is None:
        return None
    return workspace.editors if role in WRITING_ROLES else workspace.reviewers


@dataclass(frozen=True)
class Fault:
    """Something about a course's rights that is not as it should be."""

    course_id: int
    words: str


def course_faults(course: Course) -> list[Fault]:
    """Compare a course's groups, rights and members with what they should be."""
    pages = list(CoursePage.objects.filter(translation_key=course.key).order_by("pk"))
    workspace = (
        CourseWorkspace.objects.select_related("editors", "reviewers", "collection")
        .filter(course=course)
        .first()
    )
    if not pages:
        groups = list(workspace.groups()) if workspace else []
        return [Fault(course.pk, "groups without a page") for _group in groups[:1]]
    if workspace is None or not (workspace.editors and workspace.reviewers):
        return [Fault(course.pk, "no workspace, or no group")]
    if workspace.collection is None:
        return [Fault(course.pk, "no collection")]
    words = [*_page_faults(workspace, pages), *_file_faults(workspace)]
    words += _member_faults(workspace)
    return [Fault(course.pk, one) for one in words]


def _page_faults(workspace: CourseWorkspace, pages: list[CoursePage]) -> list[str]:
    faults: list[str] = []
    keys = {page.pk for page in pages}
    for group, codenames in (
        (workspace.editors, EDITORS_ON_PAGES),
        (workspace.reviewers, REVIEWERS_ON_PAGES),
    ):
        rows = GroupPagePermission.objects.filter(group=group)
        found = set(rows.values_list("page_id", "permission__codename"))
        wanted = {(key, codename) for key in keys for codename in codenames}
        if found != wanted:
            faults.append(f"rights of the group {group} on pages")
    return faults


def _file_faults(workspace: CourseWorkspace) -> list[str]:
    faults: list[str] = []
    for group, acts in (
        (workspace.editors, EDITORS_ON_FILES),
        (workspace.reviewers, REVIEWERS_ON_FILES),
    ):
        rows = GroupCollectionPermission.objects.filter(group=group)
        found = set(rows.values_list("collection_id", "permission_id"))
        permissions = wanted_on_files(acts).values_list("pk", flat=True)
        if found != {(workspace.collection_id, pk) for pk in permissions}:
            faults.append(f"rights of the group {group} on files")
    return faults


def _member_faults(workspace: CourseWorkspace) -> list[str]:
    found = {
        group.pk: set(group.user_set.values_list("pk", flat=True)) for group in workspace.groups()
    }
    wanted: dict[int, set[int]] = {key: set() for key in found}
    rows = CourseMembership.objects.filter(course=workspace.course_id).select_related("user")
    for row in rows:
        group = group_for(workspace, standing_role(row.user, workspace.course_id))
        if group is not None:
            wanted[group.pk].add(row.user_id)
    return [f"members of the group {key}" for key in found if found[key] != wanted[key]]


@transaction.atomic
def mend_course(course: Course) -> None:
    """Make groups, rights and members what they should be; may run again."""
    course = Course.objects.select_for_update().get(pk=course.pk)
    pages = list(CoursePage.objects.filter(translation_key=course.key).order_by("pk"))
    if not pages:
        forget_groups(course)
        return
    workspace = ensure_workspace(course, pages[0].title)
    groups = list(workspace.groups())
    GroupPagePermission.objects.filter(group__in=groups).delete()
    GroupCollectionPermission.objects.filter(group__in=groups).delete()
    ensure_workspace(course, pages[0].title)
    for page in pages:
        grant_on_page(page)
    people = User.objects.filter(groups__in=groups) | User.objects.filter(
        course_memberships__course=course
    )
    follow_memberships(workspace, people.distinct())


def forget_groups(course: Course) -> None:
    """Delete the course's groups: it has no page left. Its collection keeps what was uploaded."""
    workspace = CourseWorkspace.objects.filter(course=course).first()
    if workspace is not None:
        workspace.groups().delete()
