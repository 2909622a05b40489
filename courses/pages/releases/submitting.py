"""Submitting a course, and what becomes of the submission."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page

from cms.accounts.models import User
from cms.eventlog import emit
from courses.outline.models import Course
from courses.pages.enums import PageKind, ReleaseKind, ReleaseState
from courses.pages.errors import (
    CorrectionNotAllowedError,
    NoLongerWaitingError,
    NotAllowedError,
    NotAReviewerError,
    NothingToPublishError,
    NothingToReleaseError,
    NotReadyError,
    NotReleasedYetError,
    ReasonMissingError,
    TimeIsPastError,
    UnderReviewError,
)
from courses.pages.models import CoursePage, LessonPage, Release
from courses.pages.permissions import is_administrator, user_can_edit_course, user_may_review
from courses.pages.releases.content import (
    Draft,
    draft_item,
    drafts_of,
    pages_of,
    read_draft,
    read_release,
    syllabus_with,
)
from courses.pages.releases.going_live import lock_course, put_live
from courses.pages.releases.handing_over import held_elsewhere
from courses.pages.releases.keeping import (
    hashes_of,
    keep_release,
    live_release,
    open_release,
    refuse_translation,
    source_page,
)
from courses.pages.releases.looking_again import Answers, judge, judge_since, look_again_of

if TYPE_CHECKING:
    from courses.pages.readiness import Defect


@transaction.atomic
def submit_course(
    course_page: CoursePage,
    *,
    by: User,
    note: str = "",
    answers: Answers | None = None,
    now: datetime | None = None,
) -> Release:
    """Hand the whole draft course in for review, as it is now.

    `answers` say whether learners should look again where a question's words changed; without
    them they should. Raises NotAllowedError, NotTheSourceError, UnderReviewError,
    NothingToPublishError, NothingToReleaseError, NotAnsweredError and NotReadyError.
    """
    if not user_can_edit_course(by, course_page):
        raise NotAllowedError
    course = lock_course(course_page.course_key)
    now = now or timezone.now()
    release = _keep(course, course_page, by=by, note=note, answers=answers, now=now)
    refuse_defects(course_page, drafts_in(course_page, release))
    emit(
        "courses.release_submitted",
        actor=by,
        subject=release.course,
        data={"release_id": release.pk},
    )
    return release


def _keep(
    course: Course,
    course_page: CoursePage,
    *,
    by: Any,
    note: str,
    now: datetime,
    answers: Answers | None = None,
    with_empty: bool = False,
) -> Release:
    refuse_translation(course_page)
    if open_release(course.key) is not None:
        raise UnderReviewError
    draft = read_draft(course_page, with_empty=with_empty)
    if not any(item.kind == PageKind.LESSON for item in draft.items):
        raise NothingToPublishError
    base = live_release(course.key)
    is_same = base is not None and base.hash == draft.hash and course_page.live
    # What came back from another course is in the last release, and that course has it still.
    if is_same and not held_elsewhere(course.key, draft.by_key()):
        raise NothingToReleaseError
    look_again = look_again_of(judge_since(base, draft), answers)
    try:
        with transaction.atomic():
            return keep_release(
                course,
                draft,
                locale_id=course_page.locale_id,
                by=by,
                now=now,
                base=base,
                note=note.strip(),
                look_again=look_again,
            )
    except IntegrityError as error:
        raise UnderReviewError from error


def drafts_in(course_page: CoursePage, release: Release) -> list[Page]:
    """Return the drafts of those pages of the course that are in the release."""
    keys = set(hashes_of(release))
    return drafts_of(page for page in pages_of(course_page) if page.translation_key in keys)


def defects_of(course_page: CoursePage) -> "list[Defect]":
    """Return what of the newest drafts readers must not meet, as submitting would find it."""
    from courses.pages.readiness import check_course_ready

    keys = set(read_draft(course_page).by_key())
    pages = [page for page in pages_of(course_page) if page.translation_key in keys]
    return check_course_ready(course_page, drafts_of(pages))


def refuse_defects(course_page: CoursePage, drafts: Sequence[Page]) -> None:
    """Raise NotReadyError if readers would meet something unfinished."""
    from courses.pages.readiness import check_course_ready

    defects = check_course_ready(course_page, drafts)
    if defects:
        raise NotReadyError(defects)


@transaction.atomic
def withdraw_release(release: Release, *, by: User, now: datetime | None = None) -> Release:
    """Take a submission back, or a release that is scheduled.

    Raises NotAllowedError and NoLongerWaitingError.
    """
    page = source_page(release.course.key)
    if page is None or not user_can_edit_course(by, page):
        raise NotAllowedError
    states = (ReleaseState.WAITING, ReleaseState.SCHEDULED)
    _move(release, states, ReleaseState.WITHDRAWN, by=by, now=now)
    emit(
        "courses.release_withdrawn",
        actor=by,
        subject=release.course,
        data={"release_id": release.pk},
    )
    return release


@transaction.atomic
def send_back(release: Release, *, by: User, reason: str, now: datetime | None = None) -> Release:
    """Hand a submission back to its author.

    Raises NotAReviewerError, ReasonMissingError and NoLongerWaitingError.
    """
    if not user_may_review(by, release.course.key):
        raise NotAReviewerError
    if not reason.strip():
        raise ReasonMissingError
    waiting = (ReleaseState.WAITING,)
    _move(release, waiting, ReleaseState.SENT_BACK, by=by, now=now, reason=reason.strip())
    emit(
        "courses.release_sent_back",
        actor=by,
        subject=release.course,
        data={"release_id": release.pk},
    )
    return release


@transaction.atomic
def approve_release(
    release: Release,
    *,
    by: User,
    go_live_at: datetime | None = None,
    override_reason: str = "",
    allow_corrections: bool | None = None,
    now: datetime | None = None,
) -> Release:
    """Let a submission go live: now, or at `go_live_at`. All of it, or nothing.

    With `override_reason` it goes live although something in it is not ready.
    Raises NotAReviewerError, NoLongerWaitingError, TimeIsPastError, NotReadyError and
    CannotGoLiveError.
    """
    now = now or timezone.now()
    if not user_may_review(by, release.course.key):
        raise NotAReviewerError
    if go_live_at is not None and go_live_at <= now:
        raise TimeIsPastError
    course = lock_course(release.course.key)
    _check_pinned(release, override_reason, by)
    state = ReleaseState.WAITING if go_live_at is None else ReleaseState.SCHEDULED
    _move(
        release,
        (ReleaseState.WAITING,),
        state,
        by=by,
        now=now,
        go_live_at=go_live_at,
        override_reason=override_reason.strip(),
    )
    if allow_corrections is not None:
        Course.objects.filter(pk=course.pk).update(allows_corrections=allow_corrections)
    emit(
        "courses.release_approved",
        actor=by,
        subject=release.course,
        data={"release_id": release.pk},
    )
    return release if go_live_at else put_live(release, by=by, now=now)


def _check_pinned(release: Release, override_reason: str, by: User) -> None:
    page = source_page(release.course.key)
    if page is None:
        return
    try:
        refuse_defects(page, pinned_drafts(page, release))
    except NotReadyError as error:
        if not override_reason.strip():
            raise
        codes = [defect.code for defect in error.defects]
        data = {"reason": override_reason.strip(), "defects": codes, "release_id": release.pk}
        log(instance=page, action="courses.readiness_overridden", user=by, data=data)


def pinned_drafts(course_page: CoursePage, release: Release) -> list[Page]:
    """Return the pages of a submission as they were handed in."""
    contents = {item.key: item.content for item in read_release(release).items}
    pages = [page for page in pages_of(course_page) if page.translation_key in contents]
    return drafts_of(pages, contents=contents)


def _move(
    release: Release,
    before: tuple[ReleaseState, ...],
    after: ReleaseState,
    *,
    by: User,
    now: datetime | None,
    **fields: Any,
) -> None:
    """Bring the release into another state if it still is in one of those before.

    Raises NoLongerWaitingError for whoever comes second.
    """
    changes = {"state": after, "decided_by": by, "decided_at": now or timezone.now(), **fields}
    if not Release.objects.filter(pk=release.pk, state__in=before).update(**changes):
        raise NoLongerWaitingError
    for name, value in changes.items():
        setattr(release, name, value)


@transaction.atomic
def release_course(
    course_page: CoursePage,
    *,
    by: User,
    note: str = "",
    answers: Answers | None = None,
    override_reason: str = "",
    now: datetime | None = None,
) -> Release:
    """Submit and approve at once, for somebody who may do both: an administrator.

    Raises what `submit_course` and `approve_release` raise.
    """
    if not user_may_review(by, course_page.course_key):
        raise NotAReviewerError
    if not user_can_edit_course(by, course_page):
        raise NotAllowedError
    now = now or timezone.now()
    course = lock_course(course_page.course_key)
    release = _keep(course, course_page, by=by, note=note, answers=answers, now=now)
    return approve_release(release, by=by, override_reason=override_reason, now=now)


@transaction.atomic
def publish_course(
    course_page: CoursePage, *, by: Any, with_empty: bool = False, now: datetime | None = None
) -> Release | None:
    """Put the draft live as a release, unchecked and without a review; None when nothing changed.

    For what people do not do: the demo, imports, the tests' own courses.
    Raises UnderReviewError and NothingToPublishError.
    """
    now = now or timezone.now()
    course = lock_course(course_page.course_key)
    try:
        release = _keep(course, course_page, by=by, note="", now=now, with_empty=with_empty)
    except NothingToReleaseError:
        return None
    return put_live(release, by=by, now=now)


@transaction.atomic
def release_page(
    page: Page,
    *,
    by: User,
    answers: Answers | None = None,
    go_live_at: datetime | None = None,
    now: datetime | None = None,
) -> Release:
    """Put the draft of one page that is live already live anew, as a small release.

    Administrators may always; the course's writers with a lesson, where the course allows it.
    `answers` are as in `submit_course`. Raises CorrectionNotAllowedError, NotReleasedYetError,
    UnderReviewError, NotReadyError, NothingToReleaseError, NotAnsweredError, TimeIsPastError and
    CannotGoLiveError.
    """
    now = now or timezone.now()
    if go_live_at is not None and go_live_at <= now:
        raise TimeIsPastError
    course_page = course_page_of(page)
    course = lock_course(course_page.course_key)
    if not _may_correct(by, page, course, course_page):
        raise CorrectionNotAllowedError
    release = _keep_correction(course, course_page, page, by=by, answers=answers, now=now)
    if go_live_at is not None:
        waiting = (ReleaseState.WAITING,)
        _move(release, waiting, ReleaseState.SCHEDULED, by=by, now=now, go_live_at=go_live_at)
        return release
    release.decided_by, release.decided_at = by, now
    return put_live(release, by=by, now=now)


@transaction.atomic
def correct_page(page: Page, *, by: Any, now: datetime) -> Release:
    """Do as `release_page`, at once and whoever asks: for what people do not do.

    Raises what `release_page` raises, but CorrectionNotAllowedError and TimeIsPastError.
    """
    course_page = course_page_of(page)
    course = lock_course(course_page.course_key)
    release = _keep_correction(course, course_page, page, by=by, now=now)
    release.decided_by, release.decided_at = by, now
    return put_live(release, by=by, now=now)


def allow_corrections(course_page: CoursePage, allowed: bool, *, by: User) -> None:
    """Let the course's writers put small corrections live by themselves, or no longer.

    Raises NotAReviewerError.
    """
    if not user_may_review(by, course_page.course_key):
        raise NotAReviewerError
    Course.objects.filter(key=course_page.course_key).update(allows_corrections=allowed)


def may_correct(user: User, page: Page) -> bool:
    """Say whether the person may put this page live by itself once it has changed."""
    course_page = course_page_of(page)
    course = Course.objects.filter(key=course_page.course_key).first()
    return course is not None and _may_correct(user, page, course, course_page)


def _may_correct(user: User, page: Page, course: Course, course_page: CoursePage) -> bool:
    if is_administrator(user):
        return True
    is_lesson = issubclass(page.specific_class or Page, LessonPage)
    return is_lesson and course.allows_corrections and user_can_edit_course(user, course_page)


def _keep_correction(
    course: Course,
    course_page: CoursePage,
    page: Page,
    *,
    by: User,
    now: datetime,
    answers: Answers | None = None,
) -> Release:
    from courses.pages.identity.moving_blocks import refuse_moved_blocks

    live = live_release(course.key)
    shown = hashes_of(live)
    if live is None or page.translation_key not in shown or page.locale_id != live.locale_id:
        raise NotReleasedYetError
    if open_release(course.key) is not None:
        raise UnderReviewError
    row = Page.objects.select_related("latest_revision").get(pk=page.pk).specific
    draft, item = drafts_of([row])[0], draft_item(row)
    if shown[item.key] == item.hash:
        raise NothingToReleaseError
    refuse_page_defects(draft)
    old = read_release(live)
    refuse_moved_blocks(item.key, item.content, old.by_key()[item.key].content)
    items = tuple(item if one.key == item.key else one for one in old.items)
    new = Draft(items, syllabus_with(old.syllabus, items))
    return keep_release(
        course,
        new,
        locale_id=live.locale_id,
        by=by,
        now=now,
        base=live,
        kind=ReleaseKind.CORRECTION,
        look_again=look_again_of(judge(old, new), answers),
    )


def refuse_page_defects(draft: Page) -> None:
    """Raise NotReadyError if readers would meet something unfinished on this page."""
    from courses.pages.readiness import check_page

    defects = check_page(draft)
    if defects:
        raise NotReadyError(defects)


def course_page_of(page: Page) -> CoursePage:
    """Return the course that a course, chapter or lesson page belongs to."""
    found = CoursePage.objects.ancestor_of(page, inclusive=True).first()
    if found is None:
        raise LookupError(page.pk)
    return cast(CoursePage, found)
