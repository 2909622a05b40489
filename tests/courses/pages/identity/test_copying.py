"""A copy shares nothing with what it is made of, by whichever road it was made."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.models import Comment, Locale, Page, Revision

from courses.outline.models import Block, Lesson
from courses.pages.identity.ids import fresh_id, parts_of
from courses.pages.models import LessonPage, ReleaseItem, Removal
from courses.pages.services import publish_course, remove_page
from tests.factories.courses import chapters_of, keep_course, lessons_of, make_course

pytestmark = pytest.mark.django_db
A, B, C = (f"{letter * 8}-0000-4000-8000-000000000000" for letter in "abc")


def quiz(block_id, question, *options):
    items = [
        {"type": "item", "id": one, "value": {"text": f"O{one[0]}", "is_right": at == 0}}
        for at, one in enumerate(options)
    ]
    value = {"prompt": "<p>?</p>", "options": items, "points": 1}
    question = {"type": "single_choice", "id": question, "value": value}
    return {"type": "quiz", "id": block_id, "value": {"questions": [question]}}


QUIZ = quiz(A, *(f"{number}0000000-0000-4000-8000-000000000000" for number in (1, 2, 3)))
IDS = [A, *(f"{number}0000000-0000-4000-8000-000000000000" for number in (1, 2, 3))]
# A link to the quiz above it.
TEXT = {"type": "text", "value": f'<p>Water <a href="#{A}">above</a></p>', "id": B}


@pytest.fixture
def course():
    """A released course whose first lesson has a quiz and an older revision."""
    course = keep_course("en", "fr", chapters=1, lessons=2, live=False)
    lesson = lessons_of(course)[0]
    for body in ([QUIZ], [QUIZ, TEXT]):
        lesson.body = json.dumps(body)
        lesson.save_revision(user=course.owner)
    publish_course(course, by=course.owner, with_empty=True)
    return course


@pytest.fixture
def lesson(course):
    return lessons_of(course)[0]


def by_code(lesson, course, client):
    return lesson.copy(update_attrs={"slug": "copy"}, user=course.owner)


def by_code_live(lesson, course, client):
    return CopyPageAction(
        lesson, update_attrs={"slug": "copy"}, keep_live=True, recursive=True
    ).execute()


def by_row(lesson, course, client):
    return Page.objects.get(pk=lesson.pk).copy(update_attrs={"slug": "copy"})


def with_chapter(lesson, course, client):
    chapters_of(course)[0].copy(recursive=True, update_attrs={"slug": "copy"}, keep_live=True)
    return lessons_of(course)[2]


def by_view(lesson, course, client):
    client.force_login(course.owner)
    form = {
        "new_title": "Copy",
        "new_slug": "copy",
        "new_parent_page": str(lesson.get_parent().pk),
    }
    answer = client.post(reverse("wagtailadmin_pages:copy", args=[lesson.pk]), form)
    assert answer.status_code == 302
    return LessonPage.objects.get(slug="copy")


def into_another_course(lesson, course, client):
    other = make_course(owner=course.owner, live=False)
    return lesson.copy(to=chapters_of(other)[0], update_attrs={"slug": "copy"}, user=course.owner)


ROADS = [by_code, by_code_live, by_row, with_chapter, by_view, into_another_course]


def bodies(lesson):
    """The ids in the row and in each revision, oldest first."""
    row = LessonPage.objects.get(pk=lesson.pk)
    revisions = Revision.objects.for_instance(row).order_by("created_at", "pk")
    found = [row.body, *(one.as_object().body for one in revisions)]
    return [[part.id for top in parts_of(body) for part in top.with_below()] for body in found]


@pytest.mark.parametrize("road", ROADS)
class TestCopies:
    def test_row_and_all_revisions_have_the_same_fresh_ids(self, road, lesson, course, client):
        before = bodies(lesson)
        copy = road(lesson, course, client)
        fresh = [fresh_id(copy.translation_key, one) for one in (*IDS, B)]
        row, *revisions = bodies(copy)
        # Live content is the row's until the draft goes live.
        assert row == fresh
        assert revisions[:2] == [[], fresh[:4]]
        assert all(one == fresh for one in revisions[2:])
        assert bodies(lesson) == before
        draft = LessonPage.objects.get(pk=copy.pk).get_latest_revision_as_object()
        for body in (draft.body, LessonPage.objects.get(pk=copy.pk).body):
            assert f'href="#{fresh[0]}"' in body.raw_data[1]["value"]

    def test_the_copy_is_a_draft_without_date_and_lock(self, road, lesson, course, client):
        LessonPage.objects.filter(pk=lesson.pk).update(
            locked=True, locked_by=course.owner, go_live_at=timezone.now()
        )
        lesson.refresh_from_db()
        copy = LessonPage.objects.get(pk=road(lesson, course, client).pk)
        assert (copy.live, copy.live_revision_id, copy.first_published_at) == (False, None, None)
        assert (copy.locked, copy.locked_by_id, copy.go_live_at) == (False, None, None)
        assert not ReleaseItem.objects.filter(page_key=copy.translation_key).exists()
        assert not Lesson.objects.filter(key=copy.translation_key).exists()


def test_comments_stay_with_the_original(course, lesson):
    lesson.wagtail_admin_comments.add(
        Comment(user=course.owner, text="?", contentpath=f"body.{A}", position="")
    )
    lesson.save_revision()
    copy = by_code(lesson, course, None)
    assert list(Comment.objects.values_list("page", "contentpath")) == [(lesson.pk, f"body.{A}")]
    assert copy.get_latest_revision_as_object().wagtail_admin_comments.count() == 0


def test_what_was_removed_from_a_chapter_is_removed_from_its_copy(course, lesson):
    remove_page(course, lesson.pk, by=course.owner)
    copy = with_chapter(lesson, course, None)
    assert Removal.objects.filter(page=copy.pk).exists()
    assert Removal.objects.filter(page=lesson.pk).exists()


def test_a_copy_for_another_language_is_the_same_lesson(lesson):
    french = lesson.copy_for_translation(Locale.objects.get(language_code="fr"), copy_parents=True)
    assert bodies(french)[0] == [*IDS, B]


def test_an_alias_is_left_as_it_is(lesson):
    alias = lesson.create_alias(update_slug="alias")
    assert bodies(alias) == [[*IDS, B]]


def test_a_copy_and_its_original_have_records_of_their_own(course, lesson):
    copy = by_code(lesson, course, None)
    publish_course(course, by=course.owner, with_empty=True)
    of = {lesson.translation_key: set(), copy.translation_key: set()}
    for key, block in Block.objects.values_list("lesson__key", "block_uuid"):
        of[key].add(str(block))
    assert of[lesson.translation_key] == {A, B}
    assert of[copy.translation_key] == {fresh_id(copy.translation_key, one) for one in (A, B)}
