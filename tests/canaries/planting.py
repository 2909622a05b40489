"""The planted site: two courses of two owners in two languages, a word in every field.

Made once for all tests of a process (`planted` in conftest.py); the next get the same rows again.
"""

from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Locale, Page

from courses.outline.models import Lesson
from courses.outline.services import refresh_outline
from courses.pages.enums import CourseRole, Persona
from courses.pages.models import ChapterPage, CoursePage, LessonPage, Release, WalkLink
from courses.pages.services import (
    add_chapter,
    add_lesson,
    add_member,
    publish_course,
    release_course,
    remove_member,
    remove_page,
    send_back,
    submit_course,
)
from tests.canaries.files import Files, plant_files
from tests.canaries.outside import Outside
from tests.canaries.people import FIRST, MEMBERS, NOBODY, SECOND, Shelf, Who, may_see
from tests.canaries.people_planted import plant_people
from tests.canaries.tokens import Canaries
from tests.canaries.traces import plant_removed, plant_traces
from tests.canaries.writing import (
    DRAFT_FREE,
    DRAFT_LOCKED,
    LIVE_FREE,
    LIVE_LOCKED,
    RETIRED,
    SUBMITTED,
    Generation,
    Writer,
)
from tests.courses.pages.walk.walks import send_link
from tests.factories.courses import chapters_of, lessons_of, make_course
from tests.factories.site import make_site


@dataclass
class PlantedCourse:
    """One of the two courses, with what hangs on it."""

    name: str
    owner: Any
    course: CoursePage
    chapter: ChapterPage
    free: LessonPage
    locked: LessonPage
    files: dict[str, Files]
    # By what they are: gone with the live release, never released.
    others: dict[str, Page] = field(default_factory=dict)
    traces: dict[str, Any] = field(default_factory=dict)

    @property
    def pages(self) -> list[Page]:
        """All its pages, of which the first stand for their kinds."""
        return [self.course, self.chapter, self.locked, self.free, *self.others.values()]


@dataclass
class Planted:
    """Everything that was planted, and who may see it."""

    canaries: Canaries
    people: dict[Who, Any]
    first: PlantedCourse
    second: PlantedCourse
    links: dict[Who, WalkLink]
    outside: dict[str, Any] = field(default_factory=dict)

    @property
    def courses(self) -> list[PlantedCourse]:
        return [self.first, self.second]


def plant() -> Planted:
    """Make the site. Called through `once`."""
    make_site(["en", "fr"], legal=True)
    canaries = Canaries()
    people = plant_people(canaries)
    outside = Outside(canaries, people)
    things = outside.settings() | outside.snippets("en") | outside.snippets("fr")
    # English for the first, French for the second.
    first = begin(canaries, FIRST, people[Who.OWNER], "en", things)
    second = begin(canaries, SECOND, people[Who.OTHER], "fr", things)
    for course, roles in (
        (first, {Who.EDITOR: CourseRole.EDITOR, Who.COURSE_REVIEWER: CourseRole.REVIEWER}),
        (second, {Who.HELPER: CourseRole.EDITOR, Who.LOOKER: CourseRole.REVIEWER}),
    ):
        for who, role in roles.items():
            add_member(course.course, people[who], role, by=course.owner)
    write_first(canaries, first, people)
    write_second(canaries, second, people)
    links = {
        Who.SHOWN_AS_LEARNER: send_link(first.course, persona=Persona.LEARNER),
        Who.SHOWN_AS_GUEST: send_link(first.course, persona=Persona.GUEST),
    }
    things |= outside.pages(first.files["open"]) | outside.records()
    outside.secrets()
    planted = Planted(canaries, people, first, second, links, things)
    for course in planted.courses:
        for files in course.files.values():
            files.image.get_rendition("width-32")
        course.files["open"].image.get_rendition("width-32|public")
    note_prints(planted)
    for course in planted.courses:
        read_anew(course)
    return planted


def begin(
    canaries: Canaries, name: str, owner: Any, language: str, things: dict[str, Any]
) -> PlantedCourse:
    """Return a course that is a draft, with its files."""
    course = make_course(
        owner=owner,
        title="Begun",
        live=False,
        lessons=2,
        locale=Locale.objects.get(language_code=language),
        category=things[f"category {language}"],
    )
    course.tags.set([things[f"tag {language}"]])
    chapter, (free, locked) = chapters_of(course)[0], lessons_of(course)
    files = {
        kind: plant_files(canaries, course, kind, may_see(name, shelf), name)
        for kind, shelf in (
            ("open", Shelf.OPEN),
            ("locked", Shelf.LOCKED),
            ("draft", Shelf.DRAFT_OPEN),
            ("draft locked", Shelf.DRAFT_LOCKED),
        )
    }
    free.is_free_preview = True
    return PlantedCourse(name, owner, course, chapter, free, locked, files)


def write_first(canaries: Canaries, planted: PlantedCourse, people: dict[Who, Any]) -> None:
    """Release it twice, submit it twice, and write on: each time with other words."""
    owner, administrator, course = planted.owner, people[Who.ADMINISTRATOR], planted.course
    gone = add_lesson(planted.chapter, "Gone", by=owner)
    planted.others["gone"] = gone

    def word(where: str, *, is_met: bool = True) -> str:
        return canaries.word(f"first {where}", MEMBERS[FIRST], is_met=is_met)

    write_all(canaries, planted, RETIRED, RETIRED, gone)
    publish_course(course, by=owner)
    remove_page(course, gone.pk, by=owner)
    write_all(canaries, planted, LIVE_FREE, LIVE_LOCKED)
    release_course(
        course,
        by=administrator,
        note=word("Release.note (live)"),
        override_reason=word("Release.override_reason"),
    )
    write_all(canaries, planted, SUBMITTED, SUBMITTED)
    # Both are shown until it is submitted again.
    back = submit_course(course, by=owner, note=word("Release.note (sent back)", is_met=False))
    reason = word("Release.reason", is_met=False)
    send_back(back, by=people[Who.COURSE_REVIEWER], reason=reason)
    submit_course(course, by=owner, note=word("Release.note (waiting)"))
    write_all(canaries, planted, DRAFT_FREE, DRAFT_LOCKED)
    chapter = add_chapter(course, "New", by=owner)
    lesson = add_lesson(chapter, "New", by=owner)
    writer = writer_of(canaries, planted, "draft locked")
    for what, page in (("new chapter", chapter), ("new lesson", lesson)):
        save(writer, page, what, DRAFT_LOCKED, owner)
        planted.others[what] = page
    reviewer = people[Who.COURSE_REVIEWER]
    planted.traces = plant_traces(canaries, planted, Who.OWNER, reviewer)
    gone_editor = people[Who.REMOVED]
    add_member(course, gone_editor, CourseRole.EDITOR, by=owner)
    remove_member(course, gone_editor, by=owner)
    plant_removed(canaries, planted, gone_editor)


def write_second(canaries: Canaries, planted: PlantedCourse, people: dict[Who, Any]) -> None:
    """Release it once, and write on."""
    write_all(canaries, planted, LIVE_FREE, LIVE_LOCKED)
    publish_course(planted.course, by=planted.owner)
    write_all(canaries, planted, DRAFT_FREE, DRAFT_LOCKED)
    planted.traces = plant_traces(canaries, planted, Who.OTHER, people[Who.LOOKER])


def write_all(
    canaries: Canaries,
    planted: PlantedCourse,
    free: Generation,
    locked: Generation,
    *more: LessonPage,
) -> None:
    """Write all pages of the course anew, as drafts."""
    is_live = free.outline is Shelf.OPEN
    opened = writer_of(canaries, planted, "open" if is_live else "draft")
    closed = writer_of(canaries, planted, "locked" if is_live else "draft locked")
    course = planted.course
    course.cover_id, course.intro_video_id = opened.files.image.pk, opened.files.video.pk
    save(opened, course, "course", free, planted.owner)
    save(opened, planted.chapter, "chapter", free, planted.owner)
    save(opened, planted.free, "free lesson", free, planted.owner)
    for lesson in (planted.locked, *more):
        save(closed, lesson, "locked lesson", locked, planted.owner)


def writer_of(canaries: Canaries, planted: PlantedCourse, kind: str) -> Writer:
    return Writer(canaries, planted.files[kind], planted.name)


def save(writer: Writer, page: Page, what: str, generation: Generation, by: Any) -> None:
    writer.write(page, what, generation)
    page.save_revision(user=by, log_action="wagtail.edit", clean=False)


def note_prints(planted: Planted) -> None:
    """Note the hashes of what was released: who knows one can try what was hashed."""
    for course in planted.courses:
        members = MEMBERS[course.name]
        refresh_outline(course.course.course_key)
        for lesson in Lesson.objects.filter(course__key=course.course.course_key):
            planted.canaries.digest(lesson.content_hash, "Lesson.content_hash", members)
            for block in lesson.blocks.all():
                planted.canaries.digest(block.material_hash, "Block.material_hash", NOBODY)
        for release in Release.objects.of_course(course.course.course_key):
            planted.canaries.digest(release.hash, f"{course.name} Release.hash", members)
            for item in release.items.all():
                planted.canaries.digest(item.hash, f"{course.name} ReleasedContent.hash", members)
        key = str(course.course.course_key)
        # Names of the course's groups are made of it.
        planted.canaries.literal(key, f"{course.name} Course.key", members)


def read_anew(planted: PlantedCourse) -> None:
    for page in planted.pages:
        page.refresh_from_db()
