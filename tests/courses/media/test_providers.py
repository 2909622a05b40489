"""Addresses of videos elsewhere: taken apart into provider and id, or not known."""

from urllib.parse import urlsplit

import pytest
from django.conf import settings

from courses.media.providers import FRAME_ORIGINS, ProvidedVideo, parse_address

ID = "aqz-KE-bpKQ"


@pytest.mark.parametrize(
    ("address", "start"),
    [
        (f"https://www.youtube.com/watch?v={ID}", 0),
        (f"http://youtube.com/watch?v={ID}&list=PL1&index=2", 0),
        (f"https://m.youtube.com/watch?app=desktop&v={ID}&t=1m30s", 90),
        (f"https://youtu.be/{ID}?si=abc&t=75", 75),
        (f"https://www.youtube.com/shorts/{ID}", 0),
        (f"https://www.youtube.com/live/{ID}/", 0),
        (f"https://www.youtube.com/embed/{ID}?start=12", 12),
        (f"https://www.youtube-nocookie.com/embed/{ID}", 0),
        (f"  https://youtu.be/{ID}  ", 0),
        (f"https://youtu.be/{ID}?t=soon", 0),
    ],
)
def test_youtube_is_known(address, start):
    assert parse_address(address) == ProvidedVideo("youtube", ID, start_seconds=start)


@pytest.mark.parametrize(
    ("address", "key", "start"),
    [
        ("https://vimeo.com/76979871", "", 0),
        ("https://www.vimeo.com/76979871/", "", 0),
        ("https://vimeo.com/76979871#t=2m5s", "", 125),
        ("https://vimeo.com/76979871/0f1e2d3c4b", "0f1e2d3c4b", 0),
        ("https://vimeo.com/channels/staffpicks/76979871", "", 0),
        ("https://vimeo.com/groups/rivers/videos/76979871", "", 0),
        ("https://player.vimeo.com/video/76979871?h=0f1e2d3c4b&dnt=1", "0f1e2d3c4b", 0),
    ],
)
def test_vimeo_is_known(address, key, start):
    assert parse_address(address) == ProvidedVideo("vimeo", "76979871", key, start)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nothing",
        ID,
        f"javascript:alert(1)//youtu.be/{ID}",
        f"//youtu.be/{ID}",
        f"ftp://youtu.be/{ID}",
        f"https://youtu.be/{ID}x",
        "https://youtu.be/",
        f"https://youtu.be/{ID}/more",
        f"https://youtube.com.evil.example/watch?v={ID}",
        f"https://evil.example/youtube.com/watch?v={ID}",
        f"https://www.youtube.com@evil.example/watch?v={ID}",
        f"https://me:secret@www.youtube.com/watch?v={ID}",
        f"https://www.youtube.com:8443/watch?v={ID}",
        "https://www.youtube.com:port/",
        "https://www.youtube.com/watch?v=<script>al",
        "https://www.youtube.com/watch",
        f"https://www.youtube.com/redirect?q=https://evil.example/{ID}",
        "https://www.youtube.com/@someone",
        "https://www.youtube.com/playlist?list=PL1",
        "https://vimeo.com/",
        "https://vimeo.com/rivers",
        "https://vimeo.com/12",
        "https://vimeo.com/76979871/settings",
        "https://player.vimeo.com/video/76979871?h=%22%3E%3Cscript%3E",
        "https://[vimeo.com/76979871",
        "https://dailymotion.com/video/x7",
    ],
)
def test_anything_else_is_not(address):
    assert parse_address(address) is None


@pytest.mark.parametrize(
    ("video", "frame", "page"),
    [
        (
            ProvidedVideo("youtube", ID),
            f"https://www.youtube-nocookie.com/embed/{ID}?autoplay=1&rel=0",
            f"https://www.youtube.com/watch?v={ID}",
        ),
        (
            ProvidedVideo("youtube", ID, start_seconds=90),
            f"https://www.youtube-nocookie.com/embed/{ID}?autoplay=1&rel=0&start=90",
            f"https://www.youtube.com/watch?v={ID}&t=90s",
        ),
        (
            ProvidedVideo("vimeo", "76979871", "0f1e2d3c4b", 90),
            "https://player.vimeo.com/video/76979871?h=0f1e2d3c4b&autoplay=1&dnt=1#t=90s",
            "https://vimeo.com/76979871/0f1e2d3c4b#t=90s",
        ),
    ],
)
def test_what_is_shown_is_made_anew_and_sets_no_cookies(video, frame, page):
    assert (video.frame_address, video.page_address) == (frame, page)
    assert parse_address(page) == video
    parts = urlsplit(frame)
    assert f"{parts.scheme}://{parts.netloc}" in FRAME_ORIGINS


def test_the_policy_lets_in_their_players_and_nothing_else():
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["frame-src"] == ["'self'", *FRAME_ORIGINS]
    assert directives["media-src"] == ["'self'"]
    elsewhere = {
        name: [one for one in values if one.startswith("http") and one not in FRAME_ORIGINS]
        for name, values in directives.items()
    }
    assert not any(elsewhere.values())
    assert not any(set(FRAME_ORIGINS) & set(directives[name]) for name in ("script-src", "img-src"))
    assert settings.ADMIN_CONTENT_SECURITY_POLICY["frame-src"] == directives["frame-src"]
