"""A lesson that was copied into another course shares nothing with its original: whatever becomes
of one of them leaves the other as it is. Files are shared, and open as long as one shows them."""

import json
import random

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Comment, Page, PageLogEntry, ReferenceIndex, Revision

from cms.core.models import SiteDocument
from courses.outline.models import Block, Lesson, LessonLanguage
from courses.pages.gates import readers_open
from courses.pages.models import (
    CoursePage,
    CourseWorkspace,
    LessonPage,
    ReleaseItem,
    Removal,
)
from courses.pages.services import move_blocks, publish_course, remove_page, rename_page
from tests.courses.pages.identity.test_copying import IDS, QUIZ, TEXT
from tests.factories.courses import chapters_of, lessons_of, make_course, write_lesson
from tests.factories.keeping import once
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db
OUTCOMES = [("item", "Read a river")]


def make():
    make_site(["en"])
    course = make_course(live=False, lessons=2, title="From", outcomes=OUTCOMES)
    other = make_course(owner=course.owner, live=False, lessons=2, title="To", outcomes=OUTCOMES)
    collection = CourseWorkspace.objects.get(course__key=course.course_key).collection
    document = SiteDocument.objects.create(title="Sheet", file="a.txt", collection=collection)
    file = {"type": "document", "id": "d0000000-0000-4000-8000-000000000000"}
    file["value"] = {"document": document.pk, "title": "", "description": ""}
    lesson = lessons_of(course)[0]
    for body in ([QUIZ], [QUIZ, TEXT, file]):
        lesson.body = json.dumps(body)
        write_lesson(lesson, title="Original", is_free_preview=True)
    add_comment(lesson, course.owner)
    publish_course(course, by=course.owner, with_empty=True)
    return course.pk, other.pk, lesson.pk, document


def add_comment(lesson, person):
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    block = draft.body.raw_data[0]["id"]
    draft.wagtail_admin_comments.add(
        Comment(user=person, text="?", contentpath=f"body.{block}", position="")
    )
    draft.save_revision(user=person)


@pytest.fixture
def world():
    """A released course with a lesson, a course that it is copied to, and a file of the first."""
    course, other, lesson, document = once(("copied lesson",), make)
    courses = [CoursePage.objects.get(pk=pk) for pk in (course, other)]
    return *courses, LessonPage.objects.get(pk=lesson), document


def by_code(lesson, other, _client):
    return lesson.copy(to=chapters_of(other)[0], update_attrs={"slug": "copy"}, keep_live=True)


def as_row(lesson, other, _client):
    return Page.objects.get(pk=lesson.pk).copy(
        to=chapters_of(other)[0], update_attrs={"slug": "copy"}, copy_revisions=False
    )


def with_chapter(lesson, other, _client):
    CopyPageAction(
        lesson.get_parent(), to=other, recursive=True, update_attrs={"slug": "copy"}
    ).execute()
    return lessons_of(other)[2]


def by_view(lesson, other, client):
    client.force_login(other.owner)
    to = str(chapters_of(other)[0].pk)
    form = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": to}
    client.post(reverse("wagtailadmin_pages:copy", args=[lesson.pk]), form)
    return LessonPage.objects.get(slug="copy")


def all_of(lesson):
    """All that there is of a lesson, in whichever table."""
    key, pk = lesson.translation_key, str(lesson.pk)
    revisions = Revision.objects.page_revisions().filter(object_id=pk).order_by("pk")
    return {
        "row": list(LessonPage.objects.filter(pk=pk).values()),
        "revisions": list(revisions.values()),
        "comments": list(Comment.objects.filter(page=pk).order_by("pk").values()),
        "log": list(PageLogEntry.objects.filter(page=pk).order_by("pk").values("pk", "action")),
        "removal": Removal.objects.filter(page=pk).exists(),
        "references": sorted(
            ReferenceIndex.objects.filter(object_id=pk).values_list("to_object_id", "content_path")
        ),
        "outline": list(Lesson.objects.filter(key=key).values()),
        "blocks": list(Block.objects.filter(lesson__key=key).order_by("pk").values()),
        "languages": list(LessonLanguage.objects.filter(lesson__key=key).order_by("pk").values()),
        "released": list(
            ReleaseItem.objects.filter(page_key=key).order_by("pk").values("release", "content")
        ),
    }


def names_in(lesson):
    """Whatever is known of a lesson by an id of its blocks."""
    return {one for one in [*IDS, TEXT["id"]] if one in json.dumps(all_of(lesson), default=str)}


def edit(lesson, dice):
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    stored = list(draft.body.raw_data)
    dice.shuffle(stored)
    draft.body = json.dumps(stored)
    draft.summary = f"Edited {dice.random()}"
    draft.save_revision()


def comment(lesson, _dice):
    add_comment(lesson, lesson.owner)


def rename(lesson, dice):
    course = CoursePage.objects.ancestor_of(lesson).get()
    rename_page(course, lesson.pk, f"Renamed {dice.random()}", by=course.owner)


def release(lesson, _dice):
    course = CoursePage.objects.ancestor_of(lesson).get()
    publish_course(course, by=course.owner, with_empty=True)


def move_away(lesson, _dice):
    course = CoursePage.objects.ancestor_of(lesson).get()
    there = next(one for one in lessons_of(course) if one.pk != lesson.pk)
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    block = next(one["id"] for one in draft.body.raw_data if one["type"] != "document")
    move_blocks(lesson, [block], there, 0, by=course.owner)


def lock(lesson, _dice):
    Page.objects.filter(pk=lesson.pk).update(locked=not Page.objects.get(pk=lesson.pk).locked)


def end(lesson):
    """Remove it, release that, and delete what is left."""
    Page.objects.filter(pk=lesson.pk).update(locked=False)
    course = CoursePage.objects.ancestor_of(lesson).get()
    remove_page(course, lesson.pk, by=course.owner)
    publish_course(course, by=course.owner, with_empty=True)
    for left in LessonPage.objects.filter(pk=lesson.pk):
        left.delete()


@pytest.mark.parametrize(
    ("road", "is_copy_changed"),
    [(by_code, True), (as_row, False), (with_chapter, True), (by_view, False)],
)
def test_what_becomes_of_one_leaves_the_other(road, is_copy_changed, world, client):
    _course, other, lesson, document = world
    before = all_of(lesson)
    copy = LessonPage.objects.get(pk=road(lesson, other, client).pk)
    assert all_of(lesson) == before
    assert names_in(copy) == set()
    publish_course(other, by=other.owner, with_empty=True)
    one, kept = (copy, lesson) if is_copy_changed else (lesson, copy)
    before = all_of(kept)
    dice = random.Random(f"{road.__name__} {is_copy_changed}")
    acts = [edit, comment, rename, release, move_away, lock, lock]
    dice.shuffle(acts)
    for act in acts:
        if act is lock or not Page.objects.get(pk=one.pk).locked:
            act(one, dice)
        assert all_of(kept) == before, act.__name__
    end(one)
    assert all_of(kept) == before
    assert names_in(copy) == set() or not is_copy_changed
    # The file is shared: readers open it as long as one of the two shows it.
    assert readers_open(AnonymousUser(), document)
    end(kept)
    assert not readers_open(AnonymousUser(), document)
