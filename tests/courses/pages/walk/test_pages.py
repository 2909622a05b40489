"""Walking a draft from page to page: as whom, when, in which language; and without a trace."""

import json
import re
from dataclasses import replace

from django.test import Client, TestCase

from courses.pages.enums import Persona
from courses.pages.models import CoursePage, LessonPage
from tests.courses.pages.editor.lessons import block, quiz
from tests.courses.pages.walk.walks import (
    NOON,
    at_page,
    begin_walk,
    in_french,
    pages_of,
    send_link,
)
from tests.factories.courses import chapters_of, lessons_of, make_course, write_lesson
from tests.factories.site import make_site

CANARY = "zzcanary"


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


class Walking(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_site(["en", "fr"])
        cls.course = make_course(title="Reading a River", chapters=2, lessons=2, live=False)
        cls.free, cls.locked, cls.third, cls.last = lessons_of(cls.course)
        cls.foreign = make_course(title=f"{CANARY}foreign", live=False)
        links = "".join(
            f'<a linktype="page" id="{page.pk}">{name}</a>'
            for name, page in [
                ("lesson", cls.last),
                ("chapter", chapters_of(cls.course)[1]),
                ("course", cls.course),
                ("foreign", cls.foreign),
                ("catalogue", cls.course.get_parent()),
            ]
        )
        write_lesson(cls.free, [("text", f"<p>{links}</p>")], title="Free", is_free_preview=True)
        write_lesson(cls.locked, [("text", f"<p>{CANARY}body</p>")], title="Locked now")

    def ask(self, walk, page, **query):
        return Client().get(at_page(walk, page), query)

    def test_a_draft_is_shown_as_whom_it_was_opened_for(self):
        for persona in Persona:
            walk = begin_walk(self.course, persona=persona)
            answer = self.ask(walk, self.locked)
            is_guest = persona is Persona.GUEST
            assert answer.status_code == (403 if is_guest else 200)
            assert (f"{CANARY}body" in text(answer)) == (not is_guest)
            assert "<h1>Locked now</h1>" in text(answer)
            assert self.ask(walk, self.free).status_code == 200

    def test_answers_are_kept_by_nobody_and_lead_nobody_here(self):
        walk = begin_walk(self.course, persona=Persona.GUEST)
        for page in pages_of(self.course):
            answer = self.ask(walk, page)
            assert answer["Cache-Control"] == "private, no-store"
            assert answer["Referrer-Policy"] == "no-referrer"
            assert answer["X-Robots-Tag"] == "noindex"
            assert not answer.cookies
            assert 'rel="canonical"' not in text(answer)

    def test_a_chapter_leads_to_its_place_in_the_walk(self):
        walk = begin_walk(self.course)
        chapter = chapters_of(self.course)[1]
        answer = self.ask(walk, chapter)
        place = f"{at_page(walk, self.course)}#chapter-{chapter.translation_key}"
        assert (answer.status_code, answer["Location"]) == (302, place)

    def test_links_stay_in_the_walk_and_those_out_of_the_course_leave_it(self):
        walk = begin_walk(self.course)
        html = text(self.ask(walk, self.free))
        body = html[html.index('class="prose"') :]
        for name, page in [
            ("lesson", self.last),
            ("chapter", chapters_of(self.course)[1]),
            ("course", self.course),
        ]:
            assert f'<a href="{at_page(walk, page)}">{name}</a>' in body
        assert "<a>foreign</a>" in body
        assert '<a href="/en/courses/">catalogue</a>' in body
        for lesson in (self.locked, self.third, self.last):
            assert f'href="{at_page(walk, lesson)}"' in html
        assert "/en/courses/reading" not in html
        course = text(self.ask(walk, self.course))
        assert f'<a class="btn full" href="{at_page(walk, self.free)}">' in course
        assert "/en/courses/reading" not in course

    def test_nothing_of_another_course_is_shown(self):
        walk = begin_walk(self.course)
        for page in [*pages_of(self.foreign), self.course.get_parent()]:
            answer = self.ask(walk, page)
            assert answer.status_code == 404
            assert CANARY not in text(answer)
        for page in pages_of(self.course):
            assert f"{CANARY}foreign" not in text(self.ask(walk, page))

    def test_the_session_of_whoever_walks_plays_no_part(self):
        owner = Client()
        owner.force_login(self.course.owner)
        for persona in Persona:
            address = at_page(begin_walk(self.course, persona=persona), self.course)
            mine, theirs = owner.get(address), Client().get(address)
            assert mine.content == theirs.content
            assert not mine.cookies
            assert "Edit this course" not in text(mine)

    def test_the_banner_says_who_when_and_until(self):
        walk = begin_walk(self.course, persona=Persona.BUYER, at=NOON)
        html = text(self.ask(walk, self.free))
        assert "You are walking the draft as a buyer on 3 May 2026, 12:00 in English." in html
        assert "This walk ends on " in html
        assert html.index('class="walk"') < html.index('class="site-head"')

    def test_one_chooses_anew_and_stays_at_the_page(self):
        french = in_french(self.course)
        walk = begin_walk(self.course, persona=Persona.GUEST)
        answer = self.ask(
            walk, self.locked, persona="learner", language="fr", at="2026-05-03T12:00"
        )
        there = lessons_of(french)[1]
        anew = replace(walk, persona=Persona.LEARNER, language="fr", at=NOON)
        assert (answer.status_code, answer["Location"]) == (302, at_page(anew, there))
        html = text(Client().get(answer["Location"]))
        assert "<h1>Locked now (français)</h1>" in html
        assert '<html lang="fr"' in html

    def test_what_cannot_be_chosen_is_said_at_its_field(self):
        walk = begin_walk(self.course)
        for given, words in [
            ({"at": "tomorrow"}, "Choose a date and a time"),
            ({"at": "9999-01-01T00:00"}, "Choose a date between 2000 and 2100."),
            ({"language": "sw"}, "sw is not one of the available choices"),
            ({"persona": "owner"}, "owner is not one of the available choices"),
        ]:
            choice = {"persona": "guest", "language": "en", "at": "", **given}
            answer = self.ask(walk, self.free, **choice)
            assert answer.status_code == 200
            assert words in text(answer)

    def test_a_link_that_was_sent_keeps_what_was_chosen(self):
        french = in_french(self.course)
        link = send_link(self.course, persona=Persona.GUEST)
        html = text(self.ask(link, self.free, persona="learner", language="fr", at=""))
        assert "<form" not in html[: html.index('class="site-head"')]
        assert "Free (français)" not in html
        for page in pages_of(french):
            assert self.ask(link, page).status_code == 404
        assert 'hreflang="fr" href="/fr/"' in html

    def test_languages_lead_to_the_same_page(self):
        french = in_french(self.course)
        walk = begin_walk(self.course)
        html = text(self.ask(walk, self.locked))
        there = at_page(walk.in_language("fr"), lessons_of(french)[1])
        assert f'hreflang="fr" href="{there}"' in html
        assert self.ask(walk, lessons_of(french)[1]).status_code == 404
        assert self.ask(walk.in_language("fr"), self.locked).status_code == 404

    def test_another_language_follows_the_order_of_the_source(self):
        french = in_french(self.course)
        chapters_of(self.course)[1].move(chapters_of(self.course)[0], "left")
        html = text(self.ask(begin_walk(self.course, language="fr"), french))
        first, second, third, last = (lesson.draft_title for lesson in lessons_of(french))
        outline = html[html.index('id="outline"') :]
        found = re.findall(r">([^<>]+ \(français\))<", outline)
        assert [
            title for title in found if "esson" in title or "Free" in title or "now" in title
        ] == [third, last, first, second]

    def test_keys_of_questions_stay_on_the_server(self):
        lesson = LessonPage.objects.get(pk=self.third.pk)
        lesson.body = json.dumps([block("quiz", quiz(1))])
        lesson.save_revision()
        html = text(self.ask(begin_walk(self.course), lesson))
        assert "Question 1.0?" in html
        assert not re.search(r"is_right|data-right|is-right", html)

    def test_the_draft_of_the_courses_own_page_is_shown(self):
        course = CoursePage.objects.get(pk=self.course.pk)
        course.promise = "Draft promise"
        course.save_revision()
        html = text(self.ask(begin_walk(self.course), course))
        assert "Draft promise" in html
