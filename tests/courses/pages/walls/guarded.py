"""What the admin is walked with: of the planted site, one course with all that hangs on it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from taggit.models import Tag
from wagtail.admin.models import EditingSession
from wagtail.models import Page, Task, Workflow, WorkflowState
from wagtail_localize.models import StringSegment, Translation

from cms.core.models import SiteDocument, SiteImage
from courses.media.models import Audio, Video
from courses.pages.enums import CourseRole
from courses.pages.models import CoursePage, CourseWorkspace, Release
from courses.pages.services import add_member
from tests.canaries.planting import PlantedCourse
from tests.core.upload_samples import picture
from tests.factories.courses import make_course, make_instructor
from tests.factories.site import make_site

Name = Callable[[str], str]


@dataclass
class Guarded:
    """A course with everything that hangs on it."""

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
    task: Task
    release_id: int
    comment_id: int

    @property
    def pages(self) -> list[Page]:
        return [self.course, self.chapter, self.lesson]

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
        releases = Release.objects.order_by("pk").values_list("state", "number")
        return [list(rows), *[list(one) for one in files], list(states), list(releases)]


def guarded_of(planted: PlantedCourse) -> Guarded:
    """Return what stands in the admin's addresses for one of the planted courses."""
    files, traces = planted.files["locked"], planted.traces
    newest = Release.objects.of_course(planted.course.course_key).first()
    names = ("translation", "segment", "session", "task_state", "workflow", "task")
    return Guarded(
        planted.owner,
        planted.course,
        planted.chapter,
        planted.locked,
        *files.all,
        *[traces[name] for name in names],
        newest.pk,
        traces["comment"].pk,
    )


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
