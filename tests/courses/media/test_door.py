"""Videos, posters, captions and sound at the door: who gets them, whole or in parts."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from courses.media.models import CaptionTrack
from courses.media.services.inspection import inspect_video
from tests.core.files.areas import FOLDER_ONLY, ask
from tests.core.files.conftest import area, bucket_area, folder_area, store
from tests.factories.accounts import UserFactory
from tests.factories.media import WORDS, AudioFactory, CaptionTrackFactory, VideoFactory, made

__all__ = ["area", "bucket_area", "folder_area", "store"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def video(area):
    video = VideoFactory(file=ContentFile(made("film.mp4"), "Ada's film.mp4"))
    video.poster.save("poster.jpg", ContentFile(b"poster"))
    CaptionTrackFactory(video=video)
    return video


@pytest.fixture
def audio(area):
    return AudioFactory(file=ContentFile(made("sound.mp3"), "Ada's sound.mp3"))


@pytest.fixture
def editor(client):
    user = UserFactory(administrator=True)
    client.force_login(user)
    return user


def all_of(video, audio) -> dict[str, tuple[str, bytes, str]]:
    track = CaptionTrack.objects.get()
    return {
        "video": (video.file.url, made("film.mp4"), "video/mp4"),
        "poster": (video.poster.url, b"poster", "image/jpeg"),
        "captions": (track.file.url, WORDS, "text/vtt; charset=utf-8"),
        "audio": (audio.file.url, made("sound.mp3"), "audio/mpeg"),
    }


def test_editors_who_may_use_them_get_them_whole(area, client, editor, video, audio):
    for name, (address, content, mime) in all_of(video, audio).items():
        got = area.get(client, address)
        assert (got.status, got.content) == (200, content), name
        assert got.headers["Content-Type"] == mime


def test_nobody_else_does(area, client, video, audio):
    found = all_of(video, audio)
    people = [None, UserFactory(learner=True), UserFactory(instructor=True)]
    for person in people:
        if person:
            client.force_login(person)
        for address, content, _ in found.values():
            got = ask(client, address, "GET", {})
            assert got.status == 403
            assert content not in got.content


def test_a_player_gets_the_part_it_asks_for(area, client, editor, video):
    content = made("film.mp4")
    got = area.get(client, video.file.url, range="bytes=100-299")
    assert (got.status, got.content) == (area.part_status, content[100:300])
    assert got.headers["Content-Range"] == f"bytes 100-299/{len(content)}"


def test_captions_come_from_the_site_itself(area, client, editor, video):
    """A browser takes a track from the page's own site only."""
    got = ask(client, CaptionTrack.objects.get().file.url, "GET", {})
    assert (got.status, got.content) == (200, WORDS)
    assert got.headers["Cache-Control"].startswith("private, max-age=")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]


def test_captions_whose_file_is_gone_are_said_to_be(area, client, editor, video):
    track = CaptionTrack.objects.get()
    (area.private / track.file.name).unlink()
    assert ask(client, track.file.url, "GET", {}).status == 404


@FOLDER_ONLY
def test_what_belongs_to_no_row_stays_closed(area, client, editor, video):
    address = video.file.url
    video.delete()
    assert ask(client, address, "GET", {}).status == 403


def test_one_is_measured_wherever_it_lies(area, video):
    video.inspection_due_at = timezone.now()
    video.save()
    assert inspect_video(video.pk)
    video.refresh_from_db()
    assert (video.duration_seconds, video.width, video.height) == (1, 64, 48)
    assert {video.file.name, video.poster.name} <= area.names()
