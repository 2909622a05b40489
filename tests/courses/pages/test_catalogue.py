"""The catalogue, a course's page and an instructor's: what they show, and what they cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from courses.outline.models import Category
from courses.pages import listing
from courses.pages.enums import CourseRole
from courses.pages.models import CatalogPage, CoursePage, InstructorPage
from courses.pages.services import add_member
from courses.pages.templatetags.course_tags import duration
from tests.factories.courses import (
    lessons_of,
    make_course,
    make_instructor,
    publish_all,
    write_lesson,
)
from tests.factories.media import VideoFactory
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_site(["en", "fr"])


@pytest.fixture
def owner():
    return make_instructor("Ines Instructor")


def text(client, url, **kwargs) -> str:
    answer = client.get(url, **kwargs)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def titles(html) -> list[str]:
    return re.findall(r'<h3 class="as3"> ?<a href="[^"]*">([^<]*)</a>', html)


def statements(client, url) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


class TestCatalogue:
    def test_without_a_course_it_says_so(self, client):
        html = text(client, "/en/courses/")
        assert "No course is published yet" in html
        assert titles(html) == []

    def test_it_shows_live_courses_of_its_language_newest_first(self, client, owner):
        make_course(owner=owner, title="River")
        make_course(owner=owner, title="Bread", live=False)
        make_course(owner=owner, title="Dovetails")
        make_course(owner=owner, title="Fleuve", locale=Locale.objects.get(language_code="fr"))
        taken_down = make_course(owner=owner, title="Ledger")
        CoursePage.objects.get(pk=taken_down.pk).unpublish()
        html = text(client, "/en/courses/")
        assert titles(html) == ["Dovetails", "River"]
        assert "2 courses" in html
        assert titles(text(client, "/fr/cours/")) == ["Fleuve"]

    def test_a_card_says_what_the_course_is(self, client, owner):
        moss = Category.objects.get(slug="earth-and-sky")
        course = make_course(
            owner=owner,
            title="River",
            category=moss,
            promise="Measure a stream.",
            level="beginner",
            chapters=2,
            lessons=2,
            live=False,
        )
        for lesson in lessons_of(course):
            write_lesson(lesson, duration_minutes=35)
        publish_all(course)
        lessons_of(course)[3].unpublish()
        card = text(client, "/en/courses/").split('<article class="card">')[1]
        card = card.split("</article>")[0]
        assert '<span class="tag moss">Earth and sky</span>' in card
        assert f'<a href="{course.url}">River</a>' in card
        assert "<p>Measure a stream.</p>" in card
        assert "1 h 45 min" in card
        assert "3 lessons" in card
        assert "Beginner" in card
        assert "/covers/1/moss/" in card
        # One language is no choice.
        assert "Languages:" not in card

    def test_a_card_names_the_languages_that_the_course_is_live_in(self, client, owner):
        course = make_course(owner=owner, title="River", outcomes=[("item", "Read a river")])
        french = Locale.objects.get(language_code="fr")
        there = course.copy_for_translation(french)
        assert "Languages:" not in text(client, "/en/courses/")
        there.save_revision().publish()
        assert "<span>EN · FR</span>" in text(client, "/en/courses/")

    def test_lessons_of_a_chapter_that_is_not_live_do_not_count(self, client, owner):
        course = make_course(owner=owner, title="River", chapters=2, lessons=2)
        assert "4 lessons" in text(client, "/en/courses/")
        course.get_children().first().specific.unpublish()
        assert "2 lessons" in text(client, "/en/courses/")

    def test_a_long_list_has_pages(self, client, owner, monkeypatch):
        monkeypatch.setattr(listing, "COURSES_PER_PAGE", 2)
        for title in ("One", "Two", "Three"):
            make_course(owner=owner, title=title)
        html = text(client, "/en/courses/")
        assert titles(html) == ["Three", "Two"]
        assert 'rel="next" href="?page=2"' in html
        assert 'rel="canonical"' in html
        second = text(client, "/en/courses/?page=2")
        assert titles(second) == ["One"]
        # It is not the same page under another address.
        assert 'rel="canonical"' not in second
        assert titles(text(client, "/en/courses/?page=99")) == ["One"]
        assert titles(text(client, "/en/courses/?page=x")) == ["Three", "Two"]

    @pytest.mark.postgresql
    def test_it_costs_the_same_whatever_the_number_of_courses(self, client, owner):
        make_course(owner=owner)
        few = statements(client, "/en/courses/")
        for _number in range(4):
            make_course(owner=owner, chapters=2, lessons=2)
        assert statements(client, "/en/courses/") == few
        assert few <= 20


class TestHome:
    def test_it_shows_the_four_newest_courses_of_its_language(self, client, owner):
        assert "Newest courses" not in text(client, "/en/")
        for title in ("One", "Two", "Three", "Four", "Five"):
            make_course(owner=owner, title=title)
        make_course(owner=owner, title="Draft", live=False)
        assert titles(text(client, "/en/")) == ["Five", "Four", "Three", "Two"]
        assert titles(text(client, "/fr/")) == []

    @pytest.mark.postgresql
    def test_it_costs_the_same_whatever_the_number_of_courses(self, client, owner):
        make_course(owner=owner)
        few = statements(client, "/en/")
        for _number in range(3):
            make_course(owner=owner, lessons=2)
        assert statements(client, "/en/") == few
        assert few <= 20


class TestCourse:
    def full_course(self, owner, **kwargs):
        return make_course(
            owner=owner,
            title="River",
            promise="Measure a stream.",
            about="<p>Two afternoons outside.</p>",
            outcomes=[("item", "take a cross-section")],
            requirements=[("item", "Boots")],
            faq=[("item", {"question": "Is it cold?", "answer": "In May it is."})],
            level="beginner",
            spoken_languages=["en", "ar"],
            category=Category.objects.get(slug="earth-and-sky"),
            intro_video=VideoFactory(title="What a river does", captions=["en"]),
            **kwargs,
        )

    def test_it_shows_everything_that_the_course_says_of_itself(self, client, owner):
        course = self.full_course(owner, chapters=2, lessons=2)
        html = text(client, course.url).split("<main")[1]
        for words in (
            '<div class="head ground moss stack">',
            '<span class="tag onfield">Earth and sky</span>',
            "<h1>River</h1>",
            "Measure a stream.",
            "<p>Two afternoons outside.</p>",
            "take a cross-section",
            "Boots",
            "Is it cold?",
            "In May it is.",
            "Beginner",
            '<bdi lang="ar">العربية</bdi>',
            "Video: What a river does",
            'srclang="en"',
            "Ines Instructor",
            "2 chapters · 4 lessons",
        ):
            assert words in html, words
        head = text(client, course.url).split("</head>")[0]
        assert '<meta name="description" content="Measure a stream.">' in head
        assert 'rel="canonical"' in head

    def test_without_a_free_lesson_nothing_is_promised(self, client, owner):
        html = text(client, make_course(owner=owner).url)
        assert "Read the free lessons" not in html
        assert "The outline shows what there will be to learn." in html

    def test_a_colleague_without_a_live_page_is_named_all_the_same(self, client, owner):
        course = make_course(owner=owner)
        InstructorPage.objects.filter(user=owner).update(live=False)
        colleague = make_instructor("Edda Editor")
        add_member(course, colleague, CourseRole.EDITOR, by=owner)
        html = text(client, course.url).split('id="teachers"')[1]
        assert re.findall(r"<h3> ?<bdi>([^<]*)</bdi>", html) == ["Ines Instructor", "Edda Editor"]
        assert "Your instructors" in html

    @pytest.mark.postgresql
    def test_it_costs_the_same_whatever_its_size(self, client, owner):
        small = self.full_course(owner)
        few = statements(client, small.url)
        big = self.full_course(owner, chapters=3, lessons=4)
        for number in range(3):
            add_member(big, make_instructor(f"Colleague {number}"), CourseRole.EDITOR, by=owner)
        assert statements(client, big.url) == few
        assert few <= 24


class TestInstructor:
    def test_it_shows_who_teaches_and_their_live_courses(self, client, owner):
        make_course(owner=owner, title="River")
        make_course(owner=owner, title="Bread", live=False)
        make_course(title="Somebody else's")
        page = InstructorPage.objects.get(user=owner, locale__language_code="en")
        page.headline, page.bio = "Hydrologist", "<p>Nineteen years.</p>"
        page.save_revision().publish()
        html = text(client, page.url)
        assert titles(html) == ["River"]
        assert "<h1>Ines Instructor</h1>" in html
        assert "Nineteen years." in html
        assert '<meta name="description" content="Hydrologist">' in html

    def test_a_page_whose_person_is_gone_shows_no_courses(self, client, owner):
        make_course(owner=owner, title="River")
        InstructorPage.objects.filter(user=owner).update(user=None)
        page = InstructorPage.objects.filter(user=None, locale__language_code="en").get()
        page.save_revision().publish()
        assert titles(text(client, page.url)) == []

    @pytest.mark.postgresql
    def test_it_costs_the_same_whatever_the_number_of_courses(self, client, owner):
        make_course(owner=owner)
        page = InstructorPage.objects.get(user=owner, locale__language_code="en")
        page.save_revision().publish()
        few = statements(client, page.url)
        for _number in range(3):
            make_course(owner=owner, lessons=2)
        assert statements(client, page.url) == few
        assert few <= 20


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (None, ""),
        (0, ""),
        (5, "5 min"),
        (59, "59 min"),
        (60, "1 h"),
        (61, "1 h 1 min"),
        (180, "3 h"),
    ],
)
def test_a_length_in_words(minutes, words):
    assert duration(minutes) == words


def test_the_catalogue_allows_no_child_by_hand():
    assert [model.__name__ for model in CatalogPage.creatable_subpage_models()] == []
