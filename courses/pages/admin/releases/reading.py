"""What the screens of releases show: what is open, what has changed, what is missing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from courses.outline.models import Course
from courses.pages.comparing import PageChange, compare, describe
from courses.pages.enums import ReleaseState
from courses.pages.models import CoursePage, Release
from courses.pages.readiness import Defect
from courses.pages.releases.content import (
    Draft,
    read_draft,
    read_release,
)

# The author has to do something about these.
UNWANTED = (ReleaseState.SENT_BACK, ReleaseState.FAILED)


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
    return read_release(live) if live is not None else None


def changes_since_release(course_page: CoursePage) -> list[PageChange]:
    """Return how the newest drafts differ from what readers see."""
    return describe(compare(read_live(course_page.course_key), read_draft(course_page)))


def in_groups(defects: Iterable[Defect]) -> list[DefectGroup]:
    """Return defects by their pages, in the order of the pages."""
    groups: dict[Any, DefectGroup] = {}
    for defect in defects:
        group = groups.setdefault(defect.page_id, DefectGroup(defect.page_title))
        group.defects.append(defect)
    return list(groups.values())
