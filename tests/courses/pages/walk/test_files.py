"""Files of a draft open by the addresses that its walk shows, and by no others."""

import html
import re
import shutil
import tempfile
from datetime import timedelta
from unittest import mock

from django.core.files.base import ContentFile
from django.test import Client, TestCase, override_settings
from django.utils import timezone

from courses.pages.enums import CourseRole, Persona
from courses.pages.models import CourseWorkspace
from courses.pages.services import add_member
from courses.pages.walk.links import end_link
from tests.courses.pages.test_file_gates import CANARY, picture, sheet
from tests.courses.pages.walk.walks import at_page, begin_walk, let_wait, send_link
from tests.factories.accounts import UserFactory
from tests.factories.courses import lessons_of, make_course, make_instructor, write_lesson
from tests.factories.media import AudioFactory, VideoFactory
from tests.factories.site import make_site

MEDIA = tempfile.mkdtemp(prefix="fledge-walk-")
# What a page fetches or links to that is guarded.
ADDRESS = re.compile(r'(?:src|href|poster)="(/(?:files|documents)/[^"]+)"')
SET = re.compile(r'srcset="([^"]+)"')


def files_in(response):
    """Return the addresses of all guarded files on a page."""
    page = response.content.decode()
    found = ADDRESS.findall(page)
    for group in SET.findall(page):
        found += [one.split()[0] for one in group.split(",") if "/files/" in one]
    return sorted({html.unescape(one) for one in found})


def status_of(address):
    """Return what somebody without an account is answered at the end of the way."""
    return Client().get(address.split("#")[0], follow=True).status_code


def body(document, image, video, audio):
    return [
        ("text", f'<p><a linktype="document" id="{document.pk}">x</a></p>'),
        ("document", {"document": document}),
        ("image", {"image": image, "decorative": True}),
        ("video", {"video": video}),
        ("audio", {"audio": audio}),
    ]


@override_settings(MEDIA_ROOT=MEDIA)
class FilesOfDrafts(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_site(["en"])
        cls.owner = make_instructor("Ines Owner")
        cls.owner.avatar.save("a.png", ContentFile(b"picture"))
        cls.course = make_course(owner=cls.owner, live=False)
        (cls.lesson,) = lessons_of(cls.course)
        at = CourseWorkspace.objects.get(course__key=cls.course.course_key).collection
        cls.document = sheet(at)
        video = VideoFactory(collection=at, captions=["en"])
        cls.lesson = write_lesson(
            cls.lesson, body(cls.document, picture(at), video, AudioFactory(collection=at))
        )
        cls.course.cover, cls.course.intro_video = picture(at), VideoFactory(collection=at)
        cls.course.save_revision()
        cls.editor = make_instructor("Edda Editor")
        add_member(cls.course, cls.editor, CourseRole.EDITOR, by=cls.owner)

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        shutil.rmtree(MEDIA, ignore_errors=True)

    def shown(self, walk, *pages):
        found = []
        for page in pages or (self.lesson, self.course):
            found += files_in(Client().get(at_page(walk, page)))
        return found

    def test_each_file_of_a_draft_opens_without_an_account_and_is_kept_by_nobody(self):
        files = self.shown(begin_walk(self.course))
        kinds = {re.sub(r".*\.|\?.*", "", one) for one in files}
        assert {"txt", "webp", "avif", "jpg", "mp4", "vtt", "mp3", "png"} <= kinds, kinds
        for address in files:
            answer = Client().get(address, follow=True)
            assert answer.status_code == 200, address
            assert answer["Cache-Control"] == "private, no-store"
            assert not answer.cookies
            assert status_of(address.split("?")[0]) == 403, address

    def test_a_part_of_a_film_is_given(self):
        film = next(one for one in self.shown(begin_walk(self.course)) if ".mp4" in one)
        answer = Client().get(film, headers={"range": "bytes=1-2"})
        assert (answer.status_code, b"".join(answer.streaming_content)) == (206, b"il")

    def test_copied_addresses_end_with_the_walk(self):
        link = send_link(self.course, owner=self.editor, persona=Persona.LEARNER)
        files = self.shown(begin_walk(self.course, owner=self.editor), self.lesson)
        sent = self.shown(link, self.lesson)
        assert {status_of(one) for one in files + sent} == {200}
        later = timezone.now() + timedelta(hours=13)
        with mock.patch.object(timezone, "now", return_value=later):
            assert {status_of(one) for one in files} == {403}
            assert {status_of(one) for one in sent} == {200}
        end_link(self.course, link.pk, by=self.owner)
        assert {status_of(one) for one in sent} == {403}
        assert {status_of(one) for one in files} == {200}
        self.editor.set_password("another-quiet-river")
        self.editor.save()
        assert {status_of(one) for one in files} == {403}

    def test_they_end_with_the_owners_right(self):
        files = self.shown(begin_walk(self.course, owner=self.editor), self.lesson)
        self.editor.course_memberships.all().delete()
        assert {status_of(one) for one in files} == {403}

    def test_a_pass_opens_its_own_file_only(self):
        walk = begin_walk(self.course)
        other = sheet(self.document.collection, "Other")
        passed = walk.pass_for(self.document.file.name)
        assert status_of(f"{self.document.url}?pass={passed}") == 200
        assert status_of(f"{other.url}?pass={passed}") == 403
        for forged in ("", "x", passed[:-1], walk.token, f"{passed}A"):
            assert status_of(f"{self.document.url}?pass={forged}") == 403, forged

    def test_a_guest_gets_no_pass_for_a_locked_lesson(self):
        guest = begin_walk(self.course, persona=Persona.GUEST)
        assert files_in(Client().get(at_page(guest, self.lesson))) == []

    def test_a_draft_that_names_somebody_elses_file_opens_nothing(self):
        foreign = make_course(title="Foreign", live=False)
        at = CourseWorkspace.objects.get(course__key=foreign.course_key).collection
        document = sheet(at)
        write_lesson(self.lesson, [("document", {"document": document})])
        (address,) = self.shown(begin_walk(self.course), self.lesson)
        assert "pass=" in address
        answer = Client().get(address, follow=True)
        assert answer.status_code == 403
        assert CANARY not in answer.content

    def test_a_reviewer_of_the_site_sees_the_files_of_what_waits(self):
        reviewer = UserFactory(reviewer=True)
        walk = begin_walk(self.course, owner=reviewer)
        address = f"{self.document.url}?pass={walk.pass_for(self.document.file.name)}"
        assert status_of(address) == 403
        let_wait(self.course)
        files = self.shown(walk, self.lesson)
        assert {status_of(one) for one in files} == {200}
        assert status_of(address) == 200

    def test_outside_of_a_walk_addresses_carry_no_pass(self):
        assert "pass=" in "".join(self.shown(begin_walk(self.course)))
        assert "pass=" not in self.document.url
        assert "pass=" not in self.document.file.url
