"""A page takes only files that its writer may use: whoever makes up a form can name any."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page

from cms.core.models import SiteDocument, SiteImage
from courses.pages.models import CourseWorkspace
from tests.courses.pages.editing import lesson_form
from tests.factories.courses import lessons_of, make_course, make_instructor
from tests.factories.keeping import once
from tests.factories.media import VideoFactory
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db

SENTENCE = "This page names a file that is not yours to use, or that is gone."


@pytest.fixture
def courses():
    def make():
        make_site(["en"])
        return make_course(live=False), make_course(owner=make_instructor("Otto"), live=False)

    return once(("references",), make)


def collection_of(course):
    return CourseWorkspace.objects.get(course__key=course.course_key).collection


def an_image(course):
    return SiteImage.objects.create(
        title="Bird", file=get_test_image_file(), collection=collection_of(course)
    )


def a_document(course):
    return SiteDocument.objects.create(
        title="Sheet", file=ContentFile(b"%PDF-1.4", "sheet.pdf"), collection=collection_of(course)
    )


def as_blocks(kind, course):
    if kind == "image":
        value = {"image": an_image(course).pk, "decorative": "on"}
        return [("image", {**value, "alt_text": "", "caption": "", "credit": ""})]
    if kind == "document":
        return [("document", {"document": a_document(course).pk, "title": "", "text": ""})]
    if kind == "text":
        # What the rich text editor sends for a link to a document.
        return [("text", content_state(a_document(course).pk))]
    video = VideoFactory(collection=collection_of(course))
    return [("video", {"video": video.pk, "address": "", "title": "", "caption": ""})]


def content_state(document):
    return (
        '{"blocks":[{"key":"a","text":"Sheet","type":"unstyled","depth":0,"inlineStyleRanges":[],'
        '"entityRanges":[{"offset":0,"length":5,"key":0}]}],"entityMap":{"0":{"type":"DOCUMENT",'
        f'"mutability":"MUTABLE","data":{{"id":{document},"url":"/x"}}}}}}}}'
    )


def save(client, course, blocks):
    lesson = lessons_of(course)[0]
    client.force_login(course.owner)
    address = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    answer = client.post(address, lesson_form(lesson, blocks))
    return answer, Page.objects.get(pk=lesson.pk)


@pytest.mark.parametrize("kind", ["image", "document", "text", "video"])
def test_somebody_elses_file_is_refused_and_nothing_saved(client, courses, kind):
    mine, theirs = courses
    before = lessons_of(mine)[0].latest_revision_id
    answer, lesson = save(client, mine, as_blocks(kind, theirs))
    # The refusal alone: the form shown again would tell the title (walls/test_forged.py).
    assert answer.status_code == 403
    assert SENTENCE in answer.content.decode()
    assert lesson.latest_revision_id == before


@pytest.mark.parametrize("kind", ["image", "document", "text", "video"])
def test_ones_own_file_is_taken(client, courses, kind):
    mine, _theirs = courses
    answer, lesson = save(client, mine, as_blocks(kind, mine))
    assert answer.status_code == 302
    assert [block.block_type for block in lesson.get_latest_revision_as_object().body] == [kind]


def test_what_the_page_had_already_stays(client, courses):
    mine, theirs = courses
    blocks = as_blocks("image", mine)
    assert save(client, mine, blocks)[0].status_code == 302
    # An administrator moved the picture to where this instructor may not choose.
    SiteImage.objects.update(collection=collection_of(theirs))
    assert save(client, mine, blocks)[0].status_code == 302


def test_a_text_that_names_a_file_that_is_gone_is_refused(client, courses):
    mine, _theirs = courses
    blocks = as_blocks("text", mine)
    SiteDocument.objects.all().delete()
    before = lessons_of(mine)[0].latest_revision_id
    answer, lesson = save(client, mine, blocks)
    # The refusal alone: the form shown again would tell the title (walls/test_forged.py).
    assert answer.status_code == 403
    assert SENTENCE in answer.content.decode()
    assert lesson.latest_revision_id == before


def test_a_cover_is_asked_about_too(client, courses):
    mine, theirs = courses
    client.force_login(mine.owner)
    form = {"title": mine.title, "slug": mine.slug, "cover": an_image(theirs).pk}
    form |= {f"{name}-count": "0" for name in ("outcomes", "requirements", "faq")}
    form |= {"comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "about": "null"}
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[mine.pk]), form)
    # The refusal alone: the form shown again would tell the title (walls/test_forged.py).
    assert answer.status_code == 403
    assert SENTENCE in answer.content.decode()
    form["cover"] = an_image(mine).pk
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[mine.pk]), form)
    assert answer.status_code == 302
