"""When a walk is refused, and that a refusal says nothing about why."""

from datetime import timedelta
from unittest import mock

from django.core import signing
from django.test import Client, TestCase
from django.utils import timezone

from cms.accounts.enums import Role
from courses.pages.enums import CourseRole, Persona
from courses.pages.models import CourseMembership, WalkLink
from courses.pages.services import add_member
from courses.pages.walk.links import end_link
from tests.courses.pages.walk.walks import at_page, begin_walk, let_wait, send_link
from tests.factories.accounts import UserFactory
from tests.factories.courses import lessons_of, make_course, make_instructor, write_lesson
from tests.factories.site import make_site

CANARY = "zzcanary"
ENDED = (410, "This link has ended")
NOWHERE = (404, "This link leads to no draft")


class Refusals(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_site(["en", "fr"])
        cls.owner = make_instructor("Ines Owner")
        cls.course = make_course(owner=cls.owner, title=f"{CANARY}course", live=False)
        (cls.lesson,) = lessons_of(cls.course)
        write_lesson(cls.lesson, [("text", f"<p>{CANARY}body</p>")], title=f"{CANARY}lesson")
        cls.editor = make_instructor("Edda Editor")
        add_member(cls.course, cls.editor, CourseRole.EDITOR, by=cls.owner)

    def setUp(self):
        self.link = send_link(self.course, owner=self.editor, persona=Persona.LEARNER)
        self.addresses = [
            at_page(begin_walk(self.course, owner=self.editor), self.lesson),
            at_page(self.link, self.lesson),
        ]

    def answers(self, address):
        answer = Client().get(address)
        html = answer.content.decode()
        if answer.status_code == 200:
            return 200, f"{CANARY}body" in html
        assert CANARY not in html
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex"
        assert not answer.cookies
        heading = html.split("<h1>")[1].split("</h1>")[0]
        return answer.status_code, heading

    def assert_both(self, expected):
        assert [self.answers(address) for address in self.addresses] == [expected, expected]

    def test_both_are_open_until_something_ends_them(self):
        self.assert_both((200, True))

    def test_after_its_time(self):
        for after, own, sent in [
            (timedelta(hours=11), (200, True), (200, True)),
            (timedelta(hours=13), ENDED, (200, True)),
            (timedelta(days=8), ENDED, ENDED),
        ]:
            with mock.patch.object(timezone, "now", return_value=timezone.now() + after):
                assert [self.answers(address) for address in self.addresses] == [own, sent], after

    def test_a_link_that_was_ended_early_twice(self):
        for _time in range(2):
            end_link(self.course, self.link.pk, by=self.owner)
            assert [self.answers(one) for one in self.addresses] == [(200, True), ENDED]
        ended = WalkLink.objects.get(pk=self.link.pk).ended_at
        end_link(self.course, self.link.pk, by=self.owner)
        assert WalkLink.objects.get(pk=self.link.pk).ended_at == ended

    def test_a_link_whose_row_is_gone(self):
        self.link.delete()
        assert self.answers(self.addresses[1]) == ENDED

    def test_after_its_owner_changed_the_password(self):
        self.editor.set_password("another-quiet-river")
        self.editor.save()
        self.assert_both(ENDED)

    def test_after_its_owner_was_deactivated(self):
        self.editor.is_active = False
        self.editor.save()
        self.assert_both(ENDED)

    def test_after_its_owner_left_the_course(self):
        CourseMembership.objects.filter(user=self.editor).delete()
        self.assert_both(ENDED)

    def test_after_its_owner_lost_the_role_on_the_site(self):
        self.editor.groups.clear()
        self.assert_both(ENDED)

    def test_a_reviewer_walks_and_sends_nobody(self):
        add_member(self.course, self.editor, CourseRole.REVIEWER, by=self.owner)
        assert [self.answers(one) for one in self.addresses] == [(200, True), ENDED]

    def test_a_reviewer_of_the_site_walks_what_waits(self):
        reviewer = UserFactory(**{Role.REVIEWER.value: True})
        address = at_page(begin_walk(self.course, owner=reviewer), self.lesson)
        assert self.answers(address) == ENDED
        waits = let_wait(self.course)
        assert self.answers(address) == (200, True)
        waits.delete()
        assert self.answers(address) == ENDED

    def test_somebody_elses_token_shows_nothing(self):
        other = make_instructor("Otto Other")
        assert self.answers(at_page(begin_walk(self.course, owner=other), self.lesson)) == ENDED

    def test_what_was_not_made_here(self):
        own, sent = self.addresses
        token = own.split("/")[2]
        body, _colon, signature = token.rpartition(":")
        claims = signing.b64_decode(body.lstrip(".").encode())
        forged = [
            "x",
            token[:-1],
            token + "A",
            f"{body}:{signature[::-1]}",
            signing.Signer(salt="another").sign_object([1, 2, 3]),
            signing.dumps({"course": self.course.pk}),
            claims.hex(),
            sent.split("/")[2].rpartition(":")[0] + f":{signature}",
        ]
        for one in forged:
            assert self.answers(f"/walk/{one}/{self.lesson.pk}/") == NOWHERE, one

    def test_pages_that_are_no_part_of_it(self):
        foreign = make_course(title=f"{CANARY}foreign", owner=self.owner, live=False)
        token = self.addresses[0].split("/")[2]
        pages = [foreign.pk, lessons_of(foreign)[0].pk, self.course.get_parent().pk, 1, 10**12]
        for pk in pages:
            assert self.answers(f"/walk/{token}/{pk}/") == NOWHERE, pk

    def test_a_language_without_the_course(self):
        walk = begin_walk(self.course, owner=self.editor, language="fr")
        assert self.answers(at_page(walk, self.lesson)) == NOWHERE

    def test_other_methods_are_not_answered(self):
        for address in self.addresses:
            assert Client().post(address).status_code == 405
            assert Client().head(address).status_code == 200
