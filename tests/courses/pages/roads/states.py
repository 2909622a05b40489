"""What stands in the database after somebody tried to let pages go live."""

from html import unescape

from django.contrib.messages import get_messages
from wagtail.models import Page

from courses.pages.models import LessonPage, Release
from tests.factories.courses import write_lesson

NEW = [("text", "<p>Water stands.</p>")]
# Code without a language keeps a page from going live.
UNREADY = [("code", {"code": "flow = 1", "language": ""})]


def redraft(lesson, body=NEW, **fields):
    """Give the lesson a new draft; return the lesson, read anew."""
    write_lesson(lesson, body, **fields)
    return LessonPage.objects.get(pk=lesson.pk)


def releases():
    """Return number, kind and state of each release."""
    return list(Release.objects.order_by("pk").values_list("number", "kind", "state"))


FIRST = (1, "full", "live")
CORRECTED = [(1, "full", "past"), (2, "correction", "live")]


def shown(lesson):
    """Return the texts that are live."""
    return [str(block.value) for block in LessonPage.objects.get(pk=lesson.pk).body]


OLD_TEXT = ["<p>Water flows.</p>"]
NEW_TEXT = ["<p>Water stands.</p>"]


def live_pages():
    return Page.objects.filter(live=True).count()


def said(response):
    """Return the messages of the page that the answer leads to."""
    return unescape(" ".join(str(one) for one in get_messages(response.wsgi_request)))
