"""Chapters and lessons are added, renamed, put into order and deleted; nothing is lost."""

import pytest
from wagtail.models import Page
from wagtail.signals import post_page_move

from courses.pages.errors import (
    AddressTakenError,
    NotAllowedError,
    OutlineChangedError,
    PageGoneError,
    PageLockedError,
    TitleMissingError,
    WrongPlaceError,
)
from courses.pages.models import CoursePage, LessonPage
from courses.pages.services import (
    add_lesson,
    move_page,
    publish_course,
    read_outline,
    remove_page,
    rename_page,
)
from tests.courses.pages.racing import at_once, make_empty_site
from tests.factories.courses import (
    chapters_of,
    keep_course,
    lessons_of,
    make_course,
    make_instructor,
)
from tests.factories.site import make_site


@pytest.fixture
def site(db):
    return make_site(["en", "fr"])


@pytest.fixture
def course(db):
    return keep_course("en", "fr", chapters=2, lessons=3, live=False)


def shape(course: CoursePage) -> list[list[int]]:
    outline = read_outline(CoursePage.objects.get(pk=course.pk))
    return [[chapter.pk, *(row.pk for row in chapter.lessons)] for chapter in outline.chapters]


def move(course, page_pk, to, position, *, seen=None, by=None):
    return move_page(course, page_pk, to=to, position=position, seen=seen, by=by or course.owner)


class TestMoving:
    def test_a_lesson_takes_any_place_in_its_chapter(self, course):
        [first, a, b, c], second = shape(course)
        assert move(course, a, first, 2).has_moved is True
        assert shape(course) == [[first, b, c, a], second]
        move(course, c, first, 0)
        assert shape(course) == [[first, c, b, a], second]
        assert move(course, c, first, 0).has_moved is False
        move(course, c, first, 99)
        assert shape(course) == [[first, b, a, c], second]

    def test_a_lesson_goes_into_another_chapter_and_back(self, course):
        [first, a, b, c], [second, d, e, f] = shape(course)
        done = move(course, b, second, 1)
        assert shape(course) == [[first, a, c], [second, d, b, e, f]]
        assert (done.from_parent, done.from_position) == (first, 1)
        move(course, b, done.from_parent, done.from_position)
        assert shape(course) == [[first, a, b, c], [second, d, e, f]]

    def test_a_chapter_takes_its_lessons_along(self, course):
        first, second = shape(course)
        move(course, second[0], course.pk, 0)
        assert shape(course) == [second, first]
        chapter = chapters_of(course)[0]
        lesson = lessons_of(course)[0]
        assert lesson.url_path.startswith(chapter.url_path)
        assert Page.find_problems() == ([], [], [], [], [])

    def test_a_move_is_told_as_wagtail_tells_it(self, course):
        told = []

        def note(sender, instance, parent_page_before, parent_page_after, **_kw):
            told.append((sender, instance.pk, parent_page_before.pk, parent_page_after.pk))

        [first, a, *_], [second, *_] = shape(course)
        post_page_move.connect(note)
        try:
            move(course, a, second, 0)
            move(course, a, second, 0)
        finally:
            post_page_move.disconnect(note)
        assert told == [(LessonPage, a, first, second)]

    def test_a_lesson_keeps_its_address_wherever_it_goes(self, course):
        one, two = chapters_of(course)
        mine = add_lesson(one, "Weather", by=course.owner)
        theirs = add_lesson(two, "Weather", by=course.owner)
        assert (mine.slug, theirs.slug) == ("weather", "weather-2")
        move(course, theirs.pk, one.pk, 0)
        assert LessonPage.objects.get(pk=theirs.pk).slug == "weather-2"

    def test_a_taken_address_is_made_free_in_a_draft_and_refused_for_what_is_live(self, course):
        one, two = chapters_of(course)
        mine = add_lesson(one, "Weather", by=course.owner)
        theirs = add_lesson(two, "Winds", by=course.owner)
        # As the editor allows: nobody else in the chapter has it.
        theirs.slug = "weather"
        theirs.save_revision()
        LessonPage.objects.filter(pk=theirs.pk).update(slug="weather", live=True)
        move(course, mine.pk, two.pk, 0)
        mine = LessonPage.objects.get(pk=mine.pk)
        assert (mine.slug, mine.get_latest_revision_as_object().slug) == ("weather-2", "weather-2")
        LessonPage.objects.filter(pk=mine.pk).update(live=True)
        move(course, mine.pk, one.pk, 0)
        LessonPage.objects.filter(pk=mine.pk).update(slug="weather")
        before = shape(course)
        with pytest.raises(AddressTakenError):
            move(course, mine.pk, two.pk, 0)
        assert shape(course) == before
        assert LessonPage.objects.get(pk=mine.pk).slug == "weather"

    def test_what_somebody_else_moved_meanwhile_is_not_moved_again(self, course):
        [first, a, b, c], second = shape(course)
        seen = read_outline(course).version
        move(course, a, first, 2, seen=seen)
        with pytest.raises(OutlineChangedError):
            move(course, b, first, 1, seen=seen)
        assert shape(course) == [[first, b, c, a], second]
        move(course, a, first, 0, seen=read_outline(course).version)
        assert read_outline(course).version == seen

    def test_pages_stand_only_where_they_may(self, course):
        before = shape(course)
        [first, a, b, _c], [second, *_] = before
        other = make_course(live=False)
        for page, to, refusal in (
            (a, course.pk, WrongPlaceError),
            (a, b, WrongPlaceError),
            (first, second, WrongPlaceError),
            (a, chapters_of(other)[0].pk, PageGoneError),
            (lessons_of(other)[0].pk, first, PageGoneError),
            (course.pk, course.pk, PageGoneError),
            (a, course.get_parent().pk, PageGoneError),
            (999_999, first, PageGoneError),
        ):
            with pytest.raises(refusal):
                move(course, page, to, 0)
        with pytest.raises(NotAllowedError):
            move(course, a, first, 1, by=make_instructor())
        assert shape(course) == before


class TestRenaming:
    def test_a_page_that_never_was_live_gets_an_address_of_its_title(self, course):
        lesson = lessons_of(course)[0]
        rename_page(course, lesson.pk, "  Where rivers   begin ", by=course.owner)
        lesson.refresh_from_db()
        assert (lesson.title, lesson.slug) == ("Where rivers begin", "where-rivers-begin")
        assert lesson.url_path.endswith("/where-rivers-begin/")

    def test_a_live_page_keeps_title_and_address_until_it_is_published(self, course):
        publish_course(course, by=course.owner, with_empty=True)
        lesson = lessons_of(course)[0]
        title, slug = lesson.title, lesson.slug
        rename_page(course, lesson.pk, "Springs", by=course.owner)
        lesson.refresh_from_db()
        assert (lesson.title, lesson.draft_title, lesson.slug) == (title, "Springs", slug)
        assert read_outline(course).lessons[0].title == "Springs"
        publish_course(course, by=course.owner, with_empty=True)
        lesson.refresh_from_db()
        assert (lesson.title, lesson.slug) == ("Springs", slug)

    def test_refusals_write_nothing(self, course):
        lesson = lessons_of(course)[0]
        revisions = lesson.revisions.count()
        other = make_course(live=False)
        for who, pk, title, refusal in (
            (course.owner, lesson.pk, "  ", TitleMissingError),
            (make_instructor(), lesson.pk, "Mine", NotAllowedError),
            (other.owner, lesson.pk, "Mine", NotAllowedError),
            (course.owner, lessons_of(other)[0].pk, "Mine", PageGoneError),
        ):
            with pytest.raises(refusal):
                rename_page(course, pk, title, by=who)
        LessonPage.objects.filter(pk=lesson.pk).update(locked=True, locked_by=other.owner)
        with pytest.raises(PageLockedError):
            rename_page(course, lesson.pk, "Mine", by=course.owner)
        assert lesson.revisions.count() == revisions
        assert "Mine" not in [row.title for row in read_outline(course).lessons]


class TestDeleting:
    def test_a_chapter_goes_with_its_lessons(self, course):
        first, second = shape(course)
        remove_page(course, first[0], by=course.owner)
        assert shape(course) == [second]
        assert not Page.objects.filter(pk__in=first).exists()

    def test_refusals_delete_nothing(self, course):
        before = shape(course)
        lesson = lessons_of(course)[0]
        other = make_course(live=False)
        for who, pk, refusal in (
            (other.owner, lesson.pk, NotAllowedError),
            (course.owner, course.pk, PageGoneError),
            (course.owner, lessons_of(other)[0].pk, PageGoneError),
        ):
            with pytest.raises(refusal):
                remove_page(course, pk, by=who)
        LessonPage.objects.filter(pk=lesson.pk).update(locked=True, locked_by=other.owner)
        with pytest.raises(PageLockedError):
            remove_page(course, before[0][0], by=course.owner)
        assert shape(course) == before


def test_the_outline_costs_two_statements_however_large(site, django_assert_num_queries):
    small = make_course(live=False)
    large = make_course(owner=small.owner, chapters=3, lessons=4, live=False)
    for course in (small, large):
        with django_assert_num_queries(2):
            read_outline(course)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_lessons_that_are_moved_and_added_at_once_are_all_there():
    make_empty_site()
    course = make_course(chapters=2, lessons=2, live=False)
    [first, a, b], [second, c, _d] = shape(course)
    chapter = chapters_of(course)[0]
    acts = (
        lambda: move(course, a, second, 0),
        lambda: move(course, b, second, 1),
        lambda: move(course, c, first, 0),
        lambda: move(course, second, course.pk, 0),
        lambda: add_lesson(chapter, "Fifth", by=course.owner),
        lambda: add_lesson(chapter, "Sixth", by=course.owner),
    )
    at_once(*acts)
    chapters = shape(course)
    found = [pk for lessons in chapters for pk in lessons[1:]]
    assert sorted(lessons[0] for lessons in chapters) == sorted([first, second])
    assert len(found) == len(set(found)) == 6
    assert Page.find_problems() == ([], [], [], [], [])
    assert chapters_of(course)[0].pk == second
