"""Each block of a lesson is named once, and as that lesson's, however its draft is saved."""

import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.blocks.stream_block import StreamValue
from wagtail.models import Comment
from wagtail.rich_text import RichText

from courses.outline.models import Block
from courses.pages.identity.ids import Renewal, fresh_id, ids_of, parts_of, stored_parts
from courses.pages.models import BlockMove, LessonPage
from courses.pages.services import publish_course
from tests.courses.pages.editing import lesson_form
from tests.factories.courses import keep_course, lessons_of

KEY = uuid.UUID("11111111-1111-4111-8111-111111111111")
A, B, C, D = (f"{letter * 8}-0000-4000-8000-000000000000" for letter in "abcd")
LINKED = f'<p><a href="#{B}">b</a></p>'
STREAM = LessonPage._meta.get_field("body").stream_block


def text(block_id, words="Water"):
    return {"type": "text", "value": f"<p>{words}</p>", "id": block_id}


def accordion(block_id, *items):
    parts = [
        {"type": "item", "id": one, "value": {"kind": "hint", "title": "T", "body": "<p>x</p>"}}
        for one in items
    ]
    return {"type": "accordion", "id": block_id, "value": {"parts": parts}}


def settled(stored, foreign=()):
    parts = stored_parts(STREAM, stored)
    Renewal(KEY).settle(parts, foreign)
    return [part.id for top in parts for part in top.with_below()]


def test_what_is_named_once_and_its_own_keeps_its_name():
    assert settled([text(A), accordion(B, C, D)]) == [A, B, C, D]


def test_the_second_of_two_gets_a_fresh_id_with_all_within_it():
    found = settled([accordion(A, B), text(C), accordion(A, B)])
    assert found == [A, B, C, fresh_id(KEY, A), fresh_id(KEY, B)]


def test_a_third_gets_one_of_its_own():
    assert settled([text(A), text(A), text(A)]) == [A, fresh_id(KEY, A), fresh_id(KEY, A, 2)]


def test_items_of_a_list_are_named_once():
    assert settled([accordion(A, B, B)]) == [A, B, fresh_id(KEY, B)]


def test_what_is_another_lessons_gets_fresh_ids_with_all_within_it():
    assert settled([accordion(A, B), text(C)], {A}) == [fresh_id(KEY, A), fresh_id(KEY, B), C]


def test_ids_that_are_none_of_ours_are_written_as_the_outline_reads_them():
    strange = settled([text("b1"), text(A.upper().replace("-", ""))])
    assert strange == [str(uuid.UUID(strange[0])), A]
    assert settled([text(strange[0])]) == strange[:1]


def test_what_is_in_columns_is_seen():
    columns = {
        "type": "columns",
        "id": A,
        "value": {"first": [text(B)], "second": [text(B)]},
    }
    assert settled([columns]) == [A, B, fresh_id(KEY, B)]


@pytest.fixture
def course(db):
    """A released course of two lessons with a text each."""
    course = keep_course("en", "fr", chapters=1, lessons=2)
    for lesson, name in zip(lessons_of(course), (A, B), strict=True):
        save(lesson, [text(name)])
    publish_course(course, by=course.owner)
    return course


def save(lesson, stored):
    lesson.body = json.dumps(stored)
    return lesson.save_revision(user=lesson.owner)


def ids(lesson):
    """The ids of the newest draft."""
    draft = LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object()
    return [part.id for top in parts_of(draft.body) for part in top.with_below()]


def asked(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return [one["sql"] for one in queries if "block_uuid" in one["sql"]]


@pytest.mark.django_db
class TestDrafts:
    def test_a_block_of_another_released_lesson_gets_a_fresh_id(self, course):
        one, _two = lessons_of(course)
        save(one, [text(A), text(B)])
        assert ids(one) == [A, fresh_id(one.translation_key, B)]

    def test_a_block_of_a_draft_beside_it_gets_a_fresh_id(self, course):
        one, two = lessons_of(course)
        save(two, [text(B), text(C)])
        save(one, [text(A), text(C)])
        assert ids(one) == [A, fresh_id(one.translation_key, C)]

    def test_a_block_that_came_with_its_record_keeps_its_id(self, course):
        one, two = lessons_of(course)
        BlockMove.objects.create(
            block_uuid=B, from_lesson=two.translation_key, to_lesson=one.translation_key
        )
        save(one, [text(A), text(B)])
        assert ids(one) == [A, B]

    def test_an_older_revision_of_the_lesson_keeps_its_ids(self, course):
        one, two = lessons_of(course)
        older = save(one, [text(A), text(C)])
        save(one, [text(A)])
        save(two, [text(B), text(C)])
        assert ids(two) == [B, C]
        older.as_object().save_revision(previous_revision=older)
        assert ids(one) == [A, C]
        # By the editor's form as well, which has the newest draft and the older blocks.
        save(one, [text(A)])
        save(lessons_of(course)[0], [text(A), text(C)])
        assert ids(one) == [A, C]

    def test_a_retired_block_comes_back_as_itself(self, course):
        one, _two = lessons_of(course)
        row = Block.objects.get(block_uuid=A)
        save(one, [text(C)])
        publish_course(course, by=course.owner)
        row.refresh_from_db()
        assert row.retired_at is not None
        save(lessons_of(course)[0], [text(C), text(A)])
        publish_course(course, by=course.owner)
        row.refresh_from_db()
        assert (row.retired_at, row.position) == (None, 1)

    def test_a_translation_keeps_the_ids(self, course):
        from wagtail.models import Locale

        one, _two = lessons_of(course)
        french = one.copy_for_translation(Locale.objects.get(language_code="fr"), copy_parents=True)
        assert ids(french) == [A]
        save(french, [text(A, "Eau")])
        assert ids(french) == [A]

    def test_saving_again_gives_the_same_fresh_ids(self, course):
        one, _two = lessons_of(course)
        save(one, [text(A), text(B)])
        first = ids(one)
        # An editor that is still open sends what it was made with.
        save(lessons_of(course)[0], [text(A), text(B)])
        assert ids(one) == first

    def test_what_code_has_given_is_left_as_it_was(self, course):
        one, _two = lessons_of(course)
        item = {
            "type": "item",
            "id": B,
            "value": {"kind": "hint", "title": "T", "body": "<p>x</p>"},
        }
        given = [{"type": "accordion", "id": A, "value": {"parts": [item, item]}}]
        one.body = given
        one.save_revision()
        assert ids(one) == [A, B, fresh_id(one.translation_key, B)]
        assert item["id"] == B

    def test_links_within_the_lesson_lead_to_the_same_block(self, course):
        one, _two = lessons_of(course)
        stored = json.dumps([text(A, f'<a href="#{B}">b</a>'), text(B)])
        made = StreamValue(STREAM, [("text", RichText(LINKED)), ("text", RichText("b"), B)])
        for body in (stored, made):
            one.body = body
            one.save_revision(user=one.owner)
            draft = LessonPage.objects.get(pk=one.pk).get_latest_revision_as_object()
            assert f'href="#{draft.body.raw_data[1]["id"]}"' in draft.body.raw_data[0]["value"]
            assert draft.body.raw_data[1]["id"] == fresh_id(one.translation_key, B)

    def test_comments_go_where_their_block_goes(self, course):
        one, _two = lessons_of(course)
        one.wagtail_admin_comments.add(
            Comment(user=course.owner, text="?", contentpath=f"body.{B}", position="")
        )
        save(one, [text(A), text(B)])
        comment = Comment.objects.get()
        assert comment.contentpath == f"body.{fresh_id(one.translation_key, B)}"

    def test_the_database_is_asked_once_for_new_ids_and_else_never(self, course):
        one, _two = lessons_of(course)
        assert asked(lambda: save(one, [text(A, "Rain")])) == []
        one = lessons_of(course)[0].get_latest_revision_as_object()
        many = [text(str(uuid.uuid4())) for _number in range(60)]
        assert len(asked(lambda: save(one, [text(A), *many]))) == 1

    def test_the_form_saves_fresh_ids_in_row_and_draft(self, course, client):
        one, two = lessons_of(course)
        copy = one.copy(update_attrs={"slug": "copy", "title": "Copy"})
        client.force_login(course.owner)
        form = lesson_form(copy, [("divider", {}), ("divider", {})])
        form |= {"body-0-id": B, "body-1-id": B}
        answer = client.post(reverse("wagtailadmin_pages:edit", args=[copy.pk]), form)
        assert answer.status_code == 302
        key = copy.translation_key
        assert ids(copy) == [fresh_id(key, B), fresh_id(key, B, 2)]
        row = LessonPage.objects.get(pk=copy.pk)
        assert ids_of(parts_of(row.body)) == set(ids(copy))
        assert two.translation_key != key
