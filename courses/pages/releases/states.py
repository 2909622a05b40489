"""Who may come to a course, returning to an earlier release, and what the clock brings."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from cms.accounts.models import User
from cms.core.indexing import index_after_commit
from cms.eventlog import emit
from courses.outline.enums import CourseState
from courses.outline.models import Course
from courses.outline.services import refresh_outline
from courses.pages.enums import ReleaseKind, ReleaseState
from courses.pages.errors import (
    CourseError,
    NotAllowedError,
    NotAReviewerError,
    NotReleasedYetError,
    UnderReviewError,
    UnknownReleaseError,
)
from courses.pages.live_tree import live_in
from courses.pages.models import CoursePage, Release
from courses.pages.permissions import user_can_edit_course, user_may_review
from courses.pages.releases.content import read_release
from courses.pages.releases.during import releasing
from courses.pages.releases.going_live import lock_course, lock_pages, put_live
from courses.pages.releases.handing_over import is_held_elsewhere
from courses.pages.releases.keeping import keep_release, live_release, open_release

logger = logging.getLogger(__name__)

# How many learners are on a course: an app above this one knows.
_counters: list[Callable[[UUID], int]] = []


def register_learner_counter(counter: Callable[[UUID], int]) -> None:
    """Let `counter` say how many learners a course has, from now on."""
    _counters[:] = [counter]


def learners_of(course_key: UUID) -> int:
    """Return how many learners are on the course."""
    return _counters[0](course_key) if _counters else 0


@transaction.atomic
def roll_back(
    course_page: CoursePage, number: int, *, by: User, now: datetime | None = None
) -> Release:
    """Put an earlier release live again, as a new one. Drafts stay as they are.

    Raises NotAReviewerError, UnderReviewError, UnknownReleaseError and CannotGoLiveError.
    """
    if not user_may_review(by, course_page.course_key):
        raise NotAReviewerError
    now = now or timezone.now()
    course = lock_course(course_page.course_key)
    if open_release(course.key) is not None:
        raise UnderReviewError
    earlier = Release.objects.filter(course=course, number=number, state=ReleaseState.PAST).first()
    if earlier is None:
        raise UnknownReleaseError
    release = keep_release(
        course,
        read_release(earlier),
        locale_id=earlier.locale_id,
        by=by,
        now=now,
        base=earlier,
        kind=ReleaseKind.ROLLBACK,
    )
    release.decided_by, release.decided_at = by, now
    put_live(release, by=by, now=now)
    data = {"release_id": release.pk, "number": release.number, "to": number}
    emit("courses.course_rolled_back", actor=by, subject=course, data=data)
    return release


@transaction.atomic
def set_course_state(course_page: CoursePage, state: CourseState, *, by: User) -> bool:
    """Open a released course, close it to new learners, or archive it; say whether it changed.

    Raises NotAllowedError and NotReleasedYetError.
    """
    if not user_can_edit_course(by, course_page):
        raise NotAllowedError
    course = lock_course(course_page.course_key)
    if state == CourseState.DRAFT or live_release(course.key) is None or not _is_live(course.key):
        raise NotReleasedYetError
    return _change_state(course, state, by)


def _is_live(key: UUID) -> bool:
    return CoursePage.objects.filter(translation_key=key, live=True).exists()


def _change_state(course: Course, state: CourseState, by: Any) -> bool:
    before = course.state
    if before == state:
        return False
    Course.objects.filter(pk=course.pk).update(state=state)
    data = {"before": before, "after": str(state)}
    emit("courses.state_changed", actor=by, subject=course, data=data)
    return True


@transaction.atomic
def unpublish_course(course_page: CoursePage, *, by: User) -> list[Page]:
    """Take the course off the site in all its languages, with all below it; return what was live.

    It is a draft again; its releases stay, and the next one follows on. Raises NotAllowedError
    and UnderReviewError.
    """
    if not user_can_edit_course(by, course_page):
        raise NotAllowedError
    course = lock_course(course_page.course_key)
    if open_release(course.key) is not None:
        raise UnderReviewError
    taken: list[Page] = []
    languages = CoursePage.objects.filter(translation_key=course_page.course_key)
    with releasing(), index_after_commit():
        for language in languages.order_by("pk"):
            lock_pages(language.get_descendants(inclusive=True))
            for page in _readable(language):
                UnpublishPageAction(page, user=by).execute(skip_permission_checks=True)
                taken.append(page)
    Release.objects.filter(course=course, state=ReleaseState.LIVE).update(state=ReleaseState.PAST)
    if taken:
        data = {"page_id": course_page.pk, "pages": len(taken)}
        emit("courses.course_unpublished", actor=by, subject=course, data=data)
    _change_state(course, CourseState.DRAFT, by)
    refresh_outline(course.key)
    return taken


def _readable(language: CoursePage) -> list[Page]:
    """Return what readers see of a course in one language, lessons first.

    What another course has released stays, and what this one's has goes, wherever they were moved.
    """
    live = live_in(language).values("pk")
    everywhere: Any = Page.objects
    rows = everywhere.live().filter(Q(path__startswith=language.path) | Q(pk__in=live))
    rows = rows.filter(~is_held_elsewhere(language.translation_key))
    return list(rows.order_by("-depth", "path").specific())


def release_due(now: datetime | None = None) -> list[Release]:
    """Put live whatever is due. What cannot go live is marked as failed, and stops no other."""
    now = now or timezone.now()
    due = Release.objects.filter(state=ReleaseState.SCHEDULED, go_live_at__lte=now)
    return [
        release
        for pk in due.order_by("go_live_at", "pk").values_list("pk", flat=True)
        if (release := _release_one(pk, now)) is not None
    ]


def _release_one(pk: int, now: datetime) -> Release | None:
    try:
        with transaction.atomic():
            release = _still_due(pk)
            return put_live(release, by=release.decided_by, now=now) if release else None
    except CourseError as error:
        _fail(pk, str(error))
    except OperationalError:
        # Somebody held a page for too long, or the database went away: the next tick tries again.
        logger.warning("A scheduled release waits", extra={"event": "release.waits"}, exc_info=True)
    except Exception:
        logger.exception("A scheduled release failed", extra={"event": "release.failed"})
        _fail(pk, "")
    return None


def _still_due(pk: int) -> Release | None:
    row = Release.objects.select_related("course").get(pk=pk)
    lock_course(row.course.key)
    # Read anew behind the lock: another clock may have been quicker, or it was taken back. Whoever
    # takes it back from now on waits, and then finds it live.
    return (
        Release.objects.select_related("course", "base", "decided_by")
        .select_for_update(of=("self",), no_key=True)
        .filter(pk=pk, state=ReleaseState.SCHEDULED)
        .first()
    )


@transaction.atomic
def _fail(pk: int, reason: str) -> None:
    changed = Release.objects.filter(pk=pk, state=ReleaseState.SCHEDULED).update(
        state=ReleaseState.FAILED, reason=reason
    )
    if changed:
        release = Release.objects.select_related("course").get(pk=pk)
        data = {"release_id": release.pk}
        emit("courses.release_failed", actor=None, subject=release.course, data=data)
