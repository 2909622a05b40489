"""What follows when Wagtail makes, changes or deletes a course's page."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page, get_page_models

from cms.accounts.permissions import register_groups
from courses.outline.models import Course, Listing
from courses.outline.services import ask_refresh, ask_refreshes
from courses.pages.enums import NUMBERED_STATES
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


def _ask_before_saving(
    sender: type[Page],
    instance: Page,
    raw: bool = False,
    update_fields: Any = None,
    **_kw: Any,
) -> None:
    """Ask for a translation's course before its row is written, in the same transaction.

    A release has the course's row when it comes to pages of other languages, and those of its
    own before that: so one of them is asked for before it is saved, the other one afterwards.
    """
    instance._has_asked = False  # for `_ask_when_saved`
    if _is_unseen(raw, update_fields) or is_releasing() or not _is_of_course(instance):
        return
    if _concerns_readers(sender, instance, instance._state.adding) and _is_translation(instance):
        instance._has_asked = True
        _ask(instance)


def _ask_when_saved(
    sender: type[Page],
    instance: Page,
    created: bool = False,
    raw: bool = False,
    update_fields: Any = None,
    **_kw: Any,
) -> None:
    """Ask within the page's own transaction. A page that moves is saved as one among all pages."""
    if _is_unseen(raw, update_fields):
        return
    if not _is_of_course(instance):
        _ask_below(instance)
    elif is_releasing() or getattr(instance, "_has_asked", False):
        # Whoever releases a course or takes it down reads its outline himself.
        return
    elif _concerns_readers(sender, instance, created):
        _ask(instance)


def _is_unseen(raw: bool, update_fields: Any) -> bool:
    return raw or (update_fields is not None and _OF_DRAFTS.issuperset(update_fields))


def _is_translation(page: Page) -> bool:
    source = _released(page).order_by("-pk").values_list("locale", flat=True).first()
    return source is not None and source != page.locale_id


def _released(page: Page) -> QuerySet[Release]:
    return Release.objects.filter(state__in=NUMBERED_STATES, items__page_key=page.translation_key)


def _is_of_course(page: Page) -> bool:
    return issubclass(page.specific_class or Page, _OF_COURSES)


def _concerns_readers(sender: type[Page], page: Page, created: bool) -> bool:
    if page.live or getattr(page, "_was_live", False):
        return True
    # Of a row among all pages it is not known whether it was live. A course has a row in the
    # catalogue from its first page on.
    return sender is Page or (created and sender is CoursePage)


def _ask_before_deleting(sender: type[Page], instance: Page, **_kw: Any) -> None:
    if _is_translation(instance):
        _ask(instance)


def _ask_when_deleted(sender: type[Page], instance: Page, **_kw: Any) -> None:
    if not _is_translation(instance):
        _ask(instance)


def _ask(page: Page) -> None:
    """Ask for the course that a page belongs to, and for those that have released it."""
    step = Page.steplen
    paths = [page.path[:end] for end in range(step, len(page.path) + 1, step)]
    keys = set(CoursePage.objects.filter(path__in=paths).values_list("translation_key", flat=True))
    keys |= set(_released(page).values_list("course__key", flat=True).distinct())
    if issubclass(page.specific_class or Page, CoursePage):
        # A page that was just deleted is not among those above itself.
        keys.add(page.translation_key)
    for key in sorted(keys):
        ask_refresh(key)


def _ask_below(page: Page) -> None:
    """Ask for the courses below a page that come into the catalogue, or leave it, because of it."""
    if page.path is None:
        return
    is_shown = page.live and not page.get_ancestors().filter(live=False).exists()
    listed = Listing.objects.filter(
        course__key=OuterRef("translation_key"), locale=OuterRef("locale"), is_live=not is_shown
    )
    courses = CoursePage.objects.descendant_of(page).filter(Exists(listed), live=True)
    ask_refreshes(courses.values_list("translation_key", flat=True))


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
    for sender in get_page_models():
        uid = f"courses_pages.outline.{sender._meta.label}"
        pre_save.connect(_ask_before_saving, sender=sender, dispatch_uid=uid)
        post_save.connect(_ask_when_saved, sender=sender, dispatch_uid=uid)
    for sender in _OF_COURSES:
        uid = f"courses_pages.outline.{sender._meta.label}"
        pre_delete.connect(_ask_before_deleting, sender=sender, dispatch_uid=uid)
        post_delete.connect(_ask_when_deleted, sender=sender, dispatch_uid=uid)
