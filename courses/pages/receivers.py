"""What follows when Wagtail makes, changes or deletes a course's page."""

from typing import Any

from django.db.models.signals import post_delete, post_save

from cms.accounts.permissions import register_groups
from courses.outline.models import Course
from courses.pages.models import CoursePage, InstructorPage
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
