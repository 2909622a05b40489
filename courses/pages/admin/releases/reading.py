"""What the screens of releases show: what is open, what has changed, what is missing."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from courses.outline.models import Course
from courses.pages.admin.releases.forms import LookAgainForm
from courses.pages.comparing import PageChange, PartChange, compare, describe
from courses.pages.comparing.marking import marked, marks_of, parts_at
from courses.pages.enums import ReleaseState
from courses.pages.material import Judgement, Place, ending
from courses.pages.models import CoursePage, LessonPage, Release, ReleaseItem
from courses.pages.readiness import Defect
from courses.pages.releases.content import (
    Draft,
    Item,
    draft_item,
    read_draft,
    read_release,
)
from courses.pages.releases.handing_over import held_elsewhere, leave_out
from courses.pages.releases.looking_again import judge

# The author has to do something about these.
UNWANTED = (ReleaseState.SENT_BACK, ReleaseState.FAILED)


# So many blocks whose records end are named before the others are only counted.
MOST_ENDS = 10


@dataclass
class DefectGroup:
    """The defects of one page."""

    title: str
    defects: list[Defect] = field(default_factory=list)


def course_of(course_page: CoursePage) -> Course:
    """Return the course as records see it."""
    return Course.objects.get(key=course_page.course_key)


def open_release(course_key: UUID) -> Release | None:
    """Return what of the course waits for a reviewer or for its time."""
    rows = Release.objects.of_course(course_key).open()
    return rows.select_related("submitted_by", "decided_by").first()


def live_release(course_key: UUID) -> Release | None:
    """Return what readers see of the course."""
    return Release.objects.of_course(course_key).live().select_related("course").first()


def last_decision(course_key: UUID) -> Release | None:
    """Return the newest submission if it was sent back or failed: its author has to act."""
    newest = Release.objects.of_course(course_key).order_by("-pk").first()
    return newest if newest is not None and newest.state in UNWANTED else None


def read_live(course_key: UUID) -> Draft | None:
    """Return the course as readers see it, None before its first release."""
    live = live_release(course_key)
    if live is None:
        return None
    draft = read_release(live)
    # What another course has released since is no longer seen here.
    return leave_out(draft, held_elsewhere(course_key, draft.by_key()))


@dataclass(frozen=True)
class Compared:
    """What changed between two states of a course, and what that means for its learners."""

    pages: list[PageChange]
    judgements: dict[Place, Judgement]
    # Each changed block with its page, by where it is.
    parts: dict[Place, tuple[PageChange, PartChange]]
    # Removed blocks of which learners may have a record.
    ends: list[Place]


def compared(
    old: Draft | None,
    new: Draft,
    *,
    look_again: Collection[Place] = (),
    is_asking: bool = False,
) -> Compared:
    """Compare two states of a course, and mark what it means; of a first release nothing."""
    pages = describe(compare(old, new))
    if old is None:
        return Compared(pages, {}, {}, [])
    judgements = judge(old, new)
    ends = ending(old, judgements)
    marks = marks_of(judgements, look_again=look_again, ends=ends, is_asking=is_asking)
    pages = marked(pages, marks)
    return Compared(pages, judgements, parts_at(pages), ends)


def asking_context(form: LookAgainForm, found: Compared) -> dict[str, Any]:
    """Return what the templates need that ask whether learners should look again."""
    ends = [found.parts.get(place) for place in found.ends]
    shown = [one for one in ends if one is not None]
    return {
        "questions": form.questions(found.parts),
        "ticks": form.ticks(),
        "ends": shown[:MOST_ENDS],
        "more_ends": max(0, len(found.ends) - MOST_ENDS),
    }


def changes_since_release(course_page: CoursePage) -> Compared:
    """Return how the newest drafts differ from what readers see, before their author is asked."""
    old, new = read_live(course_page.course_key), read_draft(course_page)
    return compared(old, new, is_asking=True)


def changes_of_lesson(lesson: LessonPage) -> Compared:
    """Return how one lesson's newest draft differs from what readers see, before it is asked."""
    old, new = _lesson_alone(lesson)
    return compared(old, new, is_asking=True)


def judgements_of_lesson(lesson: LessonPage) -> dict[Place, Judgement]:
    """Return what became of the blocks of one lesson since readers got it."""
    return judge(*_lesson_alone(lesson))


def _lesson_alone(lesson: LessonPage) -> tuple[Draft | None, Draft]:
    """Return the lesson as readers see it and as its draft has it, each as a course of one page."""
    items = ReleaseItem.objects.filter(
        release__state=ReleaseState.LIVE, page_key=lesson.translation_key, locale=lesson.locale_id
    )
    new = draft_item(lesson)
    row = items.values_list("content_id", "content__content").order_by("-release").first()
    if row is None:
        return None, _course_of(new)
    return _course_of(replace(new, hash=row[0], content=row[1])), _course_of(new)


def _course_of(item: Item) -> Draft:
    return Draft((item,), {"chapters": []})


def changes_of(release: Release) -> Compared:
    """Return how a submission differs from what readers see, with what its author said."""
    old = read_live(release.course.key)
    return compared(old, read_release(release), look_again=said_of([release]))


def said_of(releases: Iterable[Release]) -> set[Place]:
    """Return what learners should look again at in these releases, as their authors said."""
    pairs = (pair for release in releases for pair in release.look_again)
    return {(UUID(lesson), UUID(block)) for lesson, block in pairs}


def in_groups(defects: Iterable[Defect]) -> list[DefectGroup]:
    """Return defects by their pages, in the order of the pages."""
    groups: dict[Any, DefectGroup] = {}
    for defect in defects:
        group = groups.setdefault(defect.page_id, DefectGroup(defect.page_title))
        group.defects.append(defect)
    return list(groups.values())
