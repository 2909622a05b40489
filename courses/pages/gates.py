"""Files of courses: open to whoever may read a live lesson that shows them, and to the course's
own people. What a live course or an instructor shows of itself is open to everybody.

Every answer takes a fixed number of statements. References are those of what is live, not of
drafts: Wagtail's index is made of the page's own row.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Subquery
from wagtail.models import Collection, Page, PageViewRestriction
from wagtail.models import ReferenceIndex as Reference

from cms.core.gate import register_gate
from courses.media.models import CaptionTrack
from courses.outline.models import Course
from courses.pages.access import LessonFacts, courses_to_read, decide_lessons
from courses.pages.enums import WRITING_ROLES
from courses.pages.live_tree import is_released, source_items
from courses.pages.models import CourseMembership, CoursePage, InstructorPage, LessonPage

_STEP = Page.steplen


def members_open(user: Any, file: Any) -> bool:
    """Open whatever lies in a course's collection to the course's people, drafts' files too.

    Administrators open everything that lies in any course's.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    at: str = file.collection.path
    step = Collection.steplen
    above = [at[:length] for length in range(step, len(at) + 1, step)]
    courses = Course.objects.filter(workspace__collection__path__in=above)
    return bool(courses_to_read(user, courses))


def readers_open(user: Any, file: Any) -> bool:
    """Open what a live course shows of itself, or a live lesson that the person may read."""
    pages = _live_pages_with(file)
    if not pages or file.collection.get_view_restrictions().exists():
        return False
    lessons = [page for page in pages if page["lessonpage__is_free_preview"] is not None]
    if len(lessons) < len(pages):
        return True
    facts = [
        LessonFacts(page["pk"], page["course_key"], page["lessonpage__is_free_preview"])
        for page in lessons
    ]
    return any(access.allowed for access in decide_lessons(user, facts).values())


def _live_pages_with(file: Any) -> list[dict[str, Any]]:
    """Return the pages of courses that refer to the file and that readers can see.

    A chapter or lesson is seen by its course's live release, wherever a writer has moved it.
    """
    everywhere: Any = Page.objects
    beside = everywhere.filter(locale=OuterRef("locale"), alias_of=None)
    of_course = beside.filter(translation_key=OuterRef("course_key"))
    rows = list(
        Page.objects.live()
        .filter(pk__in=_referring(file), alias_of=None)
        .annotate(
            is_released=is_released(),
            course_key=Subquery(source_items().values("release__course__key")[:1]),
        )
        .annotate(course_path=Subquery(of_course.values("path")[:1]))
        .values(
            "pk",
            "path",
            "is_released",
            "lessonpage__is_free_preview",
            "course_key",
            "course_path",
        )
    )
    ways = {row["pk"]: _way(row) for row in rows}
    closed = _closed({path for way in ways.values() for path in way})
    return [row for row in rows if ways[row["pk"]] and closed.isdisjoint(ways[row["pk"]])]


def _way(row: dict[str, Any]) -> list[str]:
    """Return the paths of the page and of all above it, of a lesson as it is released.

    What stands above that in the tree may be what nobody has released yet; that the chapter it is
    released in is live was asked for. Nothing is returned of a lesson that is in no release.
    """
    is_lesson = row["lessonpage__is_free_preview"] is not None
    if not is_lesson:
        return _prefixes(row["path"])
    if not row["is_released"] or row["course_path"] is None:
        return []
    return [*_prefixes(row["course_path"]), row["path"]]


def _prefixes(path: str) -> list[str]:
    return [path[:end] for end in range(_STEP, len(path) + _STEP, _STEP)]


def _referring(file: Any) -> list[int]:
    kinds = ContentType.objects.get_for_models(LessonPage, CoursePage, InstructorPage)
    references = Reference.objects.filter(
        to_content_type=ContentType.objects.get_for_model(file),
        to_object_id=str(file.pk),
        base_content_type=ContentType.objects.get_for_model(Page),
        content_type__in=kinds.values(),
    )
    return [int(pk) for pk in references.values_list("object_id", flat=True)]


def _closed(ways: set[str]) -> set[str]:
    """Return which of these pages are closed to readers."""
    if not ways:
        return set()
    restricted = Exists(PageViewRestriction.objects.filter(page=OuterRef("pk")))
    rows = (
        Page.objects.filter(path__in=ways)
        .annotate(is_restricted=restricted)
        .values_list("path", "live", "alias_of_id", "is_restricted")
    )
    return {
        path
        for path, live, alias_of, is_restricted in rows
        if not live or alias_of is not None or is_restricted
    }


def members_open_captions(user: Any, track: CaptionTrack) -> bool:
    """Open the words of a video to the people of the video's course."""
    return members_open(user, track.video)


def readers_open_captions(user: Any, track: CaptionTrack) -> bool:
    """Open the words of a video to whoever may see the video."""
    return readers_open(user, track.video)


def everybody_sees_teachers(user: Any, person: Any) -> bool:
    """Open the picture of whoever has a live page as an instructor, or writes a live course."""
    shown = InstructorPage.objects.live().filter(user_id=person.pk, alias_of=None)
    keys = CourseMembership.objects.filter(user_id=person.pk, role__in=WRITING_ROLES)
    taught = CoursePage.objects.live().filter(
        translation_key__in=keys.values("course__key"), alias_of=None
    )
    return shown.exists() or taught.exists()


def register() -> None:
    """Open the files of courses."""
    for kind in ("document", "image", "video", "audio"):
        register_gate(kind, members_open)
        register_gate(kind, readers_open)
    register_gate("caption", members_open_captions)
    register_gate("caption", readers_open_captions)
    register_gate("avatar", everybody_sees_teachers)
