"""What goes live of a course, and when."""

import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import ngettext
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.accounts.models import User
from cms.eventlog import emit
from courses.outline.models import Course
from courses.pages.errors import NotAllowedError, NothingToPublishError, NotReadyError
from courses.pages.models import CoursePage
from courses.pages.permissions import user_can_edit_course
from courses.pages.services.outline import locked_course
from courses.pages.services.reading import lessons_of_draft

logger = logging.getLogger(__name__)


def waiting_pages(course_page: CoursePage, *, with_empty: bool = False) -> list[Page]:
    """Return the course, chapters and lessons that publishing would put live, in their order.

    A lesson without any block that never was live waits until something is written.
    """
    pages = [
        page
        for page in course_page.get_descendants(inclusive=True).order_by("path")
        if not page.alias_of_id and (not page.live or page.has_unpublished_changes)
    ]
    if with_empty:
        return pages
    empty = set(
        lessons_of_draft(course_page)
        .filter(has_content=False, first_published_at=None)
        .values_list("pk", flat=True)
    )
    return [page for page in pages if page.pk not in empty]


def has_content(course_page: CoursePage) -> bool:
    """Say whether any lesson has a block."""
    return lessons_of_draft(course_page).filter(has_content=True).exists()


@transaction.atomic
def publish_course(course_page: CoursePage, *, by: User, with_empty: bool = False) -> list[Page]:
    """Publish the course and everything below it that is a draft or has changes.

    All or nothing; returns what went live. `with_empty` also publishes lessons without a block.
    Raises NotAllowedError, NothingToPublishError and NotReadyError.
    """
    if not user_can_edit_course(by, course_page):
        raise NotAllowedError
    locked_course(course_page)
    if not with_empty and not has_content(course_page):
        raise NothingToPublishError
    waiting = waiting_pages(course_page, with_empty=with_empty)
    drafts = [page.specific.get_latest_revision_as_object() for page in waiting]
    _refuse_unfinished(drafts)
    for draft in drafts:
        revision = draft.latest_revision or draft.save_revision(user=by, log_action=False)
        # The role in the course has decided; asking once more for each page would cost much.
        revision.publish(user=by, skip_permission_checks=True)
    if waiting:
        course = Course.objects.get(key=course_page.course_key)
        data = {"page_id": course_page.pk, "pages": len(waiting)}
        emit("courses.course_published", actor=by, subject=course, data=data)
    return waiting


def _refuse_unfinished(drafts: list[Page]) -> None:
    """Look at what the editor's form would refuse: a draft may be saved unfinished."""
    faults = [(draft.pk, draft.title, words) for draft in drafts if (words := _faults(draft))]
    if faults:
        raise NotReadyError(faults)


def _faults(draft: Page) -> list[str]:
    words: list[str] = []
    try:
        draft.full_clean()
    except ValidationError as error:
        words += error.messages
    for model_field in draft._meta.get_fields():
        if isinstance(model_field, StreamField):
            try:
                model_field.stream_block.clean(getattr(draft, model_field.name))
            except ValidationError as error:
                words += _stream_words(error, str(model_field.verbose_name))
    return words


def _stream_words(error: ValidationError, name: str) -> list[str]:
    """Say how many blocks are unfinished; the editor shows each at its place."""
    count = len(getattr(error, "block_errors", None) or {})
    if not count:
        return [str(message) for message in error.messages]
    words = ngettext(
        "%(count)d block in “%(field)s” is not finished.",
        "%(count)d blocks in “%(field)s” are not finished.",
        count,
    )
    return [words % {"count": count, "field": name}]


@transaction.atomic
def unpublish_course(course_page: CoursePage, *, by: User) -> list[Page]:
    """Take the course off the site in all its languages, with all below it; return what was live.

    Raises NotAllowedError.
    """
    if not user_can_edit_course(by, course_page):
        raise NotAllowedError
    taken: list[Page] = []
    languages = CoursePage.objects.filter(translation_key=course_page.course_key)
    for language in languages.order_by("pk"):
        locked_course(language)
        for page in language.get_descendants(inclusive=True).live().order_by("path").specific():
            UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)
            taken.append(page)
    if taken:
        course = Course.objects.get(key=course_page.course_key)
        data = {"page_id": course_page.pk, "pages": len(taken)}
        emit("courses.course_unpublished", actor=by, subject=course, data=data)
    return taken
