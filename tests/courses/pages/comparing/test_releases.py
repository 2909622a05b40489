"""Real pages: what the last release keeps beside the drafts as they are now."""

import copy

import pytest

from courses.pages.comparing import compare, describe
from courses.pages.models import Release
from courses.pages.releases.content import read_draft, read_release
from courses.pages.services import add_lesson, move_page
from tests.courses.pages.comparing.states import leaves
from tests.courses.pages.comparing.test_blocks import BLOCKS
from tests.factories.courses import chapters_of, lessons_of, make_course, publish_all, write_lesson
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db
# Without the files, which are other people's here.
WRITTEN = {name: value for name, value in BLOCKS.items() if name not in {"image", "video", "audio"}}
WRITTEN = {name: WRITTEN[name] for name in WRITTEN if name not in {"document", "downloads"}}


def body_of(values):
    return [{"type": name, "value": value, "id": name} for name, value in values.items()]


@pytest.fixture
def course():
    make_site(["en"])
    course = make_course(chapters=2, lessons=2, live=False)
    write_lesson(lessons_of(course)[0], body=body_of(WRITTEN))
    publish_all(course)
    return course


def changes_of(course):
    """Compare the live release with the drafts."""
    live = Release.objects.get(state="live")
    return describe(compare(read_release(live), read_draft(course, with_empty=True)))


def test_nothing_has_changed_since_the_release(course):
    assert changes_of(course) == []
    # Nor when a draft is saved with the same words.
    lesson = lessons_of(course)[0]
    lesson.save_revision(user=course.owner)
    assert changes_of(course) == []


def test_what_was_written_and_moved_since_is_told(course):
    first, _second, third, _fourth = lessons_of(course)
    written = copy.deepcopy(WRITTEN)
    question = written["quiz"]["questions"][0]["value"]
    question["options"] = question["options"][::-1]
    write_lesson(first, body=body_of(written), summary="Read this first.")
    add_lesson(chapters_of(course)[0], "Put in", by=course.owner)
    chapter = chapters_of(course)[0]
    move_page(course, third.pk, to=chapter.pk, position=0, seen=None, by=course.owner)
    told = {change.title: change for change in changes_of(course)}
    assert {title: str(change.what) for title, change in told.items()} == {
        first.title: "changed",
        "Put in": "added",
        third.title: "moved",
    }
    assert list(leaves(told[first.title].parts)) == [
        ("Summary", (None, "Read this first.")),
        "Quiz / Questions / Single choice 1 / Options / Option 1: 2 to 1",
    ]
    assert told[first.title].unchanged == len(WRITTEN) - 1
    assert told[third.title].move.new_group == chapters_of(course)[0].title
