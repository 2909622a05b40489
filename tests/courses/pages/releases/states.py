"""What is written of a course: to see that a failure left nothing, and a success all of it."""

from typing import Any

from wagtail.models import Page, Revision

from cms.eventlog.models import Event
from courses.pages.live_tree import read_tree
from courses.pages.models import CoursePage, Release, ReleaseItem
from courses.pages.releases.content import content_of, hash_of
from courses.pages.releases.keeping import hashes_of, live_release

# What readers see of a page, and what of it says which draft is the newest.
ROW = (
    "pk",
    "path",
    "live",
    "slug",
    "title",
    "draft_title",
    "url_path",
    "has_unpublished_changes",
    "latest_revision_id",
    "live_revision_id",
    "first_published_at",
    "last_published_at",
)


def everything(course: CoursePage) -> dict[str, Any]:
    """Return all that a release could change of the course."""
    pages = Page.objects.filter(path__startswith=course.path).order_by("path")
    keys = [str(pk) for pk in pages.values_list("pk", flat=True)]
    revisions = Revision.objects.page_revisions().filter(object_id__in=keys).order_by("pk")
    releases = Release.objects.filter(course__key=course.translation_key).order_by("pk")
    return {
        "pages": list(pages.values_list(*ROW)),
        "rows": [content_of(page) for page in pages.specific()],
        "revisions": list(revisions.values_list("pk", "object_id", "created_at", "content")),
        "releases": list(releases.values_list("pk", "number", "state", "released_at", "reason")),
        "items": ReleaseItem.objects.filter(release__in=releases).count(),
        "events": Event.objects.count(),
        "shown": shown(course),
    }


def shown(course: CoursePage) -> list[Any]:
    """Return what readers see of the course, in its order."""
    course = CoursePage.objects.get(pk=course.pk)
    tree = read_tree(course) if course.live else None
    return [
        (course.live, course.title),
        *(
            (chapter.title, [(lesson.title, lesson.url) for lesson in chapter.lessons])
            for chapter in (tree.chapters if tree else ())
        ),
    ]


def numbers_of(course: CoursePage) -> list[tuple[int | None, str]]:
    """Return number and state of the course's releases, the first first."""
    rows = Release.objects.filter(course__key=course.translation_key).order_by("pk")
    return list(rows.values_list("number", "state"))


def is_whole(course: CoursePage) -> bool:
    """Say whether one release is live, numbers have no gap, and what is live is in it.

    Every page that it names is live with its content, every other one is not.
    """
    rows = Release.objects.filter(course__key=course.translation_key)
    numbers = sorted(rows.numbered().values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1)), numbers
    assert rows.live().count() <= 1
    release = live_release(course.translation_key)
    pages = Page.objects.filter(path__startswith=course.path, live=True, alias_of=None)
    found = {page.translation_key: hash_of(content_of(page)) for page in pages.specific()}
    assert found == hashes_of(release)
    return True
