"""What the outline is made of: a course as its pages have it, without the pages.

This app knows no page. The app that has them registers how a course is read.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SyllabusBlock:
    """A block of a lesson: its lasting id and what learners' work depends on.

    `material` is JSON-able; it holds answer keys and is kept as a hash only.
    """

    uuid: UUID
    kind: str
    is_required: bool
    material: Any


@dataclass(frozen=True, slots=True)
class SyllabusLanguage:
    """A language that readers find a lesson in, and the revision that they read."""

    locale_id: int
    live_revision: int | None


@dataclass(frozen=True, slots=True)
class SyllabusLesson:
    """A lesson as it was last released. `blocks` is None where the content is known already.

    `languages` are those that readers find it in.
    """

    key: UUID
    chapter_key: UUID
    is_required: bool
    is_free_preview: bool
    is_live: bool
    content_hash: str
    blocks: tuple[SyllabusBlock, ...] | None
    languages: tuple[SyllabusLanguage, ...] = ()


@dataclass(frozen=True, slots=True)
class SyllabusListing:
    """A course in one language. Of a page that is not live nothing else is known: it is a draft."""

    locale_id: int
    page_id: int
    is_live: bool
    title: str = ""
    level: str = ""
    category_id: int | None = None
    duration_minutes: int = 0
    lessons: int = 0
    first_released_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CarriedBlock:
    """A block that was moved between two lessons with its record, in either direction."""

    uuid: UUID
    lessons: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Syllabus:
    """A course as it was last released: its lessons in their order, and what is live of them.

    `released_at` is when; `look_again` are blocks, by lesson and id, that learners are asked to
    look at again although nothing material changed. `elsewhere` are lessons of the release that
    another course has taken over, with that course's key.
    """

    course_key: UUID
    has_pages: bool
    released_at: datetime | None
    lessons: tuple[SyllabusLesson, ...]
    listings: tuple[SyllabusListing, ...] = ()
    look_again: frozenset[tuple[UUID, UUID]] = frozenset()
    carried: tuple[CarriedBlock, ...] = ()
    elsewhere: Mapping[UUID, UUID] = field(default_factory=dict)


# Of each lesson's key the hash of the content that is known: its blocks need not be read.
Known = Mapping[UUID, str]
Reader = Callable[[UUID, Known], Syllabus]

_readers: list[Reader] = []


class NoReaderError(LookupError):
    """Nobody registered how a course is read."""


def register_syllabus_reader(reader: Reader) -> None:
    """Let `reader` read courses from now on. Called once, when the apps are ready."""
    _readers[:] = [reader]


def read_syllabus(course_key: UUID, known: Known) -> Syllabus:
    """Return the course as it was last released. Raises NoReaderError."""
    if not _readers:
        raise NoReaderError(str(course_key))
    return _readers[0](course_key, known)
