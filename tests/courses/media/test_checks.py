"""What may come in: judged by the bytes, never by what a file claims to be."""

import pytest

from cms.core.uploads.errors import UploadRefusedError
from courses.media.checks import check_audio, check_captions, check_video
from courses.media.webvtt import Cue
from tests.core import upload_samples as samples
from tests.factories.media import WORDS, made, sent


@pytest.mark.parametrize("name", ["film.mp4", "film.m4v", "film.webm", "sound-only.mp4"])
def test_films_that_browsers_play_are_taken(name):
    file = sent(name)
    assert check_video(file) == name.rpartition(".")[2]
    assert file.tell() == 0


@pytest.mark.parametrize("name", ["sound.m4a", "sound.mp3", "sound.ogg", "sound.opus", "sound.wav"])
def test_sound_that_browsers_play_is_taken(name):
    file = sent(name)
    assert check_audio(file) == name.rpartition(".")[2]
    assert file.tell() == 0


def refusal(check, name, content):
    with pytest.raises(UploadRefusedError) as refused:
        check(sent(name, content))
    return refused.value.code


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("film.mov", lambda: made("film.mov"), "unknown_video"),
        ("film.mp4", lambda: made("film.mov"), "quicktime"),
        ("film.webm", lambda: made("film.mkv"), "mismatch"),
        ("film.webm", lambda: made("film.mp4"), "mismatch"),
        ("film.mp4", lambda: made("film.webm"), "mismatch"),
        ("film.mp4", lambda: made("film.mp4")[:-40], "broken_recording"),
        ("film.mp4", lambda: made("film.mp4").replace(b"moov", b"free"), "broken_recording"),
        ("film.mp4", lambda: made("film.mp4")[:32] + b"\0\0\0\4mdat", "broken_recording"),
        ("film.mp4", lambda: samples.HEIC, "mismatch"),
        ("film.mp4", lambda: b"", "empty"),
        ("film.mp4", lambda: samples.ELF, "program"),
        ("film.mp4", lambda: samples.PAGE, "markup"),
        ("film.webm", lambda: samples.SVG, "svg"),
        ("film.mp4", lambda: b"#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/\n", "mismatch"),
        ("film.avi", lambda: b"RIFF    AVI ", "unknown_video"),
        ("film", lambda: made("film.mp4"), "unknown_video"),
    ],
)
def test_other_films_are_refused(name, content, code):
    assert refusal(check_video, name, content()) == code


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("sound.flac", lambda: b"fLaC", "unknown_audio"),
        ("sound.mp3", lambda: made("sound.wav"), "mismatch"),
        ("sound.ogg", lambda: b"OggS" + b"\x80theora" * 9, "mismatch"),
        ("sound.m4a", lambda: made("sound.m4a")[:-40], "broken_recording"),
        ("sound.mp4", lambda: made("sound-only.mp4"), "unknown_audio"),
        ("sound.wav", lambda: samples.SHELL, "program"),
    ],
)
def test_other_sound_is_refused(name, content, code):
    assert refusal(check_audio, name, content()) == code


def test_sizes_are_limited_by_settings(settings):
    settings.VIDEO_MAX_UPLOAD_SIZE = len(made("film.mp4")) - 1
    settings.AUDIO_MAX_UPLOAD_SIZE = len(made("sound.mp3")) - 1
    settings.CAPTIONS_MAX_UPLOAD_SIZE = len(WORDS) - 1
    assert refusal(check_video, "film.mp4", made("film.mp4")) == "too_large"
    assert refusal(check_audio, "sound.mp3", made("sound.mp3")) == "too_large"
    assert refusal(check_captions, "words.vtt", WORDS) == "too_large"


def test_a_file_of_endless_parts_is_given_up(monkeypatch):
    monkeypatch.setattr("courses.media.checks._MOST_BOXES", 50)
    content = made("film.mp4") + b"\0\0\0\x08free" * 50
    assert refusal(check_video, "film.mp4", content) == "broken_recording"


def test_captions_are_read():
    assert check_captions(sent("words.vtt", WORDS)) == [Cue(0, 1000, "Throw away nothing yet.")]


def test_captions_are_refused_with_the_line_of_the_mistake():
    broken = WORDS + b"\n00:00:02,000 --> 00:00:03,000\nNo.\n"
    with pytest.raises(UploadRefusedError) as refused:
        check_captions(sent("words.vtt", broken))
    assert refused.value.code == "captions_timing"
    assert refused.value.message == (
        "The time in line 6 cannot be read. Write it like this, with full stops:"
        " 00:01:02.500 --> 00:01:05.000"
    )


@pytest.mark.parametrize(
    ("name", "code"), [("words.srt", "unknown_captions"), ("words.vtt", "captions_no_header")]
)
def test_subrip_is_told_what_to_do(name, code):
    assert refusal(check_captions, name, b"1\n00:00:01,000 --> 00:00:02,000\nYes.\n") == code
