"""What readiness asks of the database: little, however much it checks, and the right things."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from courses.pages.models import LessonPage
from courses.pages.readiness import check_course_ready, check_page
from tests.courses.pages.editor.lessons import make_images
from tests.courses.pages.readiness.courses import (
    Files,
    block,
    drafts_of,
    give_outcomes,
    own_id,
    whole,
    write_bodies,
)
from tests.factories.courses import chapters_of, lessons_of, make_course
from tests.factories.media import VideoFactory
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db
# Documents, pages linked to, what above them is closed, addresses beside; then pictures, videos
# with their captions, recordings, documents of blocks; the course's own video with its captions.
STATEMENTS = 11


@pytest.fixture
def course(db):
    make_site(["en"])
    return give_outcomes(make_course(lessons=2, live=False))


def in_memory(course, body, number):
    """Return so many drafts of lessons, which nobody has saved."""
    chapter = chapters_of(course)[0]
    return [
        LessonPage(
            pk=10_000 + at,
            title=f"Lesson {at}",
            slug=f"made-{at}",
            path=f"{chapter.path}{at:04}",
            depth=chapter.depth + 1,
            locale=chapter.locale,
            body=json.dumps(body),
        )
        for at in range(1, number + 1)
    ]


def test_seventy_lessons_cost_as_many_statements_as_five(course):
    (image,) = make_images(course, 1)
    first = lessons_of(course)[0]
    files = Files(image, first.pk)
    course.intro_video = VideoFactory(captions=["en"])
    counts = []
    for number in (5, 70):
        drafts = [course, *chapters_of(course), first, *in_memory(course, whole(files), number)]
        first.body = json.dumps(whole(files))
        with CaptureQueriesContext(connection) as asked:
            assert check_course_ready(course, drafts) == []
        counts.append(len(asked))
    assert counts == [counts[0]] * 2
    assert counts[0] <= STATEMENTS


def linking(*targets):
    links = "".join(f'<a linktype="page" id="{pk}">{pk}</a>' for pk in targets)
    return [block("text", f"<p>{links}</p>", "text")]


def test_links_lead_to_what_readers_will_find(course):
    other = make_course(title="Other", live=True)
    shut = make_course(title="Shut", live=True)
    Page.objects.filter(pk=shut.pk).update(live=False)
    draft = make_course(title="Draft", live=False)
    there, inside = lessons_of(other)[0].pk, lessons_of(shut)[0].pk
    first, second = (lesson.pk for lesson in lessons_of(course))
    body = linking(there, inside, draft.pk, 999_999, second, first)
    drafts = write_bodies(course, [body, linking(first)])
    found = check_course_ready(course, drafts)
    assert [(one.code, one.page_id) for one in found] == [("link_to_nowhere", first)] * 3
    unseen = "which readers will not find"
    assert [unseen in one.message for one in found] == [True, True, False]
    assert "“Draft”" in found[1].message
    # By itself, the lesson would stand in a course that is not live.
    assert len(check_page(drafts[2])) == 5
    # What is left out of the release is as good as gone.
    left = [one for one in drafts if one.pk != second]
    assert len(check_course_ready(course, left)) == 4


def test_two_pages_beside_each_other_have_two_addresses(course):
    text = [block("text", "<p>Water.</p>", "text")]
    drafts = write_bodies(course, [text, text])
    assert check_course_ready(course, drafts) == []
    drafts[-1].slug = drafts[-2].slug
    found = check_course_ready(course, drafts)
    assert [(one.code, one.field, one.page_id) for one in found] == [
        ("unfinished_block", "slug", drafts[-2].pk),
        ("unfinished_block", "slug", drafts[-1].pk),
    ]
    other = make_course(live=False)
    drafts[-1].slug = "its-own"
    drafts[0].slug = other.slug
    (found,) = check_course_ready(course, drafts)
    assert (found.field, found.page_id) == ("slug", course.pk)


def test_a_file_that_was_deleted_is_missing(course):
    files = Files(make_images(course, 1)[0], lessons_of(course)[0].pk)
    text = [block("text", "<p>Water.</p>", "text")]
    gone = [
        block("document", {"document": 999_999}, "document"),
        block("video", {"video": 999_999}, "video"),
        block("text", '<a linktype="document" id="999999">sheet</a>', "text"),
        block("document", {"document": files.document}, "there"),
    ]
    drafts = write_bodies(course, [gone, text])
    found = check_course_ready(course, drafts)
    lesson = lessons_of(course)[0]
    assert [(one.code, one.block_id) for one in found] == [
        ("empty_document", own_id(lesson, "document")),
        ("unfinished_block", own_id(lesson, "video")),
        ("link_to_nowhere", own_id(lesson, "text")),
    ]


def test_lessons_that_are_empty_are_asked_for(course):
    drafts = drafts_of(course)
    found = check_course_ready(course, drafts)
    assert [one.code for one in found] == ["no_lesson", "empty_lesson", "empty_lesson"]
    first = lessons_of(course)[0]
    assert found[0].url == f"/admin/pages/{first.pk}/edit/#:w:contentpath=body"
    assert check_course_ready(course, drafts, with_empty=True) == []
