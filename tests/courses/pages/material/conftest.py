"""A released course whose first lesson has a quiz and a text, with ids that last."""

from typing import Any
from uuid import UUID

import pytest

from courses.outline.models import Block
from courses.pages.models import LessonPage, Release
from courses.pages.services import release_course
from tests.courses.pages.material.bodies import block_id, quiz, text
from tests.courses.pages.releases_admin.conftest import Scene, make_scene
from tests.factories.courses import lessons_of
from tests.factories.keeping import once


def write(lesson: LessonPage, *body: dict[str, Any]) -> None:
    """Write these stored blocks into the lesson's draft."""
    draft = lesson.get_latest_revision_as_object()
    draft.body = draft._meta.get_field("body").stream_block.to_python(list(body))
    draft.save_revision(clean=False)


class Asked(Scene):
    """The scene with a quiz (block 1) and a text (block 2) in the first lesson, as release 2."""

    def write(self, *body: dict[str, Any]) -> None:
        write(self.lesson, *body)

    def name(self, kind: str, number: int = 1, lesson: LessonPage | None = None) -> str:
        """Return what the form calls a block's field."""
        return f"{kind}-{(lesson or self.lesson).translation_key}-{block_id(number)}"

    def changed(self) -> dict[int, Any]:
        """Return since when learners should look again at what is in the lesson."""
        rows = Block.objects.filter(lesson__key=self.lesson.translation_key, retired_at=None)
        return {row.block_uuid.int - 1000: row.changed_at for row in rows}

    def newest(self) -> Release:
        return Release.objects.of_course(self.course.course_key).order_by("-pk")[0]

    def said(self) -> list[int]:
        """Return what was said of the newest release: blocks by their numbers."""
        key = str(self.lesson.translation_key)
        assert all(lesson == key for lesson, _block in self.newest().look_again)
        return [UUID(block).int - 1000 for _lesson, block in self.newest().look_again]


def make_asked() -> Asked:
    scene = make_scene()
    asked = Asked(**vars(scene))
    write(lessons_of(scene.course)[0], quiz(), text())
    release_course(asked.course, by=asked.administrator)
    return asked


@pytest.fixture
def asked(db) -> Asked:
    return once(("asked",), make_asked)
