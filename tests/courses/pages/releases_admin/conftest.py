"""A released course whose owner changes a lesson, and those who meet it."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.urls import reverse

from courses.outline.models import Course
from courses.pages.enums import CourseRole
from courses.pages.models import CoursePage, LessonPage, Release
from courses.pages.services import add_member, publish_course, release_course, submit_course
from tests.factories.accounts import UserFactory
from tests.factories.courses import lessons_of, make_course, make_instructor, write_lesson
from tests.factories.keeping import once
from tests.factories.site import make_site

FIRST = "Water runs downhill."


def to(name: str, *args: Any) -> str:
    return reverse(f"courses_admin:{name}", args=args)


def words_of(response: Any) -> str:
    """Return the page's text on one line."""
    return " ".join(response.content.decode().split())


def written_course(owner: Any, title: str, *, chapters: int = 2, lessons: int = 2) -> CoursePage:
    """Return a draft course that lacks nothing."""
    course = make_course(
        owner=owner,
        title=title,
        chapters=chapters,
        lessons=lessons,
        live=False,
        outcomes=[("item", "Read a river")],
    )
    for lesson in lessons_of(course):
        write_lesson(lesson, [("text", f"<p>{FIRST}</p>")])
    return course


def released_course(owner: Any, title: str, **size: int) -> CoursePage:
    """Return a course that lacks nothing, live as release 1."""
    course = written_course(owner, title, **size)
    publish_course(course, by=owner)
    return CoursePage.objects.get(pk=course.pk)


def spoil(lesson: LessonPage) -> None:
    """Put an image block without an image into the lesson's draft."""
    draft = lesson.get_latest_revision_as_object()
    field = draft._meta.get_field("body")
    draft.body = field.stream_block.to_python([{"type": "image", "value": {}, "id": "1" * 8}])
    draft.save_revision(clean=False)


@dataclass
class Scene:
    """A course, its people and two others. `reviewer` has the role on the site only."""

    course: CoursePage
    owner: Any
    editor: Any
    member: Any
    reviewer: Any
    administrator: Any

    @property
    def lesson(self) -> LessonPage:
        return lessons_of(self.course)[0]

    def change(self, words: str = "Water runs to the sea.") -> None:
        """Write another text into the first lesson, as a draft."""
        write_lesson(self.lesson, [("text", f"<p>{words}</p>")])

    def submit(self, **options: Any) -> Release:
        return submit_course(self.course, by=self.owner, **options)

    def release(self, words: str) -> Release:
        """Change the lesson and put it live."""
        self.change(words)
        return release_course(self.course, by=self.administrator)

    def allow_corrections(self) -> None:
        Course.objects.filter(key=self.course.course_key).update(allows_corrections=True)

    def releases(self) -> list[tuple[Any, str]]:
        """Return what is written down of releases: number and state."""
        rows = Release.objects.of_course(self.course.course_key).order_by("pk")
        return list(rows.values_list("number", "state"))

    def read(self) -> str:
        """Return what readers get of the first lesson."""
        return str(LessonPage.objects.get(pk=self.lesson.pk).body[0].value)


def make_scene() -> Scene:
    make_site(["en"])
    owner, editor = make_instructor("Ola Owner"), make_instructor("Edi Tor")
    # Reviews this course, and none else.
    member = make_instructor("Mo Ember")
    course = released_course(owner, "Reading a River")
    add_member(course, member, CourseRole.REVIEWER, by=owner)
    add_member(course, editor, CourseRole.EDITOR, by=owner)
    reviewer = UserFactory(reviewer=True, display_name="Rhea Viewer")
    administrator = UserFactory(administrator=True, display_name="Ada Min")
    return Scene(course, owner, editor, member, reviewer, administrator)


@pytest.fixture
def scene(db) -> Scene:
    return once(("scene",), make_scene)
