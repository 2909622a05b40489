"""A dropped file becomes the block that it belongs into, or is refused with nothing kept."""

import pytest
from django.core.files.storage import default_storage

from cms.core.models import SiteDocument, SiteImage
from courses.media.models import Audio, Video
from courses.pages.blocks.highlighting import LANGUAGES as HIGHLIGHTED
from courses.pages.editor.kinds import LANGUAGES, NAMES, Kind, kind_of, language_of
from courses.pages.enums import CourseRole
from courses.pages.models import CourseWorkspace
from courses.pages.services import add_member
from tests.core import upload_samples as samples
from tests.factories import media
from tests.factories.accounts import UserFactory
from tests.factories.courses import lessons_of, make_course, make_instructor
from tests.factories.site import make_site

CODE = "def flow(speed):\n    return speed * 0.8  # the bed\n"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class TestKinds:
    @pytest.mark.parametrize(
        ("name", "kind"),
        [
            ("photo.JPG", Kind.IMAGE),
            ("drawing.svg", Kind.IMAGE),
            ("film.mp4", Kind.VIDEO),
            ("film.mov", Kind.VIDEO),
            ("talk.mp3", Kind.AUDIO),
            ("flow.py", Kind.CODE),
            ("query.sql", Kind.CODE),
            ("app.js", Kind.CODE),
            ("Dockerfile", Kind.CODE),
            ("words.vtt", Kind.CAPTIONS),
            ("handout.pdf", Kind.DOCUMENT),
            ("data.csv", Kind.DOCUMENT),
            ("notes.txt", Kind.DOCUMENT),
            ("program.exe", Kind.DOCUMENT),
            ("without", Kind.DOCUMENT),
        ],
    )
    def test_the_name_says_the_block(self, name, kind):
        assert kind_of(name) is kind

    def test_every_language_is_one_that_the_code_block_has(self):
        assert {*LANGUAGES.values(), *NAMES.values()} <= set(dict(HIGHLIGHTED))
        assert language_of("flow.PY") == "python"
        assert language_of("handout.pdf") == ""


@pytest.fixture
def author(db, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    make_site(["en", "fr"])
    user = make_instructor()
    client.force_login(user)
    return user


@pytest.fixture
def lesson(author):
    return lessons_of(make_course(owner=author, live=False))[0]


def drop(client, page, content, name, **headers):
    headers = {"x-requested-with": "XMLHttpRequest", **headers}
    return client.post(
        f"/admin/courses/{page.pk}/files/", {"file": samples.upload(content, name)}, headers=headers
    )


def collection_of(lesson):
    course = lesson.get_parent().get_parent()
    return CourseWorkspace.objects.get(course__key=course.translation_key).collection


def nothing_kept():
    rows = [model.objects.count() for model in (SiteImage, SiteDocument, Video, Audio)]
    folders, files = default_storage.listdir("")
    return rows == [0, 0, 0, 0] and folders == [] and files == []


def error_of(response, status):
    assert response.status_code == status
    assert nothing_kept()
    assert response.json()["error"]["message"]
    return response.json()["error"]["code"]


class TestTaking:
    def test_a_picture_arrives_without_its_words(self, client, lesson, author):
        # The author has a second course: the file must go into this one's collection.
        make_course(owner=author, live=False)
        answer = drop(client, lesson, samples.picture("PNG"), "Oven door.png").json()
        image = SiteImage.objects.get()
        assert answer["block"] == "image"
        state = answer["state"]
        assert state["image"]["id"] == image.pk
        assert state["image"]["preview"]["url"]
        assert (state["alt_text"], state["decorative"]) == (None, False)
        assert (image.title, image.collection) == ("Oven door", collection_of(lesson))
        assert image.uploaded_by_user == author
        assert image.renditions_due_at is not None

    def test_a_document_and_whatever_is_nothing_else(self, client, lesson):
        answer = drop(client, lesson, PDF, "handout.pdf").json()
        document = SiteDocument.objects.get()
        assert (answer["block"], answer["state"]["document"]["id"]) == ("document", document.pk)
        assert document.collection == collection_of(lesson)

    def test_video_and_audio(self, client, lesson):
        film = drop(client, lesson, media.made("film.mp4"), "film.mp4").json()
        sound = drop(client, lesson, media.made("sound.mp3"), "sound.mp3").json()
        video, audio = Video.objects.get(), Audio.objects.get()
        assert (film["block"], film["state"]["video"]["id"]) == ("video", video.pk)
        assert (sound["block"], sound["state"]["audio"]["id"]) == ("audio", audio.pk)
        assert {video.collection, audio.collection} == {collection_of(lesson)}

    def test_code_is_the_block_and_no_file_is_kept(self, client, lesson):
        content = CODE.replace("\n", "\r\n").encode()
        answer = drop(client, lesson, content, "flow.py").json()
        assert answer["block"] == "code"
        assert answer["state"] == {
            "code": CODE,
            "language": ["python"],
            "file_name": "flow.py",
            "highlighted_lines": None,
        }
        assert nothing_kept()

    def test_the_course_itself_may_be_named_too(self, client, lesson):
        course = lesson.get_parent().get_parent()
        assert drop(client, course, samples.picture("PNG"), "a.png").status_code == 200


class TestRefusing:
    def test_captions_belong_to_their_video(self, client, lesson):
        assert error_of(drop(client, lesson, b"WEBVTT\n", "words.vtt"), 400) == "captions"

    def test_what_is_not_what_its_name_says(self, client, lesson):
        samples_of = [("a.png", 400), ("a.pdf", 400), ("a.mp4", 400), ("a.mp3", 400)]
        for name, status in samples_of:
            assert error_of(drop(client, lesson, b"#!/bin/sh\nrm\n", name), status)

    def test_a_kind_that_nobody_takes(self, client, lesson):
        assert error_of(drop(client, lesson, b"MZ", "program.exe"), 400)

    def test_code_that_is_no_text_or_too_long(self, client, lesson):
        assert error_of(drop(client, lesson, b"\xff\xfe\x00", "a.py"), 400) == "not_text"
        assert error_of(drop(client, lesson, b"x" * 20_001, "a.py"), 400) == "too_much_code"

    def test_what_is_too_large(self, client, lesson, settings):
        settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10
        assert error_of(drop(client, lesson, samples.picture("PNG"), "a.png"), 400)

    def test_more_than_an_hour_allows(self, client, lesson, settings):
        settings.UPLOADS_PER_HOUR_OF_STAFF = 1
        drop(client, lesson, CODE.encode(), "a.py")
        for content, name in ((CODE.encode(), "b.py"), (samples.picture("PNG"), "b.png")):
            response = drop(client, lesson, content, name)
            assert response.status_code in (400, 429)
            assert response.json()["error"]["code"] == "too_many_uploads"
        assert nothing_kept()

    def test_a_lesson_that_somebody_else_locked(self, client, lesson):
        lesson.locked, lesson.locked_by = True, UserFactory()
        lesson.save()
        response = drop(client, lesson, samples.picture("PNG"), "a.png")
        assert error_of(response, 409) == "page_locked"

    def test_nothing_sent(self, client, lesson):
        response = client.post(f"/admin/courses/{lesson.pk}/files/")
        assert error_of(response, 400) == "no_file"

    def test_only_the_course_s_writers_may(self, client, lesson, author):
        course = lesson.get_parent().get_parent().specific
        reviewer, stranger, learner = make_instructor(), make_instructor(), UserFactory()
        add_member(course, reviewer, CourseRole.REVIEWER, by=author)
        for person, statuses in ((reviewer, {403}), (stranger, {403}), (learner, {302, 403})):
            client.force_login(person)
            response = drop(client, lesson, samples.picture("PNG"), "a.png")
            assert response.status_code in statuses
        client.logout()
        assert drop(client, lesson, samples.picture("PNG"), "a.png").status_code in {302, 401, 403}
        assert nothing_kept()

    def test_the_collection_is_told_to_writers_only(self, client, lesson):
        address = f"/admin/courses/{lesson.pk}/files/"
        assert client.get(address).json() == {"collection": collection_of(lesson).pk}
        client.force_login(make_instructor())
        response = client.get(address, headers={"x-requested-with": "XMLHttpRequest"})
        assert response.status_code == 403
        assert b'"collection"' not in response.content

    def test_a_page_outside_of_courses_takes_nothing(self, client, lesson):
        client.force_login(UserFactory(administrator=True))
        home = lesson.get_ancestors()[1]
        assert error_of(drop(client, home, samples.picture("PNG"), "a.png"), 403) == "not_allowed"
