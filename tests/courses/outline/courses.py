"""Courses without pages, as a syllabus says: what the outline makes of it is what is looked at."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from wagtail.models import Locale

from courses.outline.models import Block, Course, Lesson
from courses.outline.services import (
    Syllabus,
    SyllabusBlock,
    SyllabusLanguage,
    SyllabusLesson,
    SyllabusListing,
    hash_of_material,
    refresh_outline,
)
from courses.outline.services import syllabus as readers

RELEASED = datetime(2026, 5, 4, 12, tzinfo=UTC)
NOW = RELEASED + timedelta(minutes=1)


def block(number, *, kind="quiz", material="key", is_required=False):
    return SyllabusBlock(uuid.UUID(int=number), kind, is_required, {"key": material})


def lesson(number, *blocks, content="", languages=(), **fields):
    """Return a lesson; another content is another hash, and so do other blocks."""
    values = {
        "key": uuid.UUID(int=number),
        "chapter_key": uuid.UUID(int=1),
        "is_required": True,
        "is_free_preview": False,
        "is_live": bool(languages),
        "content_hash": content or hash_of_material(repr(blocks)),
        "blocks": blocks,
        "languages": tuple(SyllabusLanguage(pk, revision) for pk, revision in languages),
    }
    return SyllabusLesson(**{**values, **fields})


def listing(locale, **fields):
    return SyllabusListing(locale_id=locale.pk, page_id=7, is_live=True, **fields)


class Pages:
    """Stands for the app that has pages: says of each course what it is told to."""

    def __init__(self):
        self.courses = {}
        self.reads = []

    def course(self, *lessons, key=None, **fields):
        """Let a course, a new one without a key, be these lessons; return its row."""
        row, _is_new = Course.objects.get_or_create(key=key or uuid.uuid4())
        values = {"has_pages": True, "released_at": RELEASED, "lessons": lessons, **fields}
        self.courses[row.key] = Syllabus(course_key=row.key, **values)
        return row

    def read(self, key, known):
        self.reads.append((key, dict(known)))
        found = self.courses[key]
        if isinstance(found, Exception):
            raise found
        lessons = [
            replace(one, blocks=None) if known.get(one.key) == one.content_hash else one
            for one in found.lessons
        ]
        return replace(found, lessons=tuple(lessons))

    def refresh(self, *lessons, key=None, now=NOW, **fields):
        """Let a course be these lessons, and read it."""
        row = self.course(*lessons, key=key, **fields)
        refresh_outline(row.key, now=now)
        return Course.objects.get(pk=row.pk)


def registered(monkeypatch):
    """Return pages that courses are read from in this test."""
    pages = Pages()
    monkeypatch.setattr(readers, "_readers", [pages.read])
    return pages


def french():
    return Locale.objects.get_or_create(language_code="fr")[0]


def english():
    return Locale.objects.get_or_create(language_code="en")[0]


def lessons_now(course):
    """Return number, position and whether it is kept of each lesson."""
    rows = Lesson.objects.filter(course=course).order_by("position", "pk")
    return [(row.key.int, row.position, row.retired_at is None) for row in rows]


def row_of(number):
    return Lesson.objects.get(key=uuid.UUID(int=number))


def block_of(lesson_number, number):
    return Block.objects.get(
        lesson__key=uuid.UUID(int=lesson_number), block_uuid=uuid.UUID(int=number)
    )
