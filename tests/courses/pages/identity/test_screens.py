"""The pages on which blocks move to another lesson, and lessons to another course."""

import pytest
from django.urls import reverse

from courses.pages.models import BlockMove, LessonPage
from courses.pages.services import draft_version
from tests.courses.pages.identity.test_moving_blocks import (  # noqa: F401  # fixtures
    A,
    B,
    C,
    D,
    course,
    ids,
    pair,
)
from tests.factories.courses import chapters_of, lessons_of, make_course, make_instructor

pytestmark = pytest.mark.django_db


def to(name, *args):
    return reverse(f"courses_admin:{name}", args=args)


def version(lesson):
    return draft_version(LessonPage.objects.get(pk=lesson.pk).get_latest_revision_as_object())


def free_address(course):  # noqa: F811
    """Let the first addresses be free: those of all new courses are alike."""
    for page in (chapters_of(course)[0], lessons_of(course)[0]):
        type(page).objects.filter(pk=page.pk).update(slug="free")


@pytest.fixture
def writer(client, course):  # noqa: F811
    client.force_login(course.owner)
    return client


def test_blocks_move_and_come_back_by_plain_forms(course, pair, writer):  # noqa: F811
    one, two = pair
    url = to("move_blocks", course.pk, one.pk)
    page = writer.get(url).content.decode()
    assert all(f'value="{block}"' in page for block in (A, B, C))
    assert f'value="{two.pk}"' in page and f'value="{one.pk}"' not in page
    sent = {"block": [A, C], "to": two.pk, "place": "start", "seen": version(one)}
    assert writer.post(url, sent).headers["Location"] == url
    assert (ids(one), ids(two)) == ([B], [A, C, D])
    undo = writer.get(url).context["undo"]
    sent = {"block": undo["blocks"], **{key: undo[key] for key in ("to", "places", "seen")}}
    writer.post(undo["url"], {**sent, "seen_to": undo["seen_to"]})
    assert (ids(one), ids(two)) == ([A, B, C], [D])
    assert writer.get(url).context["undo"] is None


def test_what_somebody_changed_meanwhile_is_not_moved(course, pair, writer):  # noqa: F811
    one, two = pair
    url = to("move_blocks", course.pk, one.pk)
    answer = writer.post(url, {"block": [A], "to": two.pk, "seen": "0123"}, follow=True)
    assert "Somebody else changed one of the lessons meanwhile" in answer.content.decode()
    assert not BlockMove.objects.exists()


def test_to_another_course_it_says_which_to_release_first(course, pair, writer):  # noqa: F811
    other = make_course(owner=course.owner, title="Lakes", live=False)
    url = to("move_blocks", course.pk, pair[0].pk)
    page = writer.get(url, {"course": other.pk}).content.decode()
    assert f"Release “{course.title}” first and “Lakes” after it." in page
    assert f'value="{lessons_of(other)[0].pk}"' in page
    assert "Release “" not in writer.get(url).content.decode()


def test_a_lesson_moves_and_the_desk_says_so(course, pair, writer):  # noqa: F811
    other = make_course(owner=course.owner, title="Lakes", live=False)
    free_address(other)
    url = to("move_lesson", course.pk, pair[0].pk)
    page = writer.get(url, {"course": other.pk}).content.decode()
    assert "Readers keep the lesson" in page
    chapter = chapters_of(other)[0]
    answer = writer.post(f"{url}?course={other.pk}", {"chapter": chapter.pk, "place": "start"})
    assert answer.headers["Location"] == f"{to('desk', other.pk)}#row-{pair[0].pk}"
    assert lessons_of(other)[0].pk == pair[0].pk
    page = writer.get(to("desk", other.pk)).content.decode()
    assert to("move_lesson", other.pk, pair[0].pk) in page


def test_wagtails_own_page_leads_to_it(course, pair, writer):  # noqa: F811
    other = make_course(owner=course.owner, live=False)
    free_address(other)
    place = chapters_of(other)[0]
    confirm = reverse("wagtailadmin_pages:move_confirm", args=[pair[0].pk, place.pk])
    there = f"{to('move_lesson', course.pk, pair[0].pk)}?course={other.pk}"
    assert writer.post(confirm).headers["Location"] == there
    chapter = chapters_of(course)[0]
    confirm = reverse("wagtailadmin_pages:move_confirm", args=[chapter.pk, other.pk])
    assert writer.post(confirm).headers["Location"] == to("desk", course.pk)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    writer.post(f"{bulk}?id={pair[0].pk}&next=/admin/", {"chooser": place.pk})
    assert len(lessons_of(course)) == 2
    assert [page.pk for page in chapters_of(course)] == [chapter.pk]


def test_they_are_for_the_writers_of_both_courses(course, pair, client):  # noqa: F811
    one, _two = pair
    stranger = make_instructor("Stranger")
    mine = make_course(owner=stranger, live=False)
    client.force_login(stranger)
    for name in ("move_blocks", "move_lesson"):
        assert client.get(to(name, course.pk, one.pk)).headers["Location"] == "/admin/"
    sent = {"block": [A], "to": lessons_of(mine)[0].pk, "seen": version(one)}
    assert client.post(to("move_blocks", course.pk, one.pk), sent).headers["Location"] == "/admin/"
    # A lesson of one's own course as the way in, another's as the place.
    client.post(to("move_blocks", mine.pk, one.pk), sent)
    client.post(
        to("move_lesson", mine.pk, lessons_of(mine)[0].pk), {"chapter": one.get_parent().pk}
    )
    client.force_login(course.owner)
    client.post(to("move_lesson", course.pk, one.pk), {"chapter": chapters_of(mine)[0].pk})
    assert not BlockMove.objects.exists()
    assert (len(lessons_of(course)), len(lessons_of(mine))) == (2, 1)


def test_the_editor_leads_there(course, pair, writer):  # noqa: F811
    page = writer.get(reverse("wagtailadmin_pages:edit", args=[pair[0].pk])).content.decode()
    assert to("move_blocks", course.pk, pair[0].pk) in page
