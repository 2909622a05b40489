"""What must be true of courses whose publishing was killed: all of it, or nothing."""

import time
from collections import Counter
from itertools import pairwise
from typing import Any

from django.db import connection, transaction
from wagtail.models import Page

from cms.eventlog.models import Delivery, Event, OutboxEntry
from cms.notifications.models import Notification, OutgoingMail
from courses.outline.models import Block, Course, Lesson, LessonLanguage, Listing, ListingPrice
from courses.outline.services import compare_outline, refresh_outline
from courses.pages.enums import ReleaseKind
from courses.pages.models import CoursePage, Release, ReleasedContent, ReleaseItem
from courses.pages.releases.content import content_of, hash_of
from courses.pages.services import live_release
from tests.courses.outline.killing.browser import SAID, Seen
from tests.courses.pages.releases.states import everything, is_whole

SECONDS = 60.0
BUSY = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid() AND state <> 'idle' AND backend_type = 'client backend'"
)
# A statement of whoever polls is over at once; nothing may wait, or hold a transaction.
STUCK = (
    "SELECT pid, state, query FROM pg_stat_activity WHERE datname = current_database()"
    " AND pid <> pg_backend_pid()"
    " AND (state LIKE '%%in transaction%%' OR wait_event_type = 'Lock')"
    " AND state_change < clock_timestamp() - interval '2 seconds'"
)
ADVISORY = (
    "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
    " WHERE datname = current_database() AND locktype = 'advisory'"
)
# What was told before anything was published.
BEFORE = ("courses.course_created", "courses.member_added")


def rows_of(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def wait_until_gone() -> None:
    """Return once nobody is at work in the database: what a dead process began is settled."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if rows_of(BUSY) == [(0,)]:
            return
        time.sleep(0.01)
    raise AssertionError(rows_of(STUCK))


def state_of(course: CoursePage) -> dict[str, Any]:
    """Return all that a publish could change of the course, in every language."""
    state = everything(course)
    # Others tell events meanwhile.
    del state["events"]
    return {**state, "told": told(course), "translated": translated(course)}


def translated(course: CoursePage) -> list[Any]:
    """Return what readers see of the course's other languages."""
    return [
        (page.pk, page.live, page.live_revision_id, hash_of(content_of(page)))
        for page in _in_other_languages(course)
    ]


def _in_other_languages(course: CoursePage) -> list[Page]:
    others = CoursePage.objects.filter(translation_key=course.course_key).exclude(pk=course.pk)
    return [
        page
        for other in others
        for page in Page.objects.descendant_of(other, inclusive=True).order_by("path").specific()
    ]


def told(course: CoursePage) -> Counter[tuple[str, Any]]:
    """Return how often each fact of the course was told: its name, and the release or state."""
    row = Course.objects.get(key=course.course_key)
    events = Event.objects.filter(subject_id=str(row.pk), name__startswith="courses.")
    return Counter(
        (event.name, event.data.get("release_id", event.data.get("after")))
        for event in events
        if event.subject_type.endswith("course")
    )


def check_whole(course: CoursePage) -> None:
    """Assert that one release is live with all its pages, in every language, or none."""
    assert is_whole(course)
    release = live_release(course.course_key)
    items = ReleaseItem.objects.filter(release=release).exclude(locale=course.locale_id)
    kept = set(items.values_list("page_key", "locale_id", "content_id"))
    live = {
        (page.translation_key, page.locale_id, hash_of(content_of(page)))
        for page in _in_other_languages(course)
        if page.live
    }
    assert live == kept


def check_told(course: CoursePage, *, taken_off: int, changed: int) -> None:
    """Assert that the log tells each release, submission and approval once, and nothing else.

    `taken_off` is how often the course left the site, `changed` how often its state was another.
    """
    facts = told(course)
    for fact in [fact for fact in facts if fact[0] in BEFORE]:
        del facts[fact]
    states = sum(facts.pop(fact) for fact in list(facts) if fact[0] == "courses.state_changed")
    assert states == changed
    expected: Counter[tuple[str, Any]] = Counter()
    for release in Release.objects.of_course(course.course_key):
        expected.update(("courses." + name, release.pk) for name in _facts_of(release))
    if taken_off:
        expected["courses.course_unpublished", None] = taken_off
    assert facts == expected


def _facts_of(release: Release) -> list[str]:
    is_decided = release.decided_by_id is not None and release.kind == ReleaseKind.FULL
    return [
        *(["release_submitted"] if release.note else []),
        *(["release_approved"] if is_decided else []),
        *(["course_released"] if release.number else []),
        *(["course_rolled_back"] if release.kind == ReleaseKind.ROLLBACK else []),
    ]


def differences(courses: list[CoursePage]) -> list[str]:
    """Return what is wrong with the courses' outlines, and which are still asked for."""
    keys = [course.course_key for course in courses]
    asked = Course.objects.filter(key__in=keys).exclude(asked_at=None)
    wrong = [line for key in keys for line in compare_outline(key)]
    return [*wrong, *(f"{course.key} is asked for" for course in asked)]


def wait_until_equal(courses: list[CoursePage], since: float) -> tuple[bool, float]:
    """Return whether the outlines had to be mended, and how long after `since` they were right."""
    found = first = differences(courses)
    while found:
        after = time.monotonic() - since
        assert after < SECONDS, found
        time.sleep(0.1)
        found = differences(courses)
    return bool(first), time.monotonic() - since


def check_rebuilt(course: CoursePage) -> None:
    """Assert that the outline's rows are those that are made where there are none."""
    row = Course.objects.get(key=course.course_key)
    kept = outline_rows(row)
    with transaction.atomic():
        for model, where in (
            (Block, {"lesson__course": row}),
            (LessonLanguage, {"lesson__course": row}),
            (Lesson, {"course": row}),
            (ListingPrice, {"listing__course": row}),
            (Listing, {"course": row}),
        ):
            model.objects.filter(**where).delete()
        refresh_outline(row.key, with_all=True)
        made = outline_rows(row)
        transaction.set_rollback(True)
    wrong = {name: (rows, made[name]) for name, rows in kept.items() if rows != made[name]}
    assert not wrong, wrong
    assert kept["lessons"]
    assert kept["blocks"]


def outline_rows(row: Course) -> dict[str, list[Any]]:
    """Return the course's outline without what a new one cannot know: ids, former times, and what
    is remembered of languages that readers no longer have."""
    lessons = Lesson.objects.kept().filter(course=row).order_by("position")
    blocks = Block.objects.kept().filter(lesson__course=row)
    languages = LessonLanguage.objects.filter(lesson__course=row, is_live=True)
    listings = Listing.objects.filter(course=row, is_live=True)
    of_lesson = ("key", "chapter_key", "position", "is_required", "is_free_preview", "is_live")
    of_block = ("lesson__key", "block_uuid", "kind", "position", "is_required", "material_hash")
    of_listing = ("locale", "page_id", "title", "level", "category")
    of_length = ("duration_minutes", "lessons", "first_released_at")
    return {
        "lessons": list(lessons.values_list(*of_lesson, "content_hash")),
        "blocks": sorted(blocks.values_list(*of_block)),
        "languages": sorted(
            languages.values_list("lesson__key", "lesson__retired_at", "locale", "live_revision"),
            key=str,
        ),
        "listings": sorted(listings.values_list(*of_listing, *of_length), key=str),
    }


def wait_until_quiet() -> None:
    """Return once every event was handed on and every mail was sent."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        left = (
            OutboxEntry.objects.count(),
            Delivery.objects.waiting().count(),
            OutgoingMail.objects.filter(state__in=("pending", "sending")).count(),
        )
        if left == (0, 0, 0):
            return
        time.sleep(0.1)
    raise AssertionError(left)


def check_delivered() -> int:
    """Assert that each event reached each of its handlers, and had its effect once.

    Returns how many there were.
    """
    assert set(Delivery.objects.values_list("state", flat=True)) == {"done"}
    seen = Counter(Delivery.objects.values_list("event", "handler"))
    assert set(seen.values()) == {1}
    notices = Notification.objects.filter(kind__startswith="courses.release_")
    rows = [(row.user_id, row.kind, row.data["release"]) for row in notices]
    assert set(Counter(rows).values()) <= {1}
    scheduled = Release.objects.numbered().exclude(go_live_at=None)
    wanted = {
        (release.submitted_by_id, "courses.release_live", release.pk) for release in scheduled
    }
    assert {row for row in rows if row[1] == "courses.release_live"} == wanted
    assert set(OutgoingMail.objects.values_list("state", flat=True)) <= {"sent", "unsure"}
    return len(seen)


def words_of_releases(course: CoursePage) -> list[set[tuple[str, int]]]:
    """Return of each release, the first first, all that readers may be told of it."""
    contents = dict(ReleasedContent.objects.values_list("hash", "content"))
    states = []
    for release in Release.objects.of_course(course.course_key).numbered().order_by("number"):
        items = ReleaseItem.objects.filter(release=release, locale=release.locale_id)
        said: set[tuple[str, int]] = set()
        for _kind, key in items.values_list("kind", "content_id"):
            said |= {(word, int(number)) for word, number in SAID.findall(str(contents[key]))}
        states.append(said)
    return states


Words = set[tuple[str, int]]


def check_readers(
    seen: list[Seen], whole: dict[str, list[Words]], windows: list[tuple[float, float]]
) -> Counter[str]:
    """Assert that each answer said what one release says, all of it, or that nothing is there.

    A page is read in several statements. An answer that was begun before a release went live and
    ended after it may have words of both: these two, and no others. While a course is taken off
    the site its own page may still be found, without its lessons.
    """
    kinds = Counter(_kind_of(one, whole[one.path], windows) for one in seen)
    wrong = [one for one in seen if _kind_of(one, whole[one.path], windows) == "wrong"]
    assert not wrong, (wrong[:5], kinds)
    return kinds


def _kind_of(one: Seen, states: list[Words], windows: list[tuple[float, float]]) -> str:
    if one.status == 404 and not one.said:
        return "off the site"
    if one.status != 200 or not one.said:
        return "wrong"
    meets = any(one.began < end and begin < one.ended for begin, end in windows)
    is_all = any(word.startswith("Lesson") for word, _number in one.said)
    if any(one.said <= state for state in states) and (is_all or meets):
        return "whole" if is_all else "just leaving the site"
    both = any(one.said <= old | new for old, new in pairwise(states))
    return "of two that follow each other" if meets and both else "wrong"
