"""A site with a course full of canaries: words that nobody outside the course may ever meet."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from taggit.models import Tag
from wagtail.admin.models import EditingSession
from wagtail.models import (
    Comment,
    GroupApprovalTask,
    Locale,
    Page,
    PageLogEntry,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from cms.core.models import SiteDocument, SiteImage
from courses.media.models import Audio, Video
from courses.pages.enums import CourseRole
from courses.pages.models import CoursePage, CourseWorkspace
from courses.pages.services import add_member, remove_member
from tests.core.upload_samples import picture
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    chapters_of,
    lessons_of,
    make_course,
    make_instructor,
    publish_all,
)
from tests.factories.site import make_site

# What a canary's name says is where it stands.
WORDS = (
    "coursetitle", "coursedraft", "courseslug", "promise", "chaptertitle", "chapterdraft",
    "lessontitle", "lessondraft", "lessonslug", "lessontext", "livetext", "comment",
    "imagetitle", "imagedescription", "imagetag", "documenttitle", "documenttag",
    "email", "person", "task", "videotitle",
)  # fmt: skip
# Kept nowhere, or in no address of the admin: not even its owner meets them.
UNSEEN = ("imagefile", "documentfile", "audiofile", "videofile", "audiotitle")


Name = Callable[[str], str]


def canary(where: str) -> str:
    return f"zq{where}qz"


@dataclass
class Guarded:
    """A course with everything that hangs on it; `own` is another one of somebody else."""

    owner: Any
    course: CoursePage
    chapter: Page
    lesson: Page
    image: SiteImage
    document: SiteDocument
    video: Video
    audio: Audio
    translation: Translation
    segment: StringSegment
    session: EditingSession
    task_state: Any
    workflow: Workflow
    task: Any
    own: "Guarded | None" = None
    people: dict[str, Any] = field(default_factory=dict)

    @property
    def pages(self) -> list[Page]:
        return [self.course, self.chapter, self.lesson]

    def canaries(self) -> list[str]:
        found = [canary(word) for word in (*WORDS, *UNSEEN)]
        # The names of the course's groups are made of its key.
        return [*found, str(self.course.course_key)]

    def state(self) -> list[Any]:
        """Return what must not change by anything that others do."""
        pages = Page.objects.descendant_of(self.course, inclusive=True)
        rows = pages.order_by("path").values_list(
            "path",
            "title",
            "slug",
            "live",
            "locked",
            "latest_revision_id",
            "latest_revision__content",
        )
        files = [
            model.objects.order_by("pk").values_list("pk", "title", "collection_id")
            for model in (SiteImage, SiteDocument, Video, Audio)
        ]
        states = WorkflowState.objects.order_by("pk").values_list("status")
        return [list(rows), *[list(one) for one in files], list(states)]


def build() -> Guarded:
    make_site(["en", "fr"])
    owner = UserFactory(
        email=f"{canary('email')}@example.org", display_name=canary("person"), instructor=True
    )
    guarded = build_course(owner, canary)
    other = UserFactory(email="other@example.org", instructor=True)
    guarded.own = build_course(other, "own-{}".format)
    for person in (owner, other):
        # With one collection Wagtail names none.
        make_course(owner=person, title="Another")
    guarded.people = neighbours(guarded, other)
    return guarded


def build_course(owner: Any, name: Name) -> Guarded:
    course = make_course(
        owner=owner,
        title=name("coursetitle"),
        promise=name("promise"),
        slug=name("courseslug"),
    )
    chapter, lesson = chapters_of(course)[0], lessons_of(course)[0]
    files = add_files(course, owner, name)
    write_pages((course, chapter, lesson), files, owner, name)
    session = EditingSession.objects.create(
        user=owner,
        content_type=ContentType.objects.get_for_model(lesson),
        object_id=str(lesson.pk),
        last_seen_at=timezone.now(),
    )
    return Guarded(
        owner, course, chapter, lesson, *files, *translate(course), session,
        *review(lesson, course, owner, name),
    )  # fmt: skip


def add_files(course: CoursePage, owner: Any, name: Name) -> tuple[Any, ...]:
    """Put one file of each kind into the course's collection."""
    collection = course_workspace(course).collection
    common = {"collection": collection, "uploaded_by_user": owner}
    image = SiteImage.objects.create(
        title=name("imagetitle"),
        description=name("imagedescription"),
        file=ContentFile(picture("PNG", (64, 40)), f"{name('imagefile')}.png"),
        **common,
    )
    image.tags.add(Tag.objects.create(name=name("imagetag")))
    document = SiteDocument.objects.create(
        title=name("documenttitle"),
        file=ContentFile(b"Flour", f"{name('documentfile')}.txt"),
        **common,
    )
    document.tags.add(Tag.objects.create(name=name("documenttag")))
    video = Video.objects.create(
        title=name("videotitle"), file=f"{name('videofile')}.mp4", **common
    )
    audio = Audio.objects.create(
        title=name("audiotitle"), file=f"{name('audiofile')}.mp3", **common
    )
    return image, document, video, audio


def course_workspace(course: CoursePage) -> Any:
    return CourseWorkspace.objects.get(course__key=course.course_key)


def write_pages(pages: Any, files: tuple[Any, ...], owner: Any, name: Name) -> None:
    """Write live texts and, over them, drafts with other titles."""
    (course, chapter, lesson), (image, document, *_others) = pages, files
    lesson.title, lesson.slug = name("lessontitle"), name("lessonslug")
    lesson.body = [("text", f"<p>{name('livetext')}</p>")]
    chapter.title = name("chaptertitle")
    course.cover = image
    for page in (lesson, chapter, course):
        page.save_revision(user=owner)
    publish_all(course)
    for page in (lesson, chapter, course):
        page.refresh_from_db()
    lesson.title = name("lessondraft")
    link = f'<a linktype="document" id="{document.pk}">{name("lessontext")}</a>'
    lesson.body = [("text", f"<p>{link}</p>")]
    chapter.title, course.title = name("chapterdraft"), name("coursedraft")
    Comment.objects.create(
        page=lesson, user=owner, text=name("comment"), contentpath="title", position=""
    )
    for page in (lesson, chapter, course):
        page.save_revision(user=owner, log_action="wagtail.edit")
        page.refresh_from_db()


def translate(course: CoursePage) -> tuple[Any, Any]:
    """Bring the course into French, as a draft."""
    source, _new = TranslationSource.get_or_create_from_instance(course)
    source.update_from_db()
    french = Locale.objects.get(language_code="fr")
    translation = Translation.objects.create(source=source, target_locale=french)
    translation.save_target(publish=False)
    segment = StringSegment.objects.filter(source=source).first()
    return translation, segment


def review(lesson: Page, course: CoursePage, owner: Any, name: Name) -> tuple[Any, ...]:
    """Have the lesson wait for the course's own reviewers."""
    task = GroupApprovalTask.objects.create(name=name("task"), active=True)
    task.groups.add(course_workspace(course).reviewers)
    workflow = Workflow.objects.create(name=f"Review {course.pk}", active=True)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=course)
    state = workflow.start(lesson, owner)
    return state.current_task_state, workflow, task


def neighbours(guarded: Guarded, other: Any) -> dict[str, Any]:
    """Return those who have nothing to do with the course, by what they are."""
    theirs = guarded.own.course
    helper = UserFactory(email="helper@example.org", instructor=True)
    add_member(theirs, helper, CourseRole.EDITOR, by=other)
    theirs_too = UserFactory(email="looker@example.org", reviewer=True)
    add_member(theirs, theirs_too, CourseRole.REVIEWER, by=other)
    gone = UserFactory(email="gone@example.org", instructor=True)
    add_member(guarded.course, gone, CourseRole.EDITOR, by=guarded.owner)
    leave_traces(guarded, gone)
    remove_member(guarded.course, gone, by=guarded.owner)
    return {
        "other instructor": other,
        "co-instructor of another course": helper,
        "reviewer of another course": theirs_too,
        "removed co-instructor": gone,
        "reviewer": UserFactory(email="reviewer@example.org", reviewer=True),
        "translator": UserFactory(email="translator@example.org", translator=True),
    }


def leave_traces(guarded: Guarded, person: Any) -> None:
    """Have somebody who works on the course edit, own and lock parts of it."""
    entry = {
        "user": person,
        "action": "wagtail.edit",
        "label": "x",
        "timestamp": datetime(2026, 1, 1, tzinfo=UTC),
    }
    content_type = ContentType.objects.get_for_model(guarded.lesson)
    PageLogEntry.objects.create(page_id=guarded.lesson.pk, content_type=content_type, **entry)
    Page.objects.filter(pk=guarded.chapter.pk).update(
        locked=True, locked_by=person, locked_at="2026-01-01T00:00Z", owner=person
    )


@dataclass
class Neighbourhood:
    """Ola's two courses, Hana who helps with the first, and Otto's one; files in each."""

    owner: Any
    course: CoursePage
    second: CoursePage
    helper: Any
    foreign: CoursePage


def build_neighbourhood() -> Neighbourhood:
    make_site(["en"])
    owner, helper = make_instructor("Ola Owner"), make_instructor("Hana Helper")
    course = make_course(owner=owner, title="Baking", chapters=2, lessons=2)
    second = make_course(owner=owner, title="Zebra cellar")
    add_files(course, owner, "baking-{}".format)
    add_files(second, owner, "zebra-{}".format)
    add_member(course, helper, CourseRole.EDITOR, by=owner)
    foreign = make_course(owner=make_instructor("Otto Other"), title="Cycling")
    return Neighbourhood(owner, course, second, helper, foreign)
