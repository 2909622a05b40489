"""A course with a defect of every kind, made beside a running site: see `run_beside`."""

import json
from dataclasses import asdict

from courses.pages.models import CoursePage, LessonPage
from courses.pages.readiness import check_course_ready
from tests.courses.pages.editor.lessons import make_images
from tests.courses.pages.readiness.courses import (
    Files,
    block,
    callout,
    code,
    drafts_of,
    fold,
    item,
    picture,
)
from tests.courses.questions.quizzes import option, question, quiz, single_choice
from tests.factories.courses import lessons_of, make_course, make_instructor

# As much as a screen shows, between a defect and the next.
PARAGRAPH = "<p>" + "Water runs over stones, evenly, for as long as anybody listens. " * 30 + "</p>"


def body_of(files):
    """Return a lesson in which every block has another defect, far from each other."""
    unticked = single_choice(options=[option(1), option(2)])
    asked = quiz(
        question("essay"), {**unticked, "id": "asked"}, question("true_false", answer="true")
    )
    gone = '<p>See <a linktype="page" id="999999">there</a>.</p>'
    columns = {
        "first": [block("image", picture(files, alt_text=""), "bare")],
        "second": [block("code", code(), "there")],
    }
    wrong = [
        block("quiz", asked, "quiz"),
        block("quiz", quiz(single_choice(), pass_mark_percent=120), "high"),
        block("columns", columns, "columns"),
        block("video", {"video": files.wordless}, "video"),
        block("accordion", {"parts": [item(fold(), "first"), item(fold(gone), "fold")]}, "folds"),
        block("text", PARAGRAPH + gone, "text"),
        block("heading", {"text": "Flow", "level": "4"}, "heading"),
        block("code", code(language=""), "code"),
        block("document", {"document": files.empty}, "document"),
        block("audio", {"audio": files.untold}, "audio"),
        block("callout", callout("<p></p>"), "callout"),
    ]
    filled = []
    for at, one in enumerate(wrong):
        filled += [block("text", PARAGRAPH, f"filler-{at}"), one]
    return filled


def made_unready(name):
    """Make the course; return its defects as JSON."""
    course = make_course(owner=make_instructor(name), title="Unready", live=False)
    (lesson,) = lessons_of(course)
    (image,) = make_images(course, 1)
    files = Files(image, lesson.pk)
    body = json.dumps(body_of(files))
    LessonPage.objects.filter(pk=lesson.pk).update(body=body, slug="flow-unready")
    LessonPage.objects.get(pk=lesson.pk).save_revision(clean=False)
    CoursePage.objects.get(pk=course.pk).save_revision(clean=False)
    course = CoursePage.objects.get(pk=course.pk)
    found = check_course_ready(course, drafts_of(course))
    empty = check_course_ready(course, drafts_of(course)[:1])
    both = [*found, *(one for one in empty if one.code == "no_lesson")]
    return json.dumps([asdict(one) for one in both])
