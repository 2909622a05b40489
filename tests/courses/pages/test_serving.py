"""Readers get what they may read, and of a locked lesson nothing but what the outline says."""

import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from cms.accounts.enums import Role
from courses.pages import access
from courses.pages.access import OPEN, Access, NextStep, decide, decide_course, register_policy
from courses.pages.enums import CourseRole
from courses.pages.models import ChapterPage, CoursePage, LessonPage
from courses.pages.outline_view import read_outline
from courses.pages.services import add_member
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    chapters_of,
    lessons_of,
    make_course,
    make_instructor,
    publish_all,
    write_lesson,
)
from tests.factories.media import AudioFactory, VideoFactory
from tests.factories.site import make_site

CANARY = "zzcanary"
INSIDE = ("owner", "editor", "reviewer", "administrator")
OUTSIDE = ("visitor", "learner", "other instructor")


def text(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def secret_body():
    quiz = {
        "questions": [
            (
                "true_false",
                {"prompt": f"{CANARY}prompt", "answer": "true", "explanation": f"{CANARY}why"},
            )
        ]
    }
    return [
        ("text", f"<p>{CANARY}text</p>"),
        ("heading", {"text": f"{CANARY}heading"}),
        ("code", {"code": f"{CANARY}code", "language": "python"}),
        ("video", {"video": VideoFactory(title=f"{CANARY}video")}),
        ("audio", {"audio": AudioFactory(title=f"{CANARY}audio")}),
        ("quiz", quiz),
    ]


class Reading(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_site(["en", "fr"])
        cls.owner = make_instructor("Ines Owner")
        cls.course = make_course(
            owner=cls.owner, title="Reading a River", chapters=2, lessons=2, live=False
        )
        cls.free, cls.locked, cls.later, cls.draft = lessons_of(cls.course)
        write_lesson(
            cls.free,
            [("text", "<p>Everybody reads this.</p>")],
            title="Choosing your stretch",
            is_free_preview=True,
            duration_minutes=75,
        )
        write_lesson(
            cls.locked,
            secret_body(),
            title="Float times",
            summary="What a float tells.",
            search_description=f"{CANARY}description",
            seo_title=f"{CANARY}seo",
        )
        publish_all(cls.course)
        LessonPage.objects.get(pk=cls.draft.pk).unpublish()
        cls.free, cls.locked, cls.later, cls.draft = lessons_of(cls.course)
        cls.people = {
            "visitor": None,
            "learner": UserFactory(),
            "other instructor": make_instructor("Otto Other"),
            "owner": cls.owner,
            "editor": make_instructor("Edda Editor"),
            "reviewer": make_instructor("Rita Reviewer"),
            "administrator": UserFactory(administrator=True),
        }
        add_member(cls.course, cls.people["editor"], CourseRole.EDITOR, by=cls.owner)
        add_member(cls.course, cls.people["reviewer"], CourseRole.REVIEWER, by=cls.owner)

    def ask(self, who, page, method="get", **headers):
        self.client.logout()
        if self.people[who] is not None:
            self.client.force_login(self.people[who])
        url = page if isinstance(page, str) else page.url
        return getattr(self.client, method)(url, headers=headers)

    def test_everybody_reads_a_free_lesson(self):
        for who in self.people:
            answer = self.ask(who, self.free)
            assert answer.status_code == 200, who
            assert "Everybody reads this." in text(answer), who

    def test_the_courses_people_read_a_locked_lesson_and_nobody_else_does(self):
        for who in self.people:
            answer = self.ask(who, self.locked)
            inside = who in INSIDE
            assert answer.status_code == (200 if inside else 403), who
            found = set(re.findall(rf"{CANARY}(\w+)", text(answer)))
            assert (found >= {"text", "heading", "code", "video", "prompt"}) == inside, who
            assert inside or found == set(), who

    def test_a_locked_answer_says_why_and_what_next_and_is_kept_by_nobody(self):
        for who in OUTSIDE:
            answer = self.ask(who, self.locked)
            html = text(answer)
            assert "<h1>Float times</h1>" in html
            assert "What a float tells." in html
            assert "This lesson is locked" in html
            assert f'<a class="btn" href="{self.free.url}">Read a free lesson</a>' in html
            assert f'href="{self.course.url}"' in html
            assert "Choosing your stretch" in html
            assert '<meta name="robots" content="noindex">' in html
            assert 'name="description"' not in html
            assert 'rel="canonical"' not in html
            assert answer["Cache-Control"] == "private, no-store"
            assert answer["X-Robots-Tag"] == "noindex"
            assert ("Sign in</a> </p>" in html) == (who == "visitor")

    def test_no_header_and_no_other_method_gives_a_locked_lesson_away(self):
        asked = [("head", {}), ("get", {"if-none-match": "*"}), ("get", {"range": "bytes=0-99"})]
        for who in OUTSIDE:
            for method, headers in [*asked, ("post", {}), ("options", {})]:
                answer = self.ask(who, self.locked, method, **headers)
                assert answer.status_code in (403, 200 if method == "options" else 403)
                assert CANARY not in answer.content.decode()
                assert CANARY not in str(answer.headers)
                assert "ETag" not in answer.headers
                assert "Last-Modified" not in answer.headers

    def test_the_body_of_a_locked_lesson_is_not_read(self):
        with CaptureQueriesContext(connection) as queries:
            self.ask("learner", self.locked)
        body = '"courses_pages_lessonpage"."body"'
        assert not [row["sql"] for row in queries if body in row["sql"]]
        # Nor its own row: the outline's statement is all that asks its table.
        assert len([row for row in queries if "courses_pages_lessonpage" in row["sql"]]) == 1
        with CaptureQueriesContext(connection) as queries:
            self.ask("learner", self.free)
        assert len([row["sql"] for row in queries if body in row["sql"]]) == 1

    def test_no_other_page_shows_what_is_in_a_locked_lesson(self):
        places = ["/en/", "/en/courses/", self.course.url, self.free.url, "/sitemap.xml"]
        places += ["/en/search/?q=zz", "/feed/", "/api/v2/pages/", self.draft.url]
        for who in OUTSIDE:
            for place in places:
                assert CANARY not in self.ask(who, place).content.decode(), (who, place)

    def test_what_is_not_live_is_not_found_by_anybody(self):
        for who in self.people:
            assert self.ask(who, self.draft).status_code == 404, who

    def test_what_is_below_something_that_was_taken_down_is_not_found(self):
        chapter, course = chapters_of(self.course)[0], CoursePage.objects.get(pk=self.course.pk)
        ChapterPage.objects.get(pk=chapter.pk).unpublish()
        for who in ("visitor", "owner", "administrator"):
            assert self.ask(who, self.free).status_code == 404, who
            assert self.ask(who, chapter).status_code == 404, who
            assert "Choosing your stretch" not in text(self.ask(who, course)), who
        course.unpublish()
        for who in ("visitor", "owner", "administrator"):
            for page in (course, chapter, self.later):
                assert self.ask(who, page).status_code == 404, (who, page)
            assert "Reading a River" not in text(self.ask(who, "/en/courses/")), who

    def test_an_alias_is_not_served(self):
        catalogue = self.course.get_parent()
        alias = CoursePage.objects.get(pk=self.course.pk).create_alias(
            parent=catalogue, update_slug="alias", recursive=True, reset_translation_key=True
        )
        assert alias.live
        assert alias.get_children().count() == 2
        for page in [alias, *alias.get_descendants()]:
            assert self.ask("owner", page).status_code == 404, page
        assert text(self.ask("visitor", "/en/courses/")).count('class="card"') == 1

    def test_a_chapter_leads_to_its_place_on_the_courses_page(self):
        chapter = chapters_of(self.course)[1]
        answer = self.ask("visitor", chapter)
        place = f"chapter-{chapter.translation_key}"
        assert (answer.status_code, answer["Location"]) == (302, f"{self.course.url}#{place}")
        assert f'id="{place}"' in text(self.ask("visitor", self.course))

    def test_a_locked_lesson_read_by_its_people_is_kept_by_no_cache_between(self):
        answer = self.ask("owner", self.locked)
        assert set(answer["Cache-Control"].split(", ")) == {"private", "no-cache"}
        assert '<meta name="robots" content="noindex">' in text(answer)
        assert '<meta name="robots"' not in text(self.ask("owner", self.free))

    def test_the_lessons_before_and_after_are_named(self):
        html = text(self.ask("visitor", self.free))
        assert 'rel="prev"' not in html
        assert f'href="{self.locked.url}" rel="next"' in html
        assert "Next, locked" in html
        html = text(self.ask("owner", self.later))
        assert f'href="{self.locked.url}" rel="prev"' in html
        assert 'rel="next"' not in html
        assert "Chapter 2, lesson 3 of 3" in html

    def test_blocks_have_their_lasting_places(self):
        block = self.free.body[0]
        assert f'id="b-{block.id}"' in text(self.ask("visitor", self.free))

    def test_the_outline_stands_outside_of_the_text(self):
        html = text(self.ask("visitor", self.free))
        assert html.index('aria-label="Course outline"') < html.index("<main")
        assert '<a class="skip" href="#outline">' in html
        assert html.count("<h1>") == 1
        assert re.findall(r'aria-current="page"', html) == ['aria-current="page"']

    def test_the_course_page_shows_everybody_the_same_outline(self):
        for who in self.people:
            html = text(self.ask(who, self.course))
            assert "2 chapters · 3 lessons" in html
            assert "1 h 15 min" in html
            inside = who in INSIDE
            assert html.count("Locked:") == (0 if inside else 2), who
            assert ("Edit this course" in html) == inside, who
            assert f'<a class="btn full" href="{self.free.url}">Read the free lessons</a>' in html
            assert "Ines Owner" in html
            assert "Edda Editor" in html
            assert "Rita Reviewer" not in html.split("<main")[1], who


class Deciding(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_site(["en"])
        cls.course = make_course(lessons=3)
        cls.lessons = lessons_of(cls.course)
        write_lesson(cls.lessons[1], [], is_free_preview=True)
        publish_all(cls.course)
        cls.lessons = lessons_of(cls.course)
        cls.learner = UserFactory()

    def setUp(self):
        self.addCleanup(access._policies.__setitem__, 0, access._policies[0])

    def test_one_answer_is_the_one_of_the_whole_course(self):
        answers = decide_course(self.learner, self.course)
        assert list(answers) == [lesson.pk for lesson in self.lessons]
        assert [answers[lesson.pk].allowed for lesson in self.lessons] == [False, True, False]
        for lesson in self.lessons:
            assert decide(self.learner, lesson) == answers[lesson.pk]
        first = answers[self.lessons[0].pk]
        assert first.next_step == NextStep("Read a free lesson", self.lessons[1].url)

    def test_a_course_without_a_free_lesson_promises_none(self):
        other = make_course()
        answer = decide(self.learner, lessons_of(other)[0])
        reason = "This lesson is for the course's learners, and nobody can join courses here yet."
        assert answer == Access(allowed=False, reason=reason)

    def test_a_draft_lesson_is_open_to_the_courses_people_only(self):
        draft = lessons_of(make_course(owner=self.course.owner, live=False))[0]
        assert decide(self.course.owner, draft).allowed
        assert not decide(self.learner, draft).allowed

    def test_a_registered_policy_takes_over(self):
        register_policy(lambda viewer, lessons, at: {one.pk: OPEN for one in lessons[:1]})
        answers = decide_course(self.course.owner, self.course)
        # What it says nothing about stays locked, for the owner too.
        assert [answer.allowed for answer in answers.values()] == [True, False, False]

    def test_a_member_who_lost_the_role_on_the_site_reads_nothing(self):
        owner, lesson = self.course.owner, self.lessons[0]
        reviewer = UserFactory(reviewer=True)
        add_member(self.course, reviewer, CourseRole.REVIEWER, by=owner)
        for member in (owner, reviewer):
            assert decide(member, lesson).allowed
            roles = member.groups.filter(name__in=[role.value for role in Role])
            member.groups.remove(*roles)
            assert not decide(member, lesson).allowed
            # A learner's role does not bear it either.
            member.groups.add(Group.objects.get(name=Role.LEARNER.value))
            assert not decide(member, lesson).allowed

    def test_a_person_without_an_active_account_is_nobody(self):
        self.course.owner.is_active = False
        assert not decide(self.course.owner, self.lessons[0]).allowed

    @pytest.mark.postgresql
    def test_an_outline_costs_one_statement_and_one_for_rights_whatever_its_size(self):
        def asked(course):
            course.get_url()
            with CaptureQueriesContext(connection) as queries:
                outline = read_outline(course, self.learner)
            return len(outline.lessons), len(queries)

        big = make_course(chapters=3, lessons=5)
        assert asked(self.course) == (3, 2)
        assert asked(big) == (15, 2)
