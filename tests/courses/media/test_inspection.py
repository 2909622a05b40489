"""What is found out after an upload: by a task, and by the beat where the task got lost."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from cms.core.due import MAX_ATTEMPTS, lease
from courses.media import ffmpeg, tasks
from courses.media.models import Video
from courses.media.services import inspection
from tests.factories.media import AudioFactory, VideoFactory, made

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def new_video(name: str = "film.mp4", content: bytes | None = None) -> Video:
    content = made(name) if content is None else content
    return VideoFactory(
        file=ContentFile(content, name), duration_seconds=None, inspection_due_at=timezone.now()
    )


def new_audio(name: str):
    return AudioFactory(
        file=ContentFile(made(name), name), duration_seconds=None, inspection_due_at=timezone.now()
    )


@pytest.fixture
def sent(monkeypatch) -> list[tuple[str, int]]:
    """Catch the tasks instead of sending them."""
    ids: list[tuple[str, int]] = []
    for kind, task in (("video", tasks.inspect_video), ("audio", tasks.inspect_audio)):
        monkeypatch.setattr(
            task, "apply_async", lambda args, retry, kind=kind: ids.append((kind, args[0]))
        )
    return ids


@pytest.mark.parametrize("name", ["film.mp4", "film.webm"])
def test_a_video_gets_its_length_size_and_poster(name):
    video = new_video(name)
    tasks.inspect_video.run(video.pk)
    video.refresh_from_db()
    assert (video.duration_seconds, video.width, video.height) == (1, 64, 48)
    assert (video.problem, video.inspection_due_at) == ("", None)
    assert video.poster.name.startswith("posters/")
    with Image.open(BytesIO(video.poster.read())) as poster:
        assert (poster.format, poster.size) == ("JPEG", (64, 48))


@pytest.mark.parametrize("name", ["sound.mp3", "sound.m4a", "sound.ogg", "sound.opus", "sound.wav"])
def test_a_recording_gets_its_length(name):
    audio = new_audio(name)
    tasks.inspect_audio.run(audio.pk)
    audio.refresh_from_db()
    assert (audio.duration_seconds, audio.problem, audio.inspection_due_at) == (1, "", None)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("studio.mp4", None, "codec"),
        ("sound-only.mp4", None, "no_picture"),
        ("film.mp4", b"\0\0\0\x18ftypisom" + b"\0" * 99, "unreadable"),
    ],
)
def test_what_browsers_do_not_play_is_told(name, content, problem):
    video = new_video(name, content)
    assert inspection.inspect_video(video.pk)
    video.refresh_from_db()
    assert (video.problem, video.inspection_due_at) == (problem, None)
    assert bool(video.poster) is (problem == "codec")


def test_a_list_of_addresses_under_the_name_of_a_film_opens_none(tmp_path):
    secret = tmp_path / "secret.mp4"
    secret.write_bytes(made("film.mp4"))
    lists = f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{secret}\n#EXT-X-ENDLIST\n"
    path = tmp_path / "list.mp4"
    path.write_text(lists)
    assert ffmpeg.probe(str(path), "mp4") is None
    assert ffmpeg.frame(str(path), "mp4", at_seconds=0) is None
    path.write_text(f"ffconcat version 1.0\nfile '{secret}'\n")
    assert ffmpeg.probe(str(path), "mp4") is None


def test_without_ffmpeg_a_video_stays_as_it_is(monkeypatch):
    video = new_video()
    monkeypatch.setattr(ffmpeg, "find_binary", lambda name: None)
    assert inspection.inspect_video(video.pk)
    video.refresh_from_db()
    assert (video.duration_seconds, video.poster.name, video.problem) == (None, "", "")
    assert video.inspection_due_at is None


def test_saving_sends_the_task_once_the_row_is_there(sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        video, audio = new_video(), new_audio("sound.mp3")
        VideoFactory()
        assert sent == []
    assert sent == [("video", video.pk), ("audio", audio.pk)]


def test_tasks_have_the_queue_for_media(settings):
    routes = settings.CELERY_TASK_ROUTES
    assert routes["courses.media.tasks.inspect_*"] == {"queue": "media"}
    for task in (tasks.inspect_video, tasks.inspect_audio):
        queue = task.app.amqp.router.route({}, task.name)["queue"]
        assert queue.name == "media"


def test_the_second_task_does_nothing():
    video = new_video()
    assert inspection.inspect_video(video.pk)
    poster = Video.objects.get().poster.name
    assert not inspection.inspect_video(video.pk)
    assert Video.objects.get().poster.name == poster
    assert not inspection.inspect_video(12345)


def test_of_a_file_that_was_replaced_meanwhile_nothing_stays(
    monkeypatch, folder, django_capture_on_commit_callbacks
):
    video = new_video()
    whole = ffmpeg.frame

    def replaced(*args, **kwargs):
        Video.objects.update(file="videos/other.mp4")
        return whole(*args, **kwargs)

    monkeypatch.setattr(ffmpeg, "frame", replaced)
    with django_capture_on_commit_callbacks(execute=True):
        assert not inspection.inspect_video(video.pk)
    video.refresh_from_db()
    assert (video.duration_seconds, video.poster.name) == (None, "")
    assert video.inspection_due_at is not None
    assert not list((folder / "posters").iterdir())


class TestSweep:
    def test_lost_tasks_are_sent_again_once(self, sent, django_capture_on_commit_callbacks):
        video, audio = new_video(), new_audio("sound.mp3")
        now = timezone.now() + timedelta(seconds=1)
        with django_capture_on_commit_callbacks(execute=True):
            assert inspection.sweep_inspections(now=now) == 2
            assert inspection.sweep_inspections(now=now) == 0
        assert sent == [("video", video.pk), ("audio", audio.pk)]
        later = now + lease() + timedelta(seconds=1)
        assert inspection.sweep_inspections(now=later) == 2

    def test_one_that_fails_waits_longer_each_time(self, monkeypatch):
        video = new_video()
        monkeypatch.setattr(ffmpeg, "probe", lambda *args: 1 / 0)
        now = timezone.now()
        for attempt in range(1, 4):
            assert not inspection.inspect_video(video.pk, now=now)
            video.refresh_from_db()
            assert video.inspection_due_at == now + timedelta(minutes=2**attempt)
            assert video.inspection_attempts == attempt

    def test_one_that_kills_workers_is_given_up(self):
        video = new_video()
        Video.objects.update(inspection_attempts=MAX_ATTEMPTS)
        assert inspection.sweep_inspections(now=timezone.now() + timedelta(minutes=1)) == 0
        video.refresh_from_db()
        assert video.inspection_due_at is None
