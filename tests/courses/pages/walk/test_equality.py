"""What is walked is what a real account meets on the live site after the draft was released, and
walking writes nothing."""

import re
from collections import Counter
from datetime import UTC, datetime
from unittest import mock

import pytest
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from cms.core.models import SiteImage
from cms.core.services.renditions import make_renditions
from courses.pages import access
from courses.pages.access import OPEN, Access, NextStep, register_policy
from courses.pages.enums import Persona
from courses.pages.live_tree import read_tree
from courses.pages.models import CoursePage
from courses.pages.services import remove_page
from courses.pages.tasks import make_draft_cover
from courses.pages.viewers import PersonaUser
from tests.courses.pages.editor.lessons import make_images
from tests.courses.pages.walk.walks import at_page, begin_walk, in_french, pages_of, send_link
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    chapters_of,
    lessons_of,
    make_course,
    make_instructor,
    publish_all,
    write_lesson,
)
from tests.factories.keeping import read_all
from tests.factories.media import AudioFactory, VideoFactory
from tests.factories.site import make_site

BEFORE, BETWEEN, AFTER = (datetime(2026, month, 3, 12, tzinfo=UTC) for month in (4, 6, 8))
# The first lesson after the free one opens in May, the next ones in July.
OPENINGS = {1: datetime(2026, 5, 1, tzinfo=UTC), 2: datetime(2026, 7, 1, tzinfo=UTC)}
QUIZ = {
    "questions": [
        ("true_false", {"prompt": "It flows.", "answer": "true", "explanation": "It does."})
    ]
}


def by_date(learners):
    """Return a policy as enrolments will have one: lessons open to learners by their dates."""

    def policy(viewer, lessons, at):
        is_persona = isinstance(viewer, PersonaUser)
        learns = viewer.is_on_course if is_persona else viewer.pk in learners
        answers = {}
        for place, lesson in enumerate(lessons):
            opens = OPENINGS[min(place, 2)] if place else None
            if lesson.is_free_preview or (learns and (opens is None or opens <= at)):
                answers[lesson.pk] = OPEN
            elif learns:
                step = NextStep("To the first lesson", lessons[0].url)
                answers[lesson.pk] = Access(False, f"Opens on {opens:%d %B}.", step)
        return answers

    return policy


def normal(response, links):
    """Return a page without banner, account menu and what search engines read, its addresses
    as the site has them."""
    page = response.content.decode()
    page = re.sub(r'<aside class="walk".*?</aside>', "", page, flags=re.S)
    page = re.sub(r'<header class="site-head">.*?</header>', "", page, flags=re.S)
    page = re.sub(r'<link rel="(canonical|alternate)"[^>]*>', "", page, flags=re.S)
    for walked, public in links.items():
        page = page.replace(f'"{walked}"', f'"{public}"')
    page = re.sub(r'"/documents/(\d+)/[^"]*"', r'"document \1"', page)
    page = re.sub(r"/(files|media)/[^\"\s,#]+", "FILE", page)
    # A release is a change: only of what is live it can be said when that was.
    page = re.sub(r"<dt>Last changed</dt>\s*<dd>.*?</dd>", "", page, flags=re.S)
    return re.sub(r"\s+", " ", page.replace("> <", "><"))


@pytest.mark.postgresql
class Equality(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_site(["en", "fr"])
        cls.owner = make_instructor("Ines Owner")
        cls.course = make_course(owner=cls.owner, title="Reading a River", chapters=2, lessons=2)
        cls.image = SiteImage.objects.get(pk=make_images(cls.course, 1)[0])
        make_renditions(cls.image.pk)
        cls.learner = UserFactory(display_name="Lena Learner")
        cls.write_drafts()

    def setUp(self):
        self.addCleanup(access._policies.__setitem__, 0, access._policies[0])
        register_policy(by_date({self.learner.pk}))

    @classmethod
    def write_drafts(cls):
        """Change everything once more after the first release: texts, order, what is there."""
        free, second, third, fourth = lessons_of(cls.course)
        links = f'<a linktype="page" id="{second.pk}">on</a>'
        write_lesson(
            free,
            [("text", f"<p>{links}</p>"), ("quiz", QUIZ)],
            title="Choosing your stretch",
            is_free_preview=True,
            duration_minutes=75,
        )
        image = {"image": cls.image, "decorative": True}
        body = [
            ("video", {"video": VideoFactory(captions=["en"])}),
            ("audio", {"audio": AudioFactory()}),
            ("code", {"code": "print(1)", "language": "python"}),
            ("image", image),
        ]
        write_lesson(second, body, title="Float times", summary="What a float tells.")
        fourth.move(chapters_of(cls.course)[0], "first-child")
        chapter = chapters_of(cls.course)[1]
        chapter.title, chapter.summary = "Renamed in the draft", "And summed up."
        chapter.save_revision()
        course = CoursePage.objects.get(pk=cls.course.pk)
        course.promise, course.about = "Draft promise", f"<p>{links}</p>"
        course.cover = cls.image
        make_draft_cover(cls.image.pk)
        course.save_revision()
        free.move(chapters_of(cls.course)[0], "first-child")
        cls.third = third

    def test_each_page_as_each_persona_at_each_date(self):
        shown = {}
        for persona in Persona:
            for at in (BEFORE, BETWEEN, AFTER):
                walk = begin_walk(self.course, persona=persona, at=at)
                for page in pages_of(self.course):
                    shown[persona, at, page.pk] = Client().get(at_page(walk, page))
        publish_all(self.course)
        self.assert_as_live(shown)

    def assert_as_live(self, shown):
        people = dict.fromkeys(Persona, self.learner) | {Persona.GUEST: None}
        statuses = set()
        for (persona, at, pk), walked in shown.items():
            client = Client()
            with mock.patch.object(timezone, "now", return_value=at):
                if people[persona]:
                    client.force_login(people[persona])
                live = client.get(self.public(pk))
            walk = begin_walk(self.course, persona=persona, at=at)
            ends = walked.wsgi_request.path.split("/")[2]
            assert walked.status_code == live.status_code, (persona, at, pk)
            statuses.add((persona, at, live.status_code))
            links = {
                f"/walk/{ends}/{page.pk}/": self.public(page.pk) for page in pages_of(self.course)
            }
            if live.status_code == 302:
                place = live["Location"]
                assert walked["Location"].split("#")[1] == place.split("#")[1]
                continue
            assert normal(walked, links) == normal(live, links), (persona, at, walk)
        assert (Persona.LEARNER, BEFORE, 403) in statuses
        assert (Persona.LEARNER, AFTER, 403) not in statuses
        assert (Persona.GUEST, AFTER, 403) in statuses

    def public(self, pk):
        """Return where a page is for readers; lessons are where the released outline has them."""
        if pk == self.course.pk:
            return self.course.url
        tree = read_tree(CoursePage.objects.get(pk=self.course.pk))
        urls = {lesson.pk: lesson.url for lesson in tree.lessons}
        return urls.get(pk) or Page.objects.get(pk=pk).url

    def test_nothing_is_written(self):
        french = in_french(self.course)
        link = send_link(self.course, persona=Persona.LEARNER)
        walks = [begin_walk(self.course, persona=persona) for persona in Persona]
        walks += [link, walks[0].in_language("fr")]
        signed_in = Client()
        signed_in.force_login(self.owner)
        before = read_all()
        for walk in walks:
            for page in [*pages_of(self.course), *pages_of(french), self.course.get_parent()]:
                for client in (Client(), signed_in):
                    answer = client.get(at_page(walk, page))
                    assert not answer.cookies
        after = read_all()
        assert {name for name in before if before[name] != after[name]} == set()
        assert before.keys() == after.keys()

    def test_what_is_removed_in_the_draft_is_not_walked(self):
        remove_page(self.course, self.third.pk, by=self.owner)
        walk = begin_walk(self.course)
        assert Client().get(at_page(walk, self.third)).status_code == 404
        html = Client().get(at_page(walk, self.course)).content.decode()
        assert f"/{self.third.pk}/" not in html
        assert Client().get(self.public(self.third.pk)).status_code == 403

    def test_a_page_costs_the_same_whatever_the_size_of_the_course(self):
        def asked(course, page):
            address = at_page(begin_walk(course), page)
            Client().get(address)
            with CaptureQueriesContext(connection) as queries:
                assert Client().get(address).status_code == 200
            return [re.sub(r"[\d, ]+|WHERE.*", "", query["sql"])[:400] for query in queries]

        large = make_course(owner=self.owner, chapters=4, lessons=6)
        for lesson in lessons_of(large):
            links = "".join(
                f'<a linktype="page" id="{other.pk}">x</a>' for other in lessons_of(large)
            )
            write_lesson(lesson, [("text", f"<p>{links}</p>")])
        small = make_course(owner=self.owner, chapters=2, lessons=1)
        first, second = lessons_of(small)
        links = f'<p><a linktype="page" id="{second.pk}">x</a></p>'
        write_lesson(first, [("text", links)])
        counts = [
            [asked(course, course), asked(course, lessons_of(course)[0])]
            for course in (small, large)
        ]
        for small_page, large_page in zip(*counts, strict=True):
            assert Counter(small_page) == Counter(large_page)
            assert len(small_page) <= 30
