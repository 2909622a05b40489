"""The gate: two seeded defects of each of twelve kinds are stopped, thirty clean lessons pass."""

import pytest
from wagtail.models import Page

from courses.pages.models import CoursePage
from courses.pages.readiness import check_course_ready, check_page
from demo.services import ensure_demo_course
from tests.courses.pages.editor.lessons import make_images
from tests.courses.pages.readiness.courses import (
    Files,
    block,
    callout,
    changed,
    code,
    drafts_of,
    fold,
    give_outcomes,
    item,
    own_id,
    picture,
    whole,
    write_bodies,
)
from tests.courses.questions.quizzes import option, question, quiz, single_choice
from tests.factories.courses import chapters_of, lessons_of, make_course, make_instructor
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db

CLEAN = 30
GONE = '<p>See <a linktype="page" id="999999">there</a>.</p>'
NO_PART = '<p>See <a href="#b-nowhere">there</a>.</p>'
UNANSWERED = question("true_false", answer="")
UNTICKED = single_choice(options=[option(1), option(2)])


def seeds(files):
    """Return what is wrong: its kind, the block that is another one, and that block's value.

    The id after it is that of the block in which the defect is.
    """
    quizzes = {
        "unanswered": quiz(single_choice(), UNANSWERED),
        "unticked": quiz(UNTICKED),
        "high": quiz(single_choice(), pass_mark_percent=120),
        "worthless": quiz(single_choice(points=0)),
    }
    bare = picture(files, alt_text="")
    sheet = [item(files.document, "download"), item(files.empty, "nothing")]
    return [
        ("question_without_answer", "quiz", quizzes["unanswered"], "question-true_false"),
        ("question_without_answer", "quiz", quizzes["unticked"], "question-single_choice"),
        ("pass_mark_too_high", "quiz", quizzes["high"], "quiz"),
        ("pass_mark_too_high", "quiz", quizzes["worthless"], "quiz"),
        ("image_without_alt", "image", bare, "image"),
        ("image_without_alt", "left", bare, "left"),
        ("video_without_captions", "video", {"video": files.wordless}, "video"),
        ("link_to_nowhere", "text", GONE, "text"),
        ("link_to_nowhere", "fold", fold(NO_PART), "fold"),
        ("heading_skips_level", "heading", {"text": "Flow", "level": "3"}, "heading"),
        ("heading_skips_level", "text", "<h2>Flow</h2><h4>Floats</h4>", "text"),
        ("code_without_language", "code", code(language=""), "code"),
        ("code_without_language", "below", code(language=""), "below"),
        ("empty_document", "document", {"document": files.empty}, "document"),
        ("empty_document", "downloads", {"documents": sheet}, "nothing"),
        ("audio_without_words", "audio", {"audio": files.untold}, "audio"),
        ("audio_without_words", "silent", None, "silent"),
        ("unfinished_block", "right", callout("<p></p>"), "right"),
        ("unfinished_block", "table", {"table": {"columns": [], "rows": []}}, "table"),
    ]


@pytest.fixture
def site(db):
    make_site(["en"])


def course_of(lessons):
    return give_outcomes(make_course(lessons=lessons, live=False))


def files_of(course):
    (image,) = make_images(course, 1)
    return Files(image, lessons_of(course)[0].pk)


def seeded(files, kind, key, value):
    body = changed(whole(files), key, value)
    if kind == "audio_without_words" and key == "silent":
        # A second place: a recording where a silent video was.
        untold = block("audio", {"audio": files.untold}, "silent")
        return [untold if one["id"] == "silent" else one for one in body]
    return body


def stopped(course, drafts):
    return [(one.code, one.block_id, one.page_id) for one in check_course_ready(course, drafts)]


def test_nineteen_defects_in_lessons_are_stopped_each_at_its_block(site):
    course = course_of(len(seeds(Files(None, None))))
    files = files_of(course)
    wrong = seeds(files)
    drafts = write_bodies(course, [seeded(files, *one[:3]) for one in wrong])
    lessons = lessons_of(course)
    expected = [
        (kind, own_id(lesson, block_id), lesson.pk)
        for (kind, _key, _value, block_id), lesson in zip(wrong, lessons, strict=True)
    ]
    assert len(expected) == 19
    assert stopped(course, drafts) == expected


def test_five_defects_of_courses_are_stopped_each_at_its_field(site):
    bare, blank, idle, unwritten, wordless = (course_of(1) for _course in range(5))
    for course in (bare, blank, idle, unwritten, wordless):
        write_bodies(course, [[block("code", code(), "code")]])
    CoursePage.objects.filter(pk=bare.pk).update(outcomes="[]")
    CoursePage.objects.filter(pk=blank.pk).update(outcomes='[{"type":"item","value":" ","id":"o"}]')
    for course in (bare, blank):
        CoursePage.objects.get(pk=course.pk).save_revision(clean=False)
    assert stopped(bare, drafts_of(bare)) == [("no_outcome", "", bare.pk)]
    assert stopped(blank, drafts_of(blank))[0] == ("no_outcome", "", blank.pk)
    assert stopped(idle, drafts_of(idle)[:2]) == [("no_lesson", "", idle.pk)]
    chapters_of(unwritten)[0].delete()
    unwritten = CoursePage.objects.get(pk=unwritten.pk)
    assert stopped(unwritten, drafts_of(unwritten)) == [("no_lesson", "", unwritten.pk)]
    wordless.intro_video_id = Files(None, None).wordless
    wordless.save_revision()
    found = stopped(wordless, drafts_of(wordless))
    assert found == [("video_without_captions", "", wordless.pk)]


def test_thirty_clean_lessons_of_every_kind_of_block_pass(site):
    course = course_of(CLEAN)
    drafts = write_bodies(course, [whole(files_of(course))] * CLEAN)
    assert len(drafts) == CLEAN + 2
    assert check_course_ready(course, drafts) == []


def test_the_demo_course_is_ready(site):
    ensure_demo_course(make_instructor())
    course = CoursePage.objects.get()
    assert check_course_ready(course, drafts_of(course)) == []
    assert [check_page(draft) for draft in drafts_of(course)] == [[]] * Page.objects.descendant_of(
        course, inclusive=True
    ).count()
