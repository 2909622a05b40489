"""What it takes to make the outline what a syllabus says: found first, written afterwards."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from courses.outline.models import Block, Course, Lesson, LessonLanguage, Listing
from courses.outline.services.syllabus import (
    Syllabus,
    SyllabusBlock,
    SyllabusLesson,
    SyllabusListing,
)

OF_LESSONS = (
    "course_id",
    "chapter_key",
    "position",
    "is_required",
    "is_free_preview",
    "is_live",
    "content_hash",
    "retired_at",
)
OF_BLOCKS = (
    "lesson_id",
    "kind",
    "position",
    "is_required",
    "material_hash",
    "changed_at",
    "retired_at",
)
OF_LANGUAGES = ("is_live", "live_revision")
# Of a listing that is not live only these follow its page: the rest is what was live last.
OF_DRAFTS = ("page_id", "is_live")
OF_LISTINGS = (
    *OF_DRAFTS,
    "title",
    "level",
    "category_id",
    "duration_minutes",
    "lessons",
    "first_released_at",
)


@dataclass
class Plan:
    """Rows to make and rows to change. A new row's lesson may be new itself.

    `taken_from` are primary keys of courses that lose a lesson by it, `handed_to` are keys of
    courses that have taken one over: both have to be read anew.
    """

    new_lessons: list[Lesson] = field(default_factory=list)
    lessons: list[Lesson] = field(default_factory=list)
    gone_lessons: list[Lesson] = field(default_factory=list)
    new_blocks: list[Block] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    new_languages: list[LessonLanguage] = field(default_factory=list)
    languages: list[LessonLanguage] = field(default_factory=list)
    new_listings: list[Listing] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    taken_from: set[int] = field(default_factory=set)
    handed_to: set[UUID] = field(default_factory=set)

    def differences(self) -> list[str]:
        """Return what is not as it should be, one line for each row, without what is in it."""
        found = []
        for one in fields(self):
            if one.name not in ("taken_from", "handed_to"):
                found += [f"{one.name}: {row}" for row in getattr(self, one.name)]
        return found


def hash_of_material(material: Any) -> str:
    """Return what a block's material part is known by, whatever the order of its keys."""
    text = json.dumps(material, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def plan_outline(course: Course, syllabus: Syllabus, now: datetime) -> Plan:
    """Return what is to be written so that the outline is what the syllabus says."""
    plan = Plan()
    keys = [lesson.key for lesson in syllabus.lessons]
    # A lesson that came from another course is still that course's here.
    rows = Lesson.objects.filter(Q(course=course) | Q(key__in=keys))
    by_key = {row.key: row for row in rows}
    # A block whose lesson's content is the same was not changed by its author: only how material
    # is read was, and nobody is asked to look again.
    was = {key: row.content_hash for key, row in by_key.items()}
    plan.taken_from = {row.course_id for row in by_key.values()} - {course.pk}
    for position, lesson in enumerate(syllabus.lessons):
        by_key[lesson.key] = _plan_lesson(plan, course, by_key.get(lesson.key), lesson, position)
    changed = {one.key for one in syllabus.lessons if was.get(one.key) != one.content_hash}
    _Blocks(plan, syllabus, by_key, now, changed).plan()
    left = {key: row for key, row in by_key.items() if key not in set(keys)}
    # A lesson that another course has taken over is that course's to write.
    plan.handed_to = {syllabus.elsewhere[key] for key in left if key in syllabus.elsewhere}
    mine = {key: row for key, row in by_key.items() if key not in syllabus.elsewhere}
    still_read = _plan_languages(plan, syllabus, mine)
    for key in left.keys() & mine.keys():
        row = left[key]
        if row.retired_at is None or row.is_live or row.pk in still_read:
            row.retired_at, row.is_live = row.retired_at or now, False
            plan.gone_lessons.append(row)
    _plan_listings(plan, course, syllabus.listings)
    return plan


def _set(row: Any, names: Iterable[str], values: dict[str, Any]) -> bool:
    changed = [name for name in names if name in values and getattr(row, name) != values[name]]
    for name in changed:
        setattr(row, name, values[name])
    return bool(changed)


def _plan_lesson(
    plan: Plan, course: Course, row: Lesson | None, lesson: SyllabusLesson, position: int
) -> Lesson:
    values = {
        "course_id": course.pk,
        "chapter_key": lesson.chapter_key,
        "position": position,
        "is_required": lesson.is_required,
        "is_free_preview": lesson.is_free_preview,
        "is_live": lesson.is_live,
        "content_hash": lesson.content_hash,
        "retired_at": None,
    }
    if row is None:
        row = Lesson(key=lesson.key, **values)
        plan.new_lessons.append(row)
    elif _set(row, OF_LESSONS, values):
        plan.lessons.append(row)
    return row


class _Blocks:
    """The blocks of those lessons whose content was read."""

    def __init__(
        self,
        plan: Plan,
        syllabus: Syllabus,
        lessons: dict[UUID, Lesson],
        now: datetime,
        changed: set[UUID],
    ) -> None:
        self.to, self.syllabus, self.lessons = plan, syllabus, lessons
        self.changed = changed
        self.at = syllabus.released_at or now
        self.now = now
        self.read = [lesson for lesson in syllabus.lessons if lesson.blocks is not None]
        self.rows: dict[tuple[int, UUID], Block] = {}
        self.touched: dict[tuple[int, UUID], Block] = {}

    def plan(self) -> None:
        """Find what changes."""
        self._fetch()
        wanted = {(lesson.key, block.uuid) for lesson in self.read for block in lesson.blocks or ()}
        for lesson in self.read:
            row = self.lessons[lesson.key]
            for position, block in enumerate(lesson.blocks or ()):
                self._plan_block(row, block, position, wanted)
        self._retire(wanted)
        self._look_again()
        self.to.blocks += self.touched.values()

    def _fetch(self) -> None:
        keys = {lesson.key for lesson in self.read}
        keys |= {lesson for lesson, _uuid in self.syllabus.look_again}
        pks = {self.lessons[key].pk for key in keys if key in self.lessons}
        carried = {move.uuid for move in self.syllabus.carried}
        pks.discard(None)
        # Two courses that exchange a block may be read at once: the second waits for its row.
        locked = Block.objects.filter(block_uuid__in=carried).order_by("pk")
        came = list(locked.select_for_update(no_key=True)) if carried else []
        for row in (*Block.objects.filter(lesson__in=pks), *came):
            self.rows[row.lesson_id, row.block_uuid] = row
        self.keys = {row.pk: key for key, row in self.lessons.items() if row.pk is not None}
        missing = {row.lesson_id for row in self.rows.values()} - self.keys.keys()
        if missing:
            self.keys |= dict(Lesson.objects.filter(pk__in=missing).values_list("pk", "key"))

    def _touch(self, row: Block) -> None:
        self.touched[row.pk] = row  # type: ignore[index]  # by its primary key, once

    def _plan_block(
        self, lesson: Lesson, block: SyllabusBlock, position: int, wanted: set[tuple[UUID, UUID]]
    ) -> None:
        row = self.rows.get((lesson.pk, block.uuid)) or self._carried(lesson, block.uuid, wanted)
        values = {
            "kind": block.kind,
            "position": position,
            "is_required": block.is_required,
            "material_hash": hash_of_material(block.material),
            "retired_at": None,
        }
        if row is None:
            self.to.new_blocks.append(Block(lesson=lesson, block_uuid=block.uuid, **values))
            return
        if row.material_hash != values["material_hash"] and lesson.key in self.changed:
            values["changed_at"] = self.at
        if _set(row, OF_BLOCKS, values):
            self._touch(row)

    def _carried(self, lesson: Lesson, uuid: UUID, wanted: set[tuple[UUID, UUID]]) -> Block | None:
        """Return the row of a block that came from another lesson with its record."""
        linked = self._linked(lesson.key, uuid)
        for (lesson_id, block_uuid), row in list(self.rows.items()):
            key = self.keys[lesson_id]
            if block_uuid != uuid or key not in linked or (key, uuid) in wanted:
                continue
            if row.retired_at is None and not self._is_read(key):
                # It is still there: that lesson's content did not change.
                continue
            del self.rows[lesson_id, block_uuid]
            row.lesson = lesson
            if lesson.pk is not None:
                self.rows[lesson.pk, uuid] = row
            self._touch(row)
            return row
        return None

    def _linked(self, key: UUID, uuid: UUID) -> set[UUID]:
        found = {key}
        pairs = [move.lessons for move in self.syllabus.carried if move.uuid == uuid]
        for _step in pairs:
            for pair in pairs:
                if pair & found:
                    found |= pair
        return found - {key}

    def _is_read(self, key: UUID) -> bool:
        return any(lesson.key == key for lesson in self.read)

    def _retire(self, wanted: set[tuple[UUID, UUID]]) -> None:
        read = {lesson.key for lesson in self.read}
        for (lesson_id, uuid), row in self.rows.items():
            key = self.keys[lesson_id]
            if key in read and (key, uuid) not in wanted and row.retired_at is None:
                row.retired_at = self.now
                self._touch(row)

    def _look_again(self) -> None:
        for key, uuid in self.syllabus.look_again:
            lesson = self.lessons.get(key)
            row = self.rows.get((lesson.pk, uuid)) if lesson is not None else None
            if row is not None and (row.changed_at is None or row.changed_at < self.at):
                row.changed_at = self.at
                self._touch(row)


def _plan_languages(plan: Plan, syllabus: Syllabus, lessons: dict[UUID, Lesson]) -> set[int]:
    """Plan those of the lessons in the syllabus; return which others have a live one."""
    found = LessonLanguage.objects.filter(lesson__in=[row.pk for row in lessons.values() if row.pk])
    rows = {(row.lesson_id, row.locale_id): row for row in found}
    for lesson in syllabus.lessons:
        parent = lessons[lesson.key]
        for language in lesson.languages:
            values = {"is_live": True, "live_revision": language.live_revision}
            row = rows.pop((parent.pk, language.locale_id), None) if parent.pk else None
            if row is None:
                new = LessonLanguage(lesson=parent, locale_id=language.locale_id, **values)
                plan.new_languages.append(new)
            elif _set(row, OF_LANGUAGES, values):
                plan.languages.append(row)
    kept = {lessons[lesson.key].pk for lesson in syllabus.lessons}
    still_read = {row.lesson_id for row in rows.values() if row.is_live}
    for row in rows.values():
        is_changed = _set(row, OF_LANGUAGES, {"is_live": False, "live_revision": None})
        if is_changed and row.lesson_id in kept:
            plan.languages.append(row)
    return still_read - kept


def _plan_listings(plan: Plan, course: Course, listings: Iterable[SyllabusListing]) -> None:
    rows = {row.locale_id: row for row in Listing.objects.filter(course=course)}
    seen = set()
    for listing in listings:
        seen.add(listing.locale_id)
        names = OF_LISTINGS if listing.is_live else OF_DRAFTS
        values = {name: getattr(listing, name) for name in names}
        row = rows.get(listing.locale_id)
        if row is None:
            plan.new_listings.append(_new_listing(course, listing.locale_id, values, rows))
        elif _set(row, OF_LISTINGS, values):
            plan.listings.append(row)
    for locale_id, row in rows.items():
        if locale_id not in seen and _set(row, OF_LISTINGS, {"is_live": False, "page_id": None}):
            plan.listings.append(row)


def _new_listing(
    course: Course, locale_id: int, values: dict[str, Any], rows: dict[int, Listing]
) -> Listing:
    """Return a new language's row; what others know of the course holds in every language."""
    row = Listing(course=course, locale_id=locale_id, **values)
    for other in rows.values():
        row.rating_average, row.rating_count = other.rating_average, other.rating_count
        row.enrolments = other.enrolments
    return row
