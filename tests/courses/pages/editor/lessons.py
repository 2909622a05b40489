"""Large lessons: texts with six links each, pictures and quizzes, three to one to one."""

import json
import uuid

from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, FieldBlock, ListBlock
from wagtail.test.utils.form_data import querydict_from_html

from cms.core.models import SiteImage
from courses.pages.models import CourseWorkspace, LessonPage
from tests.core import upload_samples as samples
from tests.factories.courses import lessons_of, make_course

LINKS_OF_A_TEXT = 6
TRANSACTIONS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


def block(kind, value):
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def item(value):
    return {"type": "item", "value": value, "id": str(uuid.uuid4())}


def text(number, targets):
    links = "".join(
        f'<a linktype="page" id="{targets[(number * LINKS_OF_A_TEXT + at) % len(targets)]}">'
        f"link {at}</a> and "
        for at in range(LINKS_OF_A_TEXT)
    )
    return f'<p data-block-key="k{number}">Text {number} has {links}no more.</p>'


def picture(number, images):
    return {
        "image": images[number % len(images)],
        "decorative": False,
        "alt_text": f"Picture {number}",
        "caption": "",
        "credit": "",
    }


def quiz(number):
    options = [
        item({"text": f"Option {at}", "is_right": at == 0, "feedback": ""}) for at in range(4)
    ]
    question = {"options": options, "points": 1, "explanation": ""}
    return {
        "title": f"Quiz {number}",
        "questions": [
            block("single_choice", {**question, "prompt": f"Question {number}.{at}?"})
            for at in range(3)
        ],
        "pass_mark_percent": 60,
        "attempts": None,
        "is_required": True,
    }


def body_of(size, targets, images):
    """Return the raw body of a lesson of `size` blocks; three texts to a picture and a quiz."""
    made = []
    for at in range(size):
        if at % 5 == 3:
            made.append(block("image", picture(at // 5, images)))
        elif at % 5 == 4:
            made.append(block("quiz", quiz(at // 5)))
        else:
            made.append(block("text", text(at, targets)))
    return made


def make_images(course, count):
    """Return so many pictures in the course's collection; they share a small file."""
    collection = CourseWorkspace.objects.get(course__key=course.course_key).collection
    content = samples.picture("PNG", (200, 120))
    first = SiteImage(
        title="Picture", collection=collection, file=ContentFile(content, "picture.png")
    )
    first.save()
    others = [
        SiteImage(
            title=f"Picture {number}",
            collection=collection,
            file=first.file.name,
            width=200,
            height=120,
            renditions_due_at=None,
        )
        for number in range(1, count)
    ]
    return [first.pk, *(image.pk for image in SiteImage.objects.bulk_create(others))]


def make_large_lesson(size, *, owner=None, live=False):
    """Return a course's first lesson with `size` blocks, which links to all of the course."""
    course = make_course(owner=owner, chapters=1, lessons=4, live=True)
    lesson = lessons_of(course)[0]
    targets = list(course.get_descendants(inclusive=True).values_list("pk", flat=True))
    images = make_images(course, max(1, size // 5))
    LessonPage.objects.filter(pk=lesson.pk).update(body=json.dumps(body_of(size, targets, images)))
    lesson = LessonPage.objects.get(pk=lesson.pk)
    revision = lesson.save_revision(user=course.owner)
    if live:
        revision.publish()
    return LessonPage.objects.get(pk=lesson.pk)


def posted(kind, value, prefix):
    """Yield what a browser posts of a block's value, by the names that Wagtail's scripts give."""
    if isinstance(kind, BaseStreamBlock):
        yield from _posted_children(
            [(child.block, child.value, child.id, child.block_type) for child in value], prefix
        )
    elif isinstance(kind, ListBlock):
        children = [(kind.child_block, one.value, one.id, None) for one in value.bound_blocks]
        yield from _posted_children(children, prefix)
    elif isinstance(kind, BaseStructBlock):
        for name, child in kind.child_blocks.items():
            yield from posted(child, value.get(name), f"{prefix}-{name}")
    elif isinstance(kind, FieldBlock):
        yield from _posted_field(kind, value, prefix)


def _posted_children(children, prefix):
    yield f"{prefix}-count", str(len(children))
    for at, (kind, value, key, name) in enumerate(children):
        yield f"{prefix}-{at}-deleted", ""
        yield f"{prefix}-{at}-order", str(at)
        yield f"{prefix}-{at}-id", key
        if name:
            yield f"{prefix}-{at}-type", name
        yield from posted(kind, value, f"{prefix}-{at}-value")


def _posted_field(kind, value, prefix):
    shown = kind.field.prepare_value(kind.value_for_form(value))
    if isinstance(shown, bool):
        if shown:
            yield prefix, "on"
    elif isinstance(shown, Model):
        yield prefix, str(shown.pk)
    else:
        yield prefix, kind.field.widget.format_value(shown) or ""


def form_of(client, page) -> dict[str, str]:
    """Return what a browser would post of the page's form, untouched."""
    page = page.get_latest_revision_as_object()
    html = client.get(f"/admin/pages/{page.pk}/edit/").content.decode()
    fields = querydict_from_html(html, form_id="page-edit-form").dict()
    body = page._meta.get_field("body").stream_block
    return fields | dict(posted(body, page.body, "body"))


class Statements(CaptureQueriesContext):
    """Counts what a request asks of the database, transactions aside."""

    def __init__(self):
        super().__init__(connection)

    @property
    def all(self):
        return [
            query["sql"]
            for query in self.captured_queries
            if not query["sql"].lstrip().upper().startswith(TRANSACTIONS)
        ]
