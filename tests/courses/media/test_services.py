"""Taking recordings in: what is checked, kept, replaced and deleted."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from wagtail.models import Collection, GroupCollectionPermission

from courses.media.models import Audio, CaptionTrack, Video
from courses.media.services import (
    MayNotUploadError,
    UploadRefusedError,
    add_audio,
    add_captions,
    add_video,
)
from tests.factories.accounts import UserFactory
from tests.factories.media import WORDS, CaptionTrackFactory, VideoFactory, made, sent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def files(folder) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def collection(name: str) -> Collection:
    return Collection.get_first_root_node().add_child(name=name)


@pytest.fixture
def own():
    return collection("Rivers")


@pytest.fixture
def author(own):
    user = UserFactory(instructor=True)
    group = Group.objects.create(name="Rivers: editors")
    user.groups.add(group)
    for permission in Permission.objects.filter(codename__in=["add_video", "add_audio"]):
        GroupCollectionPermission.objects.create(group=group, collection=own, permission=permission)
    return user


def test_a_video_is_kept_under_a_name_that_tells_nothing(own, author, folder):
    video = add_video(sent("film.mp4"), title="Float times", collection=own, by=author)
    kept = Video.objects.get()
    assert kept == video
    assert (kept.title, kept.collection, kept.uploaded_by_user) == ("Float times", own, author)
    assert kept.file_size == len(made("film.mp4"))
    assert (kept.poster.name, kept.duration_seconds, kept.problem) == ("", None, "")
    assert kept.inspection_due_at is not None
    assert files(folder) == {kept.file.name}
    assert kept.file.name.startswith("videos/")
    assert kept.file.name.endswith(".mp4")
    assert "film" not in kept.file.name
    assert default_storage.open(kept.file.name).read() == made("film.mp4")


def test_a_recording_is_kept_with_its_transcript(own, author, folder):
    audio = add_audio(
        sent("sound.mp3"), title="Crook Beck", collection=own, by=author, transcript="Listen."
    )
    kept = Audio.objects.get()
    assert kept == audio
    assert (kept.title, kept.transcript, kept.uploaded_by_user) == ("Crook Beck", "Listen.", author)
    assert files(folder) == {kept.file.name}
    assert kept.file.name.startswith("audio/")


@pytest.mark.parametrize(("add", "name"), [(add_video, "film.mp4"), (add_audio, "sound.mp3")])
def test_in_a_collection_of_others_nothing_is_kept(own, author, folder, add, name):
    other = collection("Bakery")
    for user, place in [(author, other), (UserFactory(instructor=True), own)]:
        with pytest.raises(MayNotUploadError):
            add(sent(name), title="Mine", collection=place, by=user)
    assert not Video.objects.exists()
    assert not Audio.objects.exists()
    assert files(folder) == set()


@pytest.mark.parametrize(("add", "name"), [(add_video, "film.mp4"), (add_audio, "sound.mp3")])
def test_of_what_is_refused_nothing_is_kept(own, author, folder, add, name):
    with pytest.raises(UploadRefusedError):
        add(sent(name, b"nothing of the kind"), title="Mine", collection=own, by=author)
    assert not Video.objects.exists()
    assert not Audio.objects.exists()
    assert files(folder) == set()


class TestCaptions:
    def test_the_words_are_read_once(self, folder, django_assert_num_queries):
        video = VideoFactory()
        track = add_captions(video, sent("words.vtt", WORDS), language="fr")
        kept = CaptionTrack.objects.get()
        assert kept == track
        assert (kept.video, kept.language, kept.kind) == (video, "fr", "captions")
        assert kept.cues == [[0, 1000, "Throw away nothing yet."]]
        assert kept.file.name.startswith("captions/")
        assert default_storage.open(kept.file.name).read() == WORDS

    def test_new_words_take_the_place_of_the_old(self, folder, django_capture_on_commit_callbacks):
        video = VideoFactory(captions=["en", "fr"])
        old = video.caption_tracks.get(language="en").file.name
        with django_capture_on_commit_callbacks(execute=True):
            add_captions(
                video, sent("words.vtt", WORDS.replace(b"nothing", b"little")), language="en"
            )
        kept = video.caption_tracks.get(language="en")
        assert kept.cues == [[0, 1000, "Throw away little yet."]]
        assert video.caption_tracks.count() == 2
        assert old not in files(folder)
        assert len(files(folder)) == 3

    def test_broken_words_change_nothing(self, folder):
        video = VideoFactory(captions=["en"])
        before = files(folder)
        with pytest.raises(UploadRefusedError):
            add_captions(video, sent("words.vtt", b"WEBVTT"), language="en")
        assert video.caption_tracks.get().cues == [[0, 1000, "Throw away nothing yet."]]
        assert files(folder) == before

    def test_there_is_one_track_of_a_language_and_kind(self):
        video = VideoFactory(captions=["en"])
        CaptionTrackFactory(video=video, language="en", kind="subtitles")
        with pytest.raises(IntegrityError), transaction.atomic():
            CaptionTrackFactory(video=video, language="en")
        assert video.caption_tracks.count() == 2


def test_with_a_video_go_its_files(folder, django_capture_on_commit_callbacks):
    video = VideoFactory(captions=["en"])
    VideoFactory()
    video.poster.save("poster.jpg", sent("p.jpg", b"p"))
    assert len(files(folder)) == 4
    with django_capture_on_commit_callbacks(execute=True):
        video.delete()
    assert files(folder) == {Video.objects.get().file.name}
    assert not CaptionTrack.objects.exists()
