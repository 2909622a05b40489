"""Pages that leave a course with its next release, or come back before it."""

from django.db import transaction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page

from cms.accounts.models import User
from courses.pages.enums import ReleaseState
from courses.pages.errors import (
    NotAllowedError,
    NotRemovedError,
    UnderReviewError,
)
from courses.pages.models import CoursePage, ReleaseItem, Removal
from courses.pages.permissions import user_can_edit_course
from courses.pages.releases.keeping import (
    hashes_of,
    live_release,
    open_release,
    refuse_translation,
)
from courses.pages.services.outline import locked_course, page_of, refuse_locked


@transaction.atomic
def remove_page(course_page: CoursePage, pk: int, *, by: User) -> tuple[Page, bool]:
    """Take a chapter with its lessons, or a lesson, out of the course.

    What readers see stays until the next release, and then waits to be put back; what they do
    not see is deleted. Returns the page, and whether it was deleted.
    Raises NotAllowedError, NotTheSourceError, PageGoneError, PageLockedError and UnderReviewError.
    """
    if not user_can_edit_course(by, course_page):
        raise NotAllowedError
    refuse_translation(course_page)
    page = page_of(locked_course(course_page), pk)
    branch = list(page.get_descendants(inclusive=True))
    for one in branch:
        if one.locked:
            refuse_locked(one.specific, by)
    keys = {one.translation_key for one in branch}
    waiting = open_release(course_page.course_key)
    if waiting is not None and keys & set(hashes_of(waiting)):
        raise UnderReviewError
    # Also of another course's, which it came from or is to go to.
    live = ReleaseItem.objects.filter(release__state=ReleaseState.LIVE)
    if live.filter(page_key__in=keys).exists():
        Removal.objects.get_or_create(page_id=page.pk, defaults={"by": by})
        return page, False
    # Wagtail asks for "bulk delete" where a page has children; the role in the course decides.
    DeletePageAction(page, user=by).execute(skip_permission_checks=True)
    return page, True


@transaction.atomic
def put_back(course_page: CoursePage, pk: int, *, by: User) -> Page:
    """Put a removed page back where it stood.

    Raises NotAllowedError, PageGoneError and NotRemovedError.
    """
    if not user_can_edit_course(by, course_page):
        raise NotAllowedError
    page = page_of(locked_course(course_page), pk)
    if not Removal.objects.filter(page=page.pk).delete()[0]:
        raise NotRemovedError
    return page


def removed_pages(course_page: CoursePage) -> list[Page]:
    """Return what was removed, newest first, each with `is_in_release`: is it live."""
    rows = (
        course_page.get_descendants().filter(removal__isnull=False).order_by("-removal__at", "pk")
    )
    keys = set(hashes_of(live_release(course_page.course_key)))
    pages = list(rows)
    for page in pages:
        page.is_in_release = page.translation_key in keys
    return pages
