"""A course's files are open to whoever may read what shows them, and to the course's people."""

import shutil
import tempfile
from io import BytesIO

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.base import ContentFile
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from cms.core.files.links import address
from cms.core.gate import may_open
from cms.core.models import SiteDocument, SiteImage
from courses.pages.enums import CourseRole
from courses.pages.models import ChapterPage, CoursePage, CourseWorkspace, LessonPage
from courses.pages.services import add_member
from tests.factories.accounts import UserFactory
from tests.factories.courses import (
    lessons_of,
    make_course,
    make_instructor,
    publish_all,
    write_lesson,
)
from tests.factories.media import AudioFactory, CaptionTrackFactory, VideoFactory
from tests.factories.site import make_site

MEDIA = tempfile.mkdtemp(prefix="fledge-gates-")
CANARY = b"canary-of-the-sheet"


def picture(collection, name="Float"):
    data = BytesIO()
    Image.new("RGB", (64, 40), "#ffd21f").save(data, "PNG")
    file = ContentFile(data.getvalue(), "a.png")
    return SiteImage.objects.create(title=name, file=file, collection=collection)


def sheet(collection, name="Sheet"):
    file = ContentFile(CANARY, "a.txt")
    return SiteDocument.objects.create(title=name, file=file, collection=collection)


@pytest.mark.postgresql
@override_settings(MEDIA_ROOT=MEDIA)
class FilesOfCourses(TestCase):
    @classmethod
    def setUpTestData(cls):
        make_site(["en"])
        cls.owner = make_instructor()
        cls.course = make_course(owner=cls.owner, lessons=3, live=False)
        cls.free, cls.locked, cls.draft = lessons_of(cls.course)
        collection = CourseWorkspace.objects.get(course__key=cls.course.course_key).collection
        cls.files = {}
        for name in ("free", "locked", "draft", "unused"):
            files = {
                "document": sheet(collection),
                "image": picture(collection),
                "video": VideoFactory(collection=collection),
                "audio": AudioFactory(collection=collection),
            }
            files["caption"] = CaptionTrackFactory(video=files["video"])
            cls.files[name] = files
            if name != "unused":
                write_lesson(getattr(cls, name), cls.body(files), is_free_preview=name == "free")
        cls.cover, cls.film = picture(collection), VideoFactory(collection=collection)
        cls.course.cover, cls.course.intro_video = cls.cover, cls.film
        cls.course.save_revision()
        publish_all(cls.course)
        LessonPage.objects.get(pk=cls.draft.pk).unpublish()
        cls.people = {
            "visitor": AnonymousUser(),
            "learner": UserFactory(),
            "other instructor": make_instructor("Otto"),
            "owner": cls.owner,
            "editor": make_instructor("Edda"),
            "reviewer": make_instructor("Rita"),
            "administrator": UserFactory(administrator=True),
        }
        add_member(cls.course, cls.people["editor"], CourseRole.EDITOR, by=cls.owner)
        add_member(cls.course, cls.people["reviewer"], CourseRole.REVIEWER, by=cls.owner)

    @classmethod
    def tearDownClass(cls):
        super().tearDownClass()
        shutil.rmtree(MEDIA, ignore_errors=True)

    @staticmethod
    def body(files):
        image = {"image": files["image"], "decorative": True}
        return [
            ("text", f'<p><a linktype="document" id="{files["document"].pk}">x</a></p>'),
            ("image", image),
            ("video", {"video": files["video"]}),
            ("audio", {"audio": files["audio"]}),
        ]

    def opens(self, who, files):
        user = self.people[who]
        return {kind for kind, file in files.items() if may_open(user, kind, file)}

    def test_everybody_opens_what_a_free_lesson_shows(self):
        for who in self.people:
            assert self.opens(who, self.files["free"]) == set(self.files["free"]), who

    def test_only_the_courses_people_open_what_a_locked_or_unpublished_lesson_shows(self):
        for where in ("locked", "draft", "unused"):
            for who in self.people:
                inside = who in ("owner", "editor", "reviewer", "administrator")
                expected = set(self.files[where]) if inside else set()
                assert self.opens(who, self.files[where]) == expected, (who, where)

    def test_everybody_opens_cover_and_introduction_of_a_live_course(self):
        for who in self.people:
            user = self.people[who]
            assert may_open(user, "image", self.cover), who
            assert may_open(user, "video", self.film), who

    def test_nobody_else_opens_cover_and_introduction_of_an_unpublished_course(self):
        CoursePage.objects.get(pk=self.course.pk).unpublish()
        for who in ("visitor", "learner", "other instructor"):
            assert not may_open(self.people[who], "image", self.cover), who
            assert not may_open(self.people[who], "video", self.film), who

    def test_what_only_the_draft_of_a_free_lesson_shows_stays_closed(self):
        lesson = LessonPage.objects.get(pk=self.free.pk)
        write_lesson(lesson, self.body(self.files["unused"]))
        assert self.opens("visitor", self.files["unused"]) == set()
        assert self.opens("visitor", self.files["free"]) == set(self.files["free"])

    def test_a_chapter_that_was_taken_down_closes_the_files_of_its_free_lesson(self):
        ChapterPage.objects.child_of(self.course).get().unpublish()
        assert self.opens("visitor", self.files["free"]) == set()
        assert self.opens("owner", self.files["free"]) == set(self.files["free"])

    def test_a_restricted_course_or_collection_opens_nothing(self):
        collection = self.cover.collection
        PageViewRestriction.objects.create(page=self.course, restriction_type="login")
        assert self.opens("visitor", self.files["free"]) == set()
        PageViewRestriction.objects.all().delete()
        assert self.opens("visitor", self.files["free"]) == set(self.files["free"])
        CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
        assert self.opens("visitor", self.files["free"]) == set()

    def test_a_person_who_left_the_course_opens_nothing_any_more(self):
        left = self.people["editor"]
        self.course.refresh_from_db()
        left.course_memberships.all().delete()
        left.groups.clear()
        left = type(left).objects.get(pk=left.pk)
        assert not may_open(left, "document", self.files["locked"]["document"])

    def test_an_inactive_member_opens_nothing(self):
        owner = type(self.owner).objects.get(pk=self.owner.pk)
        owner.is_active = False
        assert not may_open(owner, "document", self.files["locked"]["document"])

    def test_the_doors_give_no_byte_of_a_locked_lessons_document(self):
        document = self.files["locked"]["document"]
        signed = address(document.file.name)
        for who in ("visitor", "learner", "other instructor"):
            user = self.people[who]
            self.client.logout()
            if user.is_authenticated:
                self.client.force_login(user)
            for headers in ({}, {"range": "bytes=0-3"}, {"if-none-match": "*"}):
                for ask in (self.client.get, self.client.head):
                    for where in (signed, document.url):
                        answer = ask(where, headers=headers)
                        assert answer.status_code == 403, (who, where, headers)
                        assert CANARY not in answer.content
                        assert "ETag" not in answer.headers
        self.client.force_login(self.owner)
        assert b"".join(self.client.get(signed).streaming_content) == CANARY

    def test_teachers_of_live_courses_have_their_picture_seen(self):
        visitor, owner = AnonymousUser(), self.owner
        assert may_open(visitor, "avatar", owner)
        assert not may_open(visitor, "avatar", self.people["learner"])
        assert not may_open(visitor, "avatar", self.people["other instructor"])
        assert not may_open(visitor, "avatar", self.people["reviewer"])

    def test_an_answer_costs_the_same_whatever_the_number_of_lessons(self):
        document = self.files["locked"]["document"]
        learner = self.people["learner"]

        def asked():
            with CaptureQueriesContext(connection) as queries:
                assert not may_open(learner, "document", document)
            return len(queries)

        asked()
        few = asked()
        other = make_course(owner=self.owner, chapters=2, lessons=3, live=False)
        for lesson in lessons_of(other):
            write_lesson(lesson, self.body(self.files["locked"]))
        publish_all(other)
        assert asked() == few
