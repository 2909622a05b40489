"""Keeping the outline what the course's pages are: asked for in the change, done after it."""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from courses.outline.models import (
    Block,
    Course,
    Lesson,
    LessonLanguage,
    Listing,
    ListingPrice,
)
from courses.outline.services.planning import (
    OF_BLOCKS,
    OF_LANGUAGES,
    OF_LESSONS,
    OF_LISTINGS,
    Plan,
    plan_outline,
)
from courses.outline.services.syllabus import read_syllabus

logger = logging.getLogger(__name__)

BATCH = 200
# Whoever asked does it himself at once; what still waits then was lost with its process.
LOST_AFTER = timedelta(seconds=10)
# So many courses are looked at on each tick although nobody asked, the longest unread first.
OLDEST_AT_ONCE = 20
# So many are read anew by whoever changed what they all stand under.
AT_ONCE = 5
READ_ANEW_AFTER = timedelta(hours=6)


def ask_refresh(course_key: UUID) -> None:
    """Have the outline read anew once the change that asks for it is committed.

    The wish is written in the change's own transaction: should its process end just behind the
    commit, `mend_outlines` finds it. It is written although another one stands there already:
    whoever reads the outline just now for that one holds the row, may not see this change, and
    takes his wish away, so this one has to come after him.
    """
    Course.objects.filter(key=course_key).update(asked_at=timezone.now())
    transaction.on_commit(lambda: _refresh_if_asked(course_key))


def ask_refreshes(course_keys: Iterable[UUID]) -> None:
    """Do as `ask_refresh` for many courses; those beyond the first few are left to the clock.

    Whoever asks may hold a course's row, and somebody else one of these and wait for that: a row
    that is taken is not waited for, but asked for after the commit.
    """
    keys = set(course_keys)
    if not keys:
        return
    with transaction.atomic():
        rows = Course.objects.filter(key__in=keys).order_by("pk")
        free = list(rows.select_for_update(no_key=True, skip_locked=True).only("pk", "key"))
        marked = Course.objects.filter(pk__in=[row.pk for row in free])
        marked.update(asked_at=timezone.now())
    for row in free[:AT_ONCE]:
        transaction.on_commit(partial(_refresh_if_asked, row.key))
    for key in sorted(keys - {row.key for row in free}):
        transaction.on_commit(partial(ask_refresh, key))


def _refresh_if_asked(course_key: UUID) -> None:
    # Many pages of one transaction ask; the first to come does it for all.
    if not Course.objects.filter(key=course_key, asked_at__isnull=False).exists():
        return
    try:
        refresh_outline(course_key)
    except OperationalError:
        # The change itself is done: the clock does what waits.
        logger.warning("An outline waits", extra={"event": "outline.waits"}, exc_info=True)
    except Exception:
        # Whoever changed a page must not be told that it failed.
        logger.exception("An outline cannot be read", extra={"event": "outline.failed"})


@transaction.atomic
def refresh_outline(
    course_key: UUID, *, now: datetime | None = None, with_all: bool = False
) -> list[str]:
    """Make the outline what the course's pages are; return what was changed, a line for each row.

    Twice is as good as once, and two at once wait for each other at the course's row. Lessons
    whose content is known are not read again, but `with_all` reads them all.
    """
    now = now or timezone.now()
    course = Course.objects.select_for_update(no_key=True).filter(key=course_key).first()
    if course is None:
        return []
    plan, retired_at = _plan(course, now, with_all=with_all)
    _write(plan, course, now)
    Course.objects.filter(pk=course.pk).update(
        asked_at=None, refreshed_at=now, retired_at=retired_at
    )
    _ask_others(plan)
    return plan.differences()


def _ask_others(plan: Plan) -> None:
    """Have the courses read anew that a lesson was taken from, or that have taken one."""
    if plan.taken_from or plan.handed_to:
        wanted = Q(pk__in=plan.taken_from) | Q(key__in=plan.handed_to)
        ask_refreshes(Course.objects.filter(wanted).values_list("key", flat=True))


@transaction.atomic
def compare_outline(course_key: UUID) -> list[str]:
    """Return what of the outline is not as the course's pages are, read from scratch."""
    course = Course.objects.get(key=course_key)
    plan, _retired_at = _plan(course, timezone.now(), with_all=True)
    return plan.differences()


def _plan(course: Course, now: datetime, *, with_all: bool) -> tuple[Plan, datetime | None]:
    rows = Lesson.objects.filter(course=course).values_list("key", "content_hash")
    known = {} if with_all else dict(rows)
    syllabus = read_syllabus(course.key, known)
    retired_at = None if syllabus.has_pages else course.retired_at or now
    return plan_outline(course, syllabus, now), retired_at


def _write(plan: Plan, course: Course, now: datetime) -> None:
    Lesson.objects.bulk_create(plan.new_lessons, batch_size=BATCH)
    Lesson.objects.bulk_update(plan.lessons, OF_LESSONS, batch_size=BATCH)
    _retire(plan.gone_lessons, course, now)
    Block.objects.bulk_update(plan.blocks, OF_BLOCKS, batch_size=BATCH)
    Block.objects.bulk_create(plan.new_blocks, batch_size=BATCH)
    LessonLanguage.objects.bulk_create(plan.new_languages, batch_size=BATCH)
    LessonLanguage.objects.bulk_update(plan.languages, OF_LANGUAGES, batch_size=BATCH)
    for listing in plan.new_listings:
        listing.save()
        _copy_prices(listing)
    Listing.objects.bulk_update(plan.listings, OF_LISTINGS, batch_size=BATCH)


def _retire(rows: Sequence[Lesson], course: Course, now: datetime) -> None:
    if not rows:
        return
    # Only while they are this course's: another one may have taken them over meanwhile.
    mine = Lesson.objects.filter(pk__in=[row.pk for row in rows], course=course)
    mine.update(retired_at=Coalesce("retired_at", Value(now)), is_live=False)
    LessonLanguage.objects.filter(lesson__in=mine).update(is_live=False, live_revision=None)


def _copy_prices(listing: Listing) -> None:
    other = Listing.objects.filter(course=listing.course_id).exclude(pk=listing.pk).first()
    if other is not None:
        ListingPrice.objects.bulk_create(
            ListingPrice(listing=listing, currency=price.currency, amount=price.amount)
            for price in other.prices.all()
        )


def mend_outlines(now: datetime | None = None) -> dict[UUID, list[str]]:
    """Do what was asked for and lost, and look at the courses that were not read for the longest.

    Returns of each course that had to be mended what was changed. Nobody had asked for the
    second kind, so each of those is told to whoever watches the log.
    """
    now = now or timezone.now()
    lost = Course.objects.filter(asked_at__lt=now - LOST_AFTER).order_by("asked_at")
    mended = {key: _mend(key, now) for key in lost.values_list("key", flat=True)}
    old = Course.objects.exclude(refreshed_at__gte=now - READ_ANEW_AFTER)
    old = old.order_by(F("refreshed_at").asc(nulls_first=True))
    for key, refreshed_at in list(old.values_list("key", "refreshed_at")[:OLDEST_AT_ONCE]):
        mended[key] = _mend(key, now, with_all=True)
        if mended[key] and refreshed_at is not None:
            rows = mended[key][:20]
            logger.warning("An outline was wrong", extra={"event": "outline.mended", "rows": rows})
    return {key: changes for key, changes in mended.items() if changes}


def _mend(key: UUID, now: datetime, *, with_all: bool = False) -> list[str]:
    try:
        return refresh_outline(key, now=now, with_all=with_all)
    except Exception:
        # One course that cannot be read must not keep the others from being mended.
        logger.exception("An outline cannot be read", extra={"event": "outline.failed"})
        Course.objects.filter(key=key).update(refreshed_at=now)
        return []
