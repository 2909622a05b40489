"""Groups, collection and rights: what keeps a course to its own people in the Wagtail admin."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from courses.outline.models import Course
from courses.pages.models import CoursePage, CourseWorkspace

# Writers publish nothing by themselves: a course is submitted, reviewed and released as one.
EDITORS_ON_PAGES = ("add_page", "change_page", "lock_page", "unlock_page")
# Wagtail shows drafts to whoever may publish them; a reviewer changes nothing.
REVIEWERS_ON_PAGES = ("publish_page",)
# Wagtail asks for the rights of its own image and document models, whichever models are in use.
KINDS_OF_FILES = (
    ("wagtailimages", "image"),
    ("wagtaildocs", "document"),
    ("courses_media", "video"),
    ("courses_media", "audio"),
)
EDITORS_ON_FILES = ("add", "change", "delete", "choose")
REVIEWERS_ON_FILES = ("choose",)
# What fits into the name of a collection.
LONGEST_NAME = 255


@transaction.atomic
def ensure_workspace(course: Course, title: str) -> CourseWorkspace:
    """Make the course's groups and collection where they are missing; may run again."""
    workspace, _is_new = CourseWorkspace.objects.get_or_create(course=course)
    # Locked: a second run waits here and then finds all made.
    workspace.refresh_from_db(from_queryset=CourseWorkspace.objects.select_for_update())
    if workspace.editors is None:
        workspace.editors = _ensure_group(course, "editors")
    if workspace.reviewers is None:
        workspace.reviewers = _ensure_group(course, "reviewers")
    if workspace.collection is None:
        workspace.collection = _add_collection(title)
    workspace.save()
    _grant_on_files(workspace.editors, workspace.collection, EDITORS_ON_FILES)
    _grant_on_files(workspace.reviewers, workspace.collection, REVIEWERS_ON_FILES)
    return workspace


def _ensure_group(course: Course, kind: str) -> Group:
    # The key and not the title: names of groups are unique, titles of courses are not. And
    # whoever may restrict who sees a page is shown the names of all groups.
    return Group.objects.get_or_create(name=f"course {course.key} {kind}")[0]


def groups_of_courses() -> Q:
    """Return which groups follow memberships, for the lists that offer groups to be ticked."""
    workspaces = CourseWorkspace.objects.all()
    editors = workspaces.exclude(editors=None).values("editors")
    return Q(pk__in=editors) | Q(pk__in=workspaces.exclude(reviewers=None).values("reviewers"))


@transaction.atomic
def rename_workspace(page: CoursePage) -> None:
    """Have the name of the collection follow the title in the course's first language."""
    first = CoursePage.objects.filter(translation_key=page.course_key).order_by("pk").first()
    if first is None or first.pk != page.pk:
        return
    workspaces = CourseWorkspace.objects.filter(course__key=page.course_key)
    workspace = workspaces.select_related("collection").first()
    collection = workspace.collection if workspace else None
    name = page.title[:LONGEST_NAME]
    if collection is not None and collection.name != name:
        Collection.objects.filter(pk=collection.pk).update(name=name)


def _add_collection(title: str) -> Collection:
    # Locked: two new children at once would take one place in the tree.
    root = Collection.objects.select_for_update().get(depth=1)
    return root.add_child(instance=Collection(name=title[:LONGEST_NAME]))


def wanted_on_files(acts: Iterable[str]) -> "QuerySet[Permission]":
    """Return the permissions to do these acts with files of all kinds."""
    wanted = Q(pk__in=[])
    for app_label, model in KINDS_OF_FILES:
        codenames = [f"{act}_{model}" for act in acts]
        wanted |= Q(content_type__app_label=app_label, codename__in=codenames)
    return Permission.objects.filter(wanted)


def _grant_on_files(group: Group, collection: Collection, acts: Iterable[str]) -> None:
    for permission in wanted_on_files(acts):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=permission
        )


@transaction.atomic
def grant_on_page(page: CoursePage) -> None:
    """Give the course's groups their rights on this page, one of the course's languages."""
    workspace = CourseWorkspace.objects.filter(course__key=page.course_key).first()
    if workspace is None:
        return
    for group, codenames in (
        (workspace.editors, EDITORS_ON_PAGES),
        (workspace.reviewers, REVIEWERS_ON_PAGES),
    ):
        if group is not None:
            _grant(group, page, codenames)


def _grant(group: Group, page: Page, codenames: Iterable[str]) -> None:
    permissions = Permission.objects.filter(
        content_type__app_label="wagtailcore",
        content_type__model="page",
        codename__in=codenames,
    )
    for permission in permissions:
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=permission)
