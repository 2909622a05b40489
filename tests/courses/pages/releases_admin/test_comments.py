"""Comments of reviewers are Wagtail's own, at the block."""

import pytest
from django.test import Client
from wagtail.models import Comment

from courses.pages.admin.releases.places import editor_path
from courses.pages.services import approve_release, submit_course
from tests.courses.pages.racing import at_once, make_empty_site
from tests.courses.pages.releases_admin.conftest import released_course, to, words_of
from tests.factories.accounts import UserFactory
from tests.factories.courses import lessons_of, make_instructor, write_lesson

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(scene):
    scene.change()
    return scene.submit()


@pytest.fixture
def place(scene) -> str:
    [block] = scene.lesson.get_latest_revision_as_object().body
    return f"body.{block.id}"


@pytest.fixture
def address(scene, waiting) -> str:
    return to("add_comment", scene.course.pk, waiting.pk)


def test_the_author_finds_it_in_the_editor(scene, client, waiting, address, place):
    client.force_login(scene.reviewer)
    data = {"page": scene.lesson.pk, "place": place, "text": "Which sea?"}
    answer = client.post(address, data, follow=True)
    page = words_of(answer)
    assert "Which sea?" in page
    assert page.count("Rhea Viewer") >= 1
    [comment] = Comment.objects.all()
    assert (comment.page_id, comment.contentpath, comment.user) == (
        scene.lesson.pk,
        place,
        scene.reviewer,
    )
    draft = scene.lesson.get_latest_revision_as_object()
    assert comment.has_valid_contentpath(draft)
    client.force_login(scene.owner)
    editor = client.get(f"/admin/pages/{scene.lesson.pk}/edit/").content.decode()
    assert "Which sea?" in editor
    # A comment is no change: what was submitted is what goes live.
    approve_release(waiting, by=scene.reviewer)
    assert scene.releases() == [(1, "past"), (2, "live")]


def test_a_second_press_writes_nothing_twice(scene, client, address, place):
    client.force_login(scene.member)
    for _press in range(2):
        client.post(address, {"page": scene.lesson.pk, "place": place, "text": "Which sea?"})
    assert Comment.objects.count() == 1


def test_it_is_taken_back_by_its_writer_alone(scene, client, waiting, address, place):
    client.force_login(scene.reviewer)
    client.post(address, {"page": scene.lesson.pk, "place": place, "text": "Which sea?"})
    [comment] = Comment.objects.all()
    url = to("take_back_comment", scene.course.pk, waiting.pk, comment.pk)
    client.force_login(scene.administrator)
    assert url not in words_of(client.get(to("review", scene.course.pk, waiting.pk)))
    client.post(url)
    assert Comment.objects.count() == 1
    client.force_login(scene.reviewer)
    assert "The comment is taken back." in words_of(client.post(url, follow=True))
    assert Comment.objects.count() == 0
    assert "This comment is there no more." in words_of(client.post(url, follow=True))


def test_only_places_of_the_submission_take_comments(scene, client, address, place):
    other = released_course(make_instructor(), "Clouds", chapters=1, lessons=1)
    client.force_login(scene.reviewer)
    foreign = lessons_of(other)[0]
    for page, where, text in (
        (foreign.pk, f"body.{foreign.body[0].id}", "Hm"),
        (scene.lesson.pk, "body.11111111-nothing", "Hm"),
        (scene.lesson.pk, "no_field", "Hm"),
        (scene.lesson.pk, "", "Hm"),
        ("x", place, "Hm"),
        (scene.lesson.pk, place, "  "),
        (scene.lesson.pk, place, "x" * 2001),
    ):
        answer = client.post(address, {"page": page, "place": where, "text": text})
        assert answer.status_code == 302
    assert Comment.objects.count() == 0


def test_nobody_comments_on_what_was_decided(scene, client, waiting, address, place):
    approve_release(waiting, by=scene.administrator)
    client.force_login(scene.reviewer)
    data = {"page": scene.lesson.pk, "place": place, "text": "Late"}
    assert client.post(address, data).status_code == 409
    assert Comment.objects.count() == 0


def test_a_block_of_several_inputs_has_its_comment_at_the_first(scene):
    draft = scene.lesson.get_latest_revision_as_object()
    field = draft._meta.get_field("body")
    raw = [{"type": "code", "value": {"code": "print(1)", "language": "python"}, "id": "2" * 8}]
    draft.body = field.stream_block.to_python(raw)
    path = editor_path(draft, "body.22222222")
    name, key, first = path.split(".")
    assert (name, key) == ("body", "22222222")
    assert first in draft.body[0].block.child_blocks
    assert Comment(page=draft, contentpath=path).has_valid_contentpath(draft)
    assert editor_path(draft, "title") == "title"
    assert editor_path(draft, "body.nothing") is None
    assert editor_path(draft, "title.22222222") is None


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_comment_that_comes_twice_at_once_is_written_once():
    make_empty_site()
    owner = make_instructor()
    course = released_course(owner, "Reading a River", chapters=1, lessons=1)
    [lesson] = lessons_of(course)
    write_lesson(lesson, [("text", "<p>Water runs to the sea.</p>")])
    release = submit_course(course, by=owner)
    reviewer = UserFactory(reviewer=True)
    [block] = lessons_of(course)[0].get_latest_revision_as_object().body
    data = {"page": lesson.pk, "place": f"body.{block.id}", "text": "Which sea?"}
    address = to("add_comment", course.pk, release.pk)

    def press():
        client = Client()
        client.force_login(reviewer)
        return client.post(address, data).status_code

    assert at_once(*[press] * 4) == [302] * 4
    assert Comment.objects.count() == 1
