"""What follows when Wagtail makes, changes or deletes a course's page."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page
from wagtail.signals import post_page_move

from cms.accounts.permissions import register_groups
from courses.outline.models import Course
from courses.outline.services import ask_refresh
from courses.pages.models import ChapterPage, CoursePage, InstructorPage, LessonPage, Release
from courses.pages.releases.during import is_releasing
from courses.pages.services import (
    forget_groups,
    forget_own_group,
    grant_on_own_page,
    grant_on_page,
    groups_of_courses,
    groups_of_own_pages,
    rename_workspace,
)


def _follow_course_page(
    sender: type[CoursePage],
    instance: CoursePage,
    created: bool,
    raw: bool = False,
    update_fields: Any = None,
    **_kw: Any,
) -> None:
    if raw:
        return
    # Rights follow the tree, and each language has its own: a course that appears in one more
    # would be closed to its own people there.
    if created:
        grant_on_page(instance)
    if update_fields is None or "title" in update_fields:
        rename_workspace(instance)


def _forget_course_page(sender: type[CoursePage], instance: CoursePage, **_kw: Any) -> None:
    key = instance.translation_key
    if not CoursePage.objects.filter(translation_key=key).exclude(pk=instance.pk).exists():
        course = Course.objects.filter(key=key).first()
        if course is not None:
            forget_groups(course)


def _follow_own_page(
    sender: type[InstructorPage],
    instance: InstructorPage,
    created: bool,
    raw: bool = False,
    **_kw: Any,
) -> None:
    if created and not raw:
        grant_on_own_page(instance)


def _forget_own_page(sender: type[InstructorPage], instance: InstructorPage, **_kw: Any) -> None:
    if instance.user_id is not None:
        forget_own_group(instance.user_id)


# A page's row that is written for its draft alone changes nothing that readers see.
_OF_DRAFTS = frozenset(
    {
        "latest_revision",
        "latest_revision_created_at",
        "has_unpublished_changes",
        "draft_title",
        "go_live_at",
        "expire_at",
        "locked",
        "locked_at",
        "locked_by",
        "owner",
        "numchild",
    }
)
_OF_COURSES = (CoursePage, ChapterPage, LessonPage)


def _ask_when_saved(
    sender: type[Page],
    instance: Page,
    raw: bool = False,
    update_fields: Any = None,
    **_kw: Any,
) -> None:
    if (
        raw
        or is_releasing()
        or (update_fields is not None and _OF_DRAFTS.issuperset(update_fields))
    ):
        return
    # A course's own page has a row in the catalogue before it is live.
    if instance.live or getattr(instance, "_was_live", False) or sender is CoursePage:
        _ask(instance)


def _ask_when_deleted(sender: type[Page], instance: Page, **_kw: Any) -> None:
    _ask(instance)


def _ask_when_moved(
    sender: type[Page], instance: Page, parent_page_before: Page, **_kw: Any
) -> None:
    _ask(instance)
    _ask(parent_page_before)


def _ask(page: Page) -> None:
    """Have the outline read anew of the course that a page belongs to, and of the one whose live
    release has it."""
    if not issubclass(page.specific_class or Page, _OF_COURSES):
        return
    step = Page.steplen
    paths = [page.path[:end] for end in range(step, len(page.path) + 1, step)]
    keys = set(CoursePage.objects.filter(path__in=paths).values_list("translation_key", flat=True))
    released = Release.objects.live().filter(items__page_key=page.translation_key)
    keys |= set(released.values_list("course__key", flat=True))
    for key in sorted(keys):
        ask_refresh(key)


def connect() -> None:
    """Connect them; called once, when the apps are ready."""
    register_groups(groups_of_courses)
    register_groups(groups_of_own_pages)
    for signal, receiver, sender in (
        (post_save, _follow_course_page, CoursePage),
        (post_delete, _forget_course_page, CoursePage),
        (post_save, _follow_own_page, InstructorPage),
        (post_delete, _forget_own_page, InstructorPage),
    ):
        signal.connect(receiver, sender=sender, dispatch_uid=f"courses_pages.{receiver.__name__}")
    for sender in (*_OF_COURSES, Page):
        uid = f"courses_pages.outline.{sender.__name__}"
        post_save.connect(_ask_when_saved, sender=sender, dispatch_uid=uid)
        post_delete.connect(_ask_when_deleted, sender=sender, dispatch_uid=uid)
        post_page_move.connect(_ask_when_moved, sender=sender, dispatch_uid=uid)
