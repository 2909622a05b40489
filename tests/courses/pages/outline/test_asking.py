"""What asks for the outline to be read anew: in the change's own transaction, and never drafts."""

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.db.models.signals import post_save, pre_save
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page, Site, get_page_models

from courses.outline.models import Course, Lesson, LessonLanguage, Listing
from courses.outline.services import compare_outline, mend_outlines, outline_of, refresh_outline
from courses.pages import receivers
from courses.pages.models import CatalogPage, ChapterPage, CoursePage, LessonPage
from courses.pages.services import remove_page, unpublish_course
from tests.courses.pages.editing import lesson_form
from tests.courses.pages.outline.scene import Committing, make_scene, quiz, text, write
from tests.factories.courses import chapters_of, lessons_of, make_course

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]


@pytest.fixture
def scene(monkeypatch):
    monkeypatch.setattr("cms.core.indexing.Backend.enqueue", lambda *args: None)
    scene = make_scene()
    Site.clear_site_root_paths_cache()
    return scene


@pytest.fixture
def asked(monkeypatch):
    """Return of which courses the outline was asked for, and whether within a transaction of the
    change's own."""
    found, level = [], len(connection.savepoint_ids)
    really = receivers.ask_refresh

    def note(key):
        found.append((key, len(connection.savepoint_ids) > level))
        really(key)

    monkeypatch.setattr(receivers, "ask_refresh", note)
    return found


def first_of(course):
    return lessons_of(course)[0]


def in_french(page):
    return page.get_translation(Locale.objects.get(language_code="fr")).specific


def move_away(scene):
    # The first ones have one address.
    lessons_of(scene.courses[0])[1].move(chapters_of(scene.courses[1])[0], pos="last-child")


ROADS = {
    "saved": lambda scene: first_of(scene.courses[0]).save(),
    "as one of all pages": lambda scene: Page.objects.get(pk=first_of(scene.courses[0]).pk).save(),
    "taken off the site": lambda scene: first_of(scene.courses[0]).unpublish(),
    "taken off as one of all pages": lambda scene: Page.objects.get(
        pk=first_of(scene.courses[0]).pk
    ).unpublish(),
    "chapter taken off": lambda scene: chapters_of(scene.courses[0])[0].unpublish(),
    "course taken off": lambda scene: CoursePage.objects.get(pk=scene.courses[0].pk).unpublish(),
    "deleted": lambda scene: first_of(scene.courses[0]).delete(),
    "deleted by a query": lambda scene: LessonPage.objects.filter(
        pk=first_of(scene.courses[0]).pk
    ).delete(),
    "deleted with its course": lambda scene: scene.courses[0].delete(),
    "moved to another course": move_away,
    "published in French": lambda scene: (
        in_french(first_of(scene.courses[0])).save_revision().publish(skip_permission_checks=True)
    ),
    "French taken off": lambda scene: in_french(first_of(scene.courses[0])).unpublish(),
    "French deleted": lambda scene: in_french(first_of(scene.courses[0])).delete(),
}


@pytest.mark.parametrize("road", ROADS)
def test_every_road_asks_within_its_own_transaction(scene, asked, road):
    key = scene.courses[0].course_key
    with Committing():
        ROADS[road](scene)
        assert (key, True) in asked
        assert {is_inside for _key, is_inside in asked} == {True}
        assert Course.objects.get(key=key).asked_at is not None
    assert Course.objects.get(key=key).asked_at is None
    assert [compare_outline(course.course_key) for course in scene.courses] == [[], []]


def statements(act):
    with CaptureQueriesContext(connection) as seen:
        act()
    return len(seen)


def statements_more(act):
    """Return how many statements more it takes because the outline listens."""
    act()
    listening = statements(act)
    senders = get_page_models()
    for sender in senders:
        uid = f"courses_pages.outline.{sender._meta.label}"
        for one in (pre_save, post_save):
            assert one.disconnect(sender=sender, dispatch_uid=uid)
    try:
        return listening - statements(act)
    finally:
        receivers.connect()


class TestDrafts:
    """What only writers see costs the outline nothing."""

    def test_a_version_of_what_is_live(self, scene, asked):
        draft = first_of(scene.courses[0]).get_latest_revision_as_object()
        blocks = [text("New."), quiz()]
        assert statements_more(lambda: write(draft, blocks)) == 0
        assert asked == []

    def test_what_was_never_live(self, scene, asked):
        course = make_course(owner=scene.owner, live=False)
        draft = CoursePage.objects.get(pk=course.pk)
        asked.clear()
        for page in (draft, first_of(course), chapters_of(course)[0]):
            page.title = "Other"
            assert statements_more(page.save_revision) == 0
            assert statements_more(page.save) == 0
        assert asked == []

    def test_the_editor_saving_by_itself(self, scene, asked, client):
        client.force_login(scene.owner)
        lesson = first_of(scene.courses[0])
        data = lesson_form(lesson, [])
        address = f"/admin/pages/{lesson.pk}/edit/"
        client.get(address)
        assert client.post(address, data, HTTP_ACCEPT="application/json").status_code in (200, 302)
        assert asked == []

    def test_another_order_and_a_removal(self, scene, asked):
        course = CoursePage.objects.get(pk=scene.courses[0].pk)
        remove_page(course, first_of(course).pk, by=scene.owner)
        assert asked == []

    def test_a_new_course_has_a_row_of_the_catalogue_and_tells_nothing(self, scene):
        with Committing():
            course = make_course(owner=scene.owner, title="Secret", live=False)
        row = Listing.objects.get(course__key=course.course_key)
        assert (row.is_live, row.title, row.page_id) == (False, "", course.pk)
        assert outline_of(course.course_key).lessons == ()


class TestAbove:
    """What courses stand below."""

    def listed(self):
        rows = Listing.objects.order_by("course", "locale").values_list("is_live", flat=True)
        return list(rows)

    def test_a_catalogue_that_leaves_takes_its_courses_along(self, scene):
        assert self.listed() == [True, True, True]
        catalogue = CatalogPage.objects.get(locale__language_code="en")
        with Committing():
            catalogue.unpublish()
        assert self.listed() == [False, True, False]
        lessons = Lesson.objects.filter(course__key=scene.courses[0].course_key)
        assert set(lessons.values_list("is_live", flat=True)) == {False}
        assert LessonLanguage.objects.filter(is_live=True).count() == lessons.count()
        with Committing():
            catalogue.save_revision().publish()
        assert self.listed() == [True, True, True]
        assert [compare_outline(one.course_key) for one in scene.courses] == [[], []]

    def test_saving_it_otherwise_asks_for_none(self, scene):
        for page in (CatalogPage.objects.first(), Page.objects.filter(depth=2).first()):
            with Committing():
                page.specific.save()
                assert not Course.objects.exclude(asked_at=None).exists()

    def test_a_course_below_another_catalogue(self, scene):
        other = CatalogPage(title="Archive", slug="archive", live=False)
        CatalogPage.objects.get(locale__language_code="en").get_parent().add_child(instance=other)
        with Committing():
            CoursePage.objects.get(pk=scene.courses[0].pk).move(other, pos="last-child")
        assert self.listed() == [False, True, True]
        with Committing():
            CatalogPage.objects.get(pk=other.pk).save_revision().publish()
        assert self.listed() == [True, True, True]


def test_a_chapter_not_yet_in_a_language_hides_its_lessons_there(scene):
    course, language = scene.courses[0], Locale.objects.get(language_code="fr")
    chapter = ChapterPage.objects.filter(locale=language).order_by("path").first()
    with Committing():
        chapter.unpublish()
    live = [language.pk in lesson.live_in for lesson in outline_of(course.course_key).lessons]
    assert live == [False, False, True, True]
    with Committing():
        in_french(course).unpublish()
    outline = outline_of(course.course_key)
    assert [(one.is_live, language.pk in one.live_in) for one in outline.lessons] == [
        (True, False)
    ] * 4


def test_a_course_whose_first_language_is_gone_keeps_its_structure(scene):
    course = CoursePage.objects.get(pk=scene.courses[0].pk)
    before = [lesson.key for lesson in outline_of(course.course_key).lessons]
    language = Locale.objects.get(language_code="fr")
    with Committing():
        course.delete()
    outline = outline_of(course.course_key)
    assert [lesson.key for lesson in outline.lessons] == before
    assert [(one.is_live, one.live_in) for one in outline.lessons] == [(False, {language.pk})] * 4
    assert Course.objects.get(key=course.course_key).retired_at is None
    with Committing():
        CoursePage.objects.get(translation_key=course.course_key).delete()
    row = Course.objects.get(key=course.course_key)
    assert row.retired_at is not None
    assert [one.retired_at for one in Lesson.objects.filter(course=row)] == [None] * 4


def test_a_course_that_is_off_the_site_can_be_deleted(scene):
    course = CoursePage.objects.get(pk=scene.courses[1].pk)
    unpublish_course(course, by=scene.owner)
    with Committing():
        CoursePage.objects.get(pk=course.pk).delete()
    row = Course.objects.get(key=course.course_key)
    assert row.retired_at is not None
    assert Lesson.objects.filter(course=row).count() == 2
    assert compare_outline(row.key) == []


def test_a_course_that_never_was_live_is_retired_with_its_page(scene):
    with Committing():
        course = make_course(owner=scene.owner, live=False)
    assert Course.objects.get(key=course.course_key).retired_at is None
    with Committing():
        CoursePage.objects.get(pk=course.pk).delete()
    assert Course.objects.get(key=course.course_key).retired_at is not None
    assert compare_outline(course.course_key) == []


def test_a_language_that_records_speak_is_not_deleted(scene):
    language = Locale.objects.get(language_code="fr")
    with pytest.raises(ProtectedError):
        language.delete()
    assert LessonLanguage.objects.filter(locale=language).count() == 4


def test_what_no_signal_tells_is_found_by_the_clock(scene):
    course = scene.courses[0]
    lesson = first_of(course)
    Page.objects.filter(pk=lesson.pk).update(live=False)
    assert len(compare_outline(course.course_key)) == 3
    at = Course.objects.get(key=course.course_key).refreshed_at
    Course.objects.update(refreshed_at=at.replace(year=at.year - 1))
    assert list(mend_outlines(at)) == [course.course_key]
    assert compare_outline(course.course_key) == []
    refresh_outline(course.course_key)
    assert outline_of(course.course_key).lessons[0].is_live is False
