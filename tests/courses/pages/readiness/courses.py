"""Courses of the gate: lessons of every kind of block, and what may be wrong with them."""

import json
import re
from collections import Counter
from copy import deepcopy
from uuid import uuid5

from django.core.files.base import ContentFile

from cms.core.models import SiteDocument
from courses.pages.models import CoursePage, LessonPage
from tests.courses.questions.quizzes import option, question, quiz, single_choice
from tests.factories.media import AudioFactory, VideoFactory

LINK = re.compile(r"(?<=[\"'])#b-([\w-]+)")
OUTCOMES = [{"type": "item", "value": "Read a river", "id": "outcome-1"}]


def block(kind, value, key):
    return {"type": kind, "value": value, "id": key}


def item(value, key):
    return block("item", value, key)


class Files:
    """What blocks choose, and pages to link to."""

    def __init__(self, image, linked):
        self.image = image
        self.linked = linked
        self.video = VideoFactory(captions=["en"]).pk
        self.silent = VideoFactory(nothing_is_spoken=True).pk
        self.wordless = VideoFactory().pk
        self.audio = AudioFactory().pk
        self.untold = AudioFactory(transcript="").pk
        self.document = self._document("Sheet", b"text")
        self.empty = self._document("Nothing", b"")

    def _document(self, title, content):
        made = SiteDocument(title=title, file=ContentFile(content, "sheet.pdf"))
        made._set_document_file_metadata()
        made.save()
        return made.pk


def questions():
    options = [option(1, right=True), option(2, right=True)]
    return [
        single_choice(),
        question("multiple_choice", options=options),
        question("true_false", answer="false"),
        question("number", answer="0.29", tolerance="", unit=""),
        question("short_text", accepted="median", case_counts=False, spaces_count=False),
        question("essay"),
    ]


def picture(files, **fields):
    return {"image": files.image, "decorative": False, "alt_text": "A beck", **fields}


def callout(words="<p>Use the median.</p>"):
    return {"kind": "tip", "title": "", "body": words}


def code(**fields):
    return {"code": "flow = 1\n", "language": "python", **fields}


def fold(words="<p>Slowly.</p>"):
    return {"kind": "hint", "title": "", "body": words}


def table():
    columns = [{"type": "text", "heading": "Float"}]
    return {"caption": "", "columns": columns, "rows": [{"values": ["1"]}]}


def whole(files):
    """Return the kept body of a lesson of every kind of block, in which nothing is wrong."""
    links = (
        f'<h3>There</h3><p><a linktype="page" id="{files.linked}">a</a>'
        f'<a linktype="document" id="{files.document}">b</a>'
        '<a href="https://example.org/">c</a><a href="#b-heading">d</a></p>'
    )
    return [
        block("heading", {"text": "Flow", "level": "2"}, "heading"),
        block("text", links, "text"),
        block("quotation", {"text": "All flows.", "source_url": ""}, "quotation"),
        block("callout", callout(), "callout"),
        block("accordion", {"parts": [item(fold(), "fold")]}, "accordion"),
        block("image", picture(files), "image"),
        block("image", picture(files, decorative=True, alt_text=""), "decorative"),
        block("video", {"video": files.video}, "video"),
        block("video", {"video": files.silent}, "silent"),
        block("video", {"address": "https://vimeo.com/76979871", "title": "Flow"}, "provider"),
        block("audio", {"audio": files.audio}, "audio"),
        block("code", code(), "code"),
        block("code", code(language="text"), "output"),
        block("quiz", quiz(*questions()), "quiz"),
        block("document", {"document": files.document}, "document"),
        block("downloads", {"documents": [item(files.document, "download")]}, "downloads"),
        block("table", {"table": table(), "row_headings": False}, "table"),
        block(
            "columns",
            {
                "first": [block("image", picture(files), "left"), block("code", code(), "below")],
                "second": [block("callout", callout(), "right")],
            },
            "columns",
        ),
        block("divider", None, "divider"),
    ]


def changed(body, key, value):
    """Return the body with the value of the block with this id taken for another one."""
    found = deepcopy(body)
    _change(found, key, value)
    return found


def _change(data, key, value):
    if isinstance(data, list):
        for one in data:
            _change(one, key, value)
    elif isinstance(data, dict):
        if data.get("id") == key:
            data["value"] = value
        for one in data.values():
            _change(one, key, value)


def own_id(lesson, name):
    """Return the id of the first part of this name in a lesson: no two lessons share one."""
    return str(uuid5(lesson.translation_key, name))


def with_own_ids(lesson, body):
    """Return the body with ids and links within it as the editor would make them."""
    times = Counter()

    def own(value):
        if isinstance(value, list):
            return [own(one) for one in value]
        if isinstance(value, str):
            return LINK.sub(lambda found: f"#b-{own_id(lesson, found[1])}", value)
        if not isinstance(value, dict):
            return value
        made = {}
        if "id" in value:
            times[value["id"]] += 1
            number = times[value["id"]]
            name = value["id"] if number == 1 else f"{value['id']}#{number}"
            made["id"] = own_id(lesson, name)
        return {key: own(one) for key, one in value.items() if key != "id"} | made

    return own(body)


def write_bodies(course, bodies):
    """Keep each body as the draft of one lesson; return the drafts of the whole course."""
    lessons = list(LessonPage.objects.descendant_of(course).order_by("path"))
    for lesson, body in zip(lessons, bodies, strict=True):
        own = json.dumps(with_own_ids(lesson, body))
        LessonPage.objects.filter(pk=lesson.pk).update(body=own)
    for lesson in LessonPage.objects.descendant_of(course).order_by("path"):
        lesson.save_revision(clean=False)
    return drafts_of(course)


def drafts_of(course):
    """Return the newest drafts of all pages of the course, its own first."""
    pages = course.get_descendants(inclusive=True).order_by("path").specific()
    return [page.get_latest_revision_as_object() for page in pages]


def give_outcomes(course) -> CoursePage:
    CoursePage.objects.filter(pk=course.pk).update(outcomes=json.dumps(OUTCOMES))
    course = CoursePage.objects.get(pk=course.pk)
    course.save_revision()
    return course
