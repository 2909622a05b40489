"""Recordings in the admin, used as their owner uses them."""

import json

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from courses.media.models import Audio, CaptionTrack, Video
from tests.factories.media import WORDS, AudioFactory, VideoFactory, made, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_walls")]


@pytest.fixture
def browser(client, ines):
    client.force_login(ines.user)
    return client


def tracks(*forms: dict, initial: int = 0) -> dict:
    """Return the fields of the part for captions."""
    data = {
        "caption_tracks-TOTAL_FORMS": len(forms),
        "caption_tracks-INITIAL_FORMS": initial,
        "caption_tracks-MIN_NUM_FORMS": 0,
        "caption_tracks-MAX_NUM_FORMS": 1000,
    }
    for at, form in enumerate(forms):
        for name, value in ({"id": "", "kind": "captions"} | form).items():
            data[f"caption_tracks-{at}-{name}"] = value
    return data


def new(**track) -> dict:
    return {"language": "en", "file": sent("words.vtt", WORDS)} | track


def files(folder) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


class TestVideo:
    def test_one_is_added_with_its_captions(self, browser, ines, folder):
        answer = browser.post(
            reverse("courses_videos:add"),
            {"title": "Float times", "file": sent("film.mp4"), **tracks(new(), new(language="fr"))},
        )
        assert answer.status_code == 302
        video = Video.objects.get()
        assert (video.title, video.collection, video.uploaded_by_user) == (
            "Float times",
            ines.collection,
            ines.user,
        )
        assert video.file_size == len(made("film.mp4"))
        assert video.inspection_due_at is not None
        assert not video.nothing_is_spoken
        assert [(one.language, one.kind, one.cues) for one in video.caption_tracks.all()] == [
            ("en", "captions", [[0, 1000, "Throw away nothing yet."]]),
            ("fr", "captions", [[0, 1000, "Throw away nothing yet."]]),
        ]
        assert files(folder) == {
            video.file.name,
            *(one.file.name for one in video.caption_tracks.all()),
        }
        assert ModelLogEntry.objects.get(action="wagtail.create").user == ines.user

    @pytest.mark.parametrize(
        ("file", "words"),
        [
            (lambda: sent("film.mov"), "Videos have to be MP4 or WebM"),
            (lambda: sent("film.mp4", b"MZ" + b"\0" * 99), "a program under another name"),
            (lambda: sent("film.mp4", made("film.mp4")[:-9]), "damaged or was cut off"),
        ],
    )
    def test_another_file_is_refused_at_its_field(self, browser, folder, file, words):
        answer = browser.post(
            reverse("courses_videos:add"), {"title": "Mine", "file": file(), **tracks()}
        )
        assert answer.status_code == 200
        assert words in "".join(answer.context["form"].errors["file"])
        assert not Video.objects.exists()
        assert files(folder) == set()

    def test_too_large_a_file_is_refused(self, browser, settings, folder):
        settings.VIDEO_MAX_UPLOAD_SIZE = 1024
        answer = browser.post(
            reverse("courses_videos:add"), {"title": "M", "file": sent("film.mp4"), **tracks()}
        )
        assert answer.context["form"].errors["file"] == [
            "The file is larger than 1.0\xa0KB. Make it smaller and upload it again."
        ]
        assert files(folder) == set()

    def test_broken_captions_are_refused_with_their_line(self, browser, folder):
        broken = sent("words.vtt", b"WEBVTT\n\n00:01 --> 00:02\nNo.\n")
        answer = browser.post(
            reverse("courses_videos:add"),
            {"title": "Float times", "file": sent("film.mp4"), **tracks(new(file=broken))},
        )
        formset = answer.context["form"].formsets["caption_tracks"]
        assert formset.errors == [
            {
                "file": [
                    "The time in line 3 cannot be read. Write it like this, with full stops:"
                    " 00:01:02.500 --> 00:01:05.000"
                ]
            }
        ]
        assert not Video.objects.exists()
        assert files(folder) == set()

    def test_two_files_of_one_language_and_kind_are_refused(self, browser, folder):
        answer = browser.post(
            reverse("courses_videos:add"),
            {"title": "Float times", "file": sent("film.mp4"), **tracks(new(), new())},
        )
        assert answer.status_code == 200
        assert not Video.objects.exists()
        assert files(folder) == set()

    def test_uploads_are_counted(self, browser, settings):
        settings.UPLOADS_PER_HOUR_OF_STAFF = 1
        address = reverse("courses_videos:add")
        data = {"title": "Float times", **tracks()}
        assert browser.post(address, data | {"file": sent("film.mp4")}).status_code == 302
        assert browser.post(address, data | {"file": sent("film.mp4")}).status_code == 429
        assert Video.objects.count() == 1

    def test_a_new_file_takes_the_place_of_the_old(
        self, browser, ines, folder, django_capture_on_commit_callbacks
    ):
        video = VideoFactory(collection=ines.collection, captions=["en"], problem="codec")
        video.poster.save("p.jpg", sent("p.jpg", b"p"))
        (track,) = video.caption_tracks.all()
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post(
                reverse("courses_videos:edit", args=[video.pk]),
                {
                    "title": "Renamed",
                    "file": sent("film.webm"),
                    "nothing_is_spoken": "on",
                    **tracks({"id": track.pk, "language": "en", "file": ""}, initial=1),
                },
            )
        assert answer.status_code == 302
        now = Video.objects.get()
        assert (now.title, now.nothing_is_spoken, now.problem) == ("Renamed", True, "")
        assert (now.poster.name, now.duration_seconds) == ("", None)
        assert now.inspection_due_at is not None
        assert files(folder) == {now.file.name, track.file.name}
        assert default_storage.open(now.file.name).read() == made("film.webm")

    def test_a_new_title_leaves_the_file_alone(self, browser, ines, folder):
        video = VideoFactory(collection=ines.collection)
        before = files(folder)
        browser.post(
            reverse("courses_videos:edit", args=[video.pk]), {"title": "Renamed", **tracks()}
        )
        now = Video.objects.get()
        assert (now.title, now.file.name) == ("Renamed", video.file.name)
        assert (now.duration_seconds, now.inspection_due_at) == (412, None)
        assert now.uploaded_by_user is None
        assert files(folder) == before

    def test_captions_are_replaced_and_deleted(
        self, browser, ines, folder, django_capture_on_commit_callbacks
    ):
        video = VideoFactory(collection=ines.collection, captions=["en", "fr"])
        english, french = video.caption_tracks.all()
        words = sent("words.vtt", WORDS.replace(b"nothing", b"little"))
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(
                reverse("courses_videos:edit", args=[video.pk]),
                {
                    "title": video.title,
                    **tracks(
                        {"id": english.pk, "language": "en", "file": words},
                        {"id": french.pk, "language": "fr", "file": "", "DELETE": "on"},
                        initial=2,
                    ),
                },
            )
        (now,) = CaptionTrack.objects.all()
        assert now.pk == english.pk
        assert now.cues == [[0, 1000, "Throw away little yet."]]
        assert files(folder) == {video.file.name, now.file.name}

    def test_the_same_form_sent_twice_says_that_the_captions_are_there(
        self, browser, ines, folder, django_capture_on_commit_callbacks
    ):
        video = VideoFactory(collection=ines.collection)
        for _ in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                answer = browser.post(
                    reverse("courses_videos:edit", args=[video.pk]),
                    {"title": "Sent twice", **tracks(new())},
                )
        assert answer.status_code == 200
        assert answer.context["form"].non_field_errors() == [
            "There are captions of this kind and language by now. Load the page again to see them."
        ]
        assert files(folder) == {video.file.name, CaptionTrack.objects.get().file.name}

    def test_its_form_shows_it_and_what_it_lacks(self, browser, ines):
        video = VideoFactory(collection=ines.collection, problem="codec")
        html = browser.get(reverse("courses_videos:edit", args=[video.pk])).content.decode()
        assert f'src="{video.file.url}"' in html
        assert "Not every browser plays this encoding." in html
        assert "add captions, or tick that nothing is spoken" in html
        assert 'enctype="multipart/form-data"' in html
        assert "<video" not in browser.get(reverse("courses_videos:add")).content.decode()
        assert "Choose a file only to replace the one that is there." in html

    def test_one_is_deleted_with_its_files(
        self, browser, ines, folder, django_capture_on_commit_callbacks
    ):
        video = VideoFactory(collection=ines.collection, captions=["en"])
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(reverse("courses_videos:delete", args=[video.pk]))
        assert not Video.objects.exists()
        assert files(folder) == set()


class TestAudio:
    def test_one_is_added_with_its_transcript(self, browser, ines):
        answer = browser.post(
            reverse("courses_audio:add"),
            {"title": "Crook Beck", "file": sent("sound.mp3"), "transcript": "Listen."},
        )
        assert answer.status_code == 302
        audio = Audio.objects.get()
        assert (audio.title, audio.transcript) == ("Crook Beck", "Listen.")
        assert (audio.collection, audio.uploaded_by_user) == (ines.collection, ines.user)

    def test_another_file_is_refused_at_its_field(self, browser):
        answer = browser.post(
            reverse("courses_audio:add"), {"title": "Mine", "file": sent("film.mp4")}
        )
        assert answer.context["form"].errors["file"] == [
            "Audio has to be MP3, M4A, OGG or WAV. Save it as MP3 and upload that."
        ]
        assert not Audio.objects.exists()


class TestList:
    def test_it_says_what_is_still_to_do(self, browser, ines):
        VideoFactory(collection=ines.collection, title="Silent", nothing_is_spoken=True)
        VideoFactory(collection=ines.collection, title="Spoken")
        html = browser.get(reverse("courses_videos:index")).content.decode()
        assert html.count("No captions yet.") == 1
        assert "6:52" in html

    @pytest.mark.parametrize("kind", ["videos", "audio"])
    def test_it_is_searched_by_title(self, browser, ines, kind):
        for title in ("Float times", "Rating curves"):
            make = VideoFactory if kind == "videos" else AudioFactory
            make(collection=ines.collection, title=title)
        answer = browser.get(reverse(f"courses_{kind}:index_results"), {"q": "float"})
        assert "Float times" in answer.content.decode()
        assert "Rating curves" not in answer.content.decode()


class TestChooser:
    def test_it_offers_what_may_be_chosen_and_says_what_it_lacks(self, browser, ines):
        VideoFactory(collection=ines.collection, title="Float times")
        html = json.loads(browser.get(reverse("courses_video_chooser:choose")).content)["html"]
        assert "Float times (no captions yet)" in html
        assert "collection_id" not in html

    def test_one_is_chosen(self, browser, ines):
        video = VideoFactory(collection=ines.collection, title="Float times", captions=["en"])
        answer = browser.get(reverse("courses_video_chooser:chosen", args=[video.pk]))
        assert json.loads(answer.content)["result"] == {
            "id": str(video.pk),
            "title": "Float times",
            "edit_url": reverse("courses_videos:edit", args=[video.pk]),
        }

    @pytest.mark.parametrize(
        ("kind", "model", "name"), [("video", Video, "film.mp4"), ("audio", Audio, "sound.mp3")]
    )
    def test_a_new_one_is_uploaded_within_it(self, browser, ines, kind, model, name):
        answer = browser.post(
            reverse(f"courses_{kind}_chooser:create"), {"title": "New", "file": sent(name)}
        )
        made_now = model.objects.get()
        assert json.loads(answer.content)["step"] == "chosen"
        assert json.loads(answer.content)["result"]["id"] == str(made_now.pk)
        assert (made_now.collection, made_now.uploaded_by_user) == (ines.collection, ines.user)
        assert made_now.inspection_due_at <= timezone.now()
        assert ModelLogEntry.objects.get(action="wagtail.create").user == ines.user

    def test_another_file_is_refused_within_it(self, browser):
        answer = browser.post(
            reverse("courses_video_chooser:create"), {"title": "New", "file": sent("film.mov")}
        )
        said = json.loads(answer.content)
        assert said["step"] == "reshow_creation_form"
        assert "Videos have to be MP4 or WebM" in said["htmlFragment"]
        assert not Video.objects.exists()


def test_rights_are_given_in_the_form_of_a_group(client, ines, django_user_model):
    root = django_user_model.objects.create_superuser(email="root@example.org", password="x")
    client.force_login(root)
    group = ines.user.groups.get(name=ines.collection.name)
    html = client.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content.decode()
    assert "Rights on videos" in html
    assert "Rights on audio files" in html
    assert "Put videos into pages" in html


def test_a_collection_with_recordings_in_it_is_kept(client, ines, django_user_model):
    VideoFactory(collection=ines.collection)
    AudioFactory(collection=ines.collection)
    root = django_user_model.objects.create_superuser(email="root@example.org", password="x")
    client.force_login(root)
    address = reverse("wagtailadmin_collections:delete", args=[ines.collection.pk])
    html = client.get(address).content.decode()
    assert "1 video" in html
    assert "1 audio file" in html
    client.post(address)
    assert Video.objects.count() == Audio.objects.count() == 1
