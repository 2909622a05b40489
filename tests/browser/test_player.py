"""Videos in a browser: played, read along, and fetched from elsewhere only once asked for.

The page is made of the blocks themselves and answered under the site's own content policy;
no server and no database take part.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from csp.utils import build_policy
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page, Route, expect

from courses.media.blocks import VideoBlock
from courses.media.models import CaptionTrack, Video
from tests.factories.media import WORDS, made

SITE = "http://lessons.test"
DIST = Path(__file__).resolve().parents[2] / "static" / "dist"
LATER = WORDS + b"\n00:00:00.800 --> 00:00:01.000\nMultiply by 0.85.\n"
TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


def lesson(value: dict[str, Any]) -> str:
    """Return a page with nothing but the block in it."""
    block = VideoBlock()
    shown = block.render(block.normalize({"video": None, "address": "", "title": ""} | value))
    head = render_to_string("components/head_assets.html")
    return (
        f'<!doctype html><html lang="en"><head><title>Lesson</title>{head}</head>'
        f'<body><main class="wrap"><div class="prose">{shown}</div></main></body></html>'
    )


def film() -> Video:
    # Without a collection of its own it would ask the database for one.
    video = Video(
        title="Float times", file="videos/film.webm", width=64, height=48, collection_id=1
    )
    cues = [[0, 800, "Throw away nothing yet."], [800, 1000, "Multiply by 0.85."]]
    video.caption_tracks = [CaptionTrack(language="en", file="captions/words.vtt", cues=cues)]
    return video


class Elsewhere:
    """Answers for the site and for everybody else, and notes who was asked."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.asked: list[str] = []

    def answer(self, route: Route) -> None:
        address = route.request.url
        if not address.startswith(SITE):
            self.asked.append(address)
            route.fulfill(content_type="text/html", body="<p>A player from elsewhere</p>")
        elif address == f"{SITE}/":
            policy = build_policy({})
            headers = {"Content-Security-Policy": policy}
            route.fulfill(content_type="text/html", body=self.html, headers=headers)
        elif "/static/" in address:
            path = DIST / address.partition("/static/")[2].partition("?")[0]
            route.fulfill(content_type=TYPES.get(path.suffix, ""), body=path.read_bytes())
        elif address.endswith(".vtt"):
            route.fulfill(content_type="text/vtt", body=LATER)
        elif address.endswith(".webm"):
            route.fulfill(content_type="video/webm", body=made("film.webm"))
        else:
            route.fulfill(status=404)


def opened(page: Page, value: dict[str, Any]) -> Elsewhere:
    world = Elsewhere(lesson(value))
    page.context.route("**/*", world.answer)
    page.goto(f"{SITE}/")
    return world


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_line_of_the_transcript_leads_to_its_place(page: Page):
    opened(page, {"video": film()})
    video = page.locator("video")
    expect(video).to_have_js_property("duration", 1)
    page.get_by_text("Transcript").click()
    line = page.get_by_role("button", name="Multiply by 0.85.")
    line.focus()
    page.keyboard.press("Enter")
    expect(line).to_have_attribute("aria-current", "true")
    assert video.evaluate("video => video.currentTime") >= 0.8


def test_the_words_of_a_video_are_shown_over_it(page: Page):
    opened(page, {"video": film()})
    track = page.locator("video").evaluate_handle("video => video.textTracks[0]")
    track.evaluate("track => { track.mode = 'showing' }")
    page.wait_for_function("track => track.cues && track.cues.length === 2", arg=track)
    assert track.evaluate("track => [track.kind, track.label, track.cues[1].text]") == [
        "captions",
        "English",
        "Multiply by 0.85.",
    ]


def test_without_script_video_and_transcript_are_there(plain: Page):
    opened(plain, {"video": film()})
    expect(plain.locator("video[controls]")).to_be_visible()
    plain.get_by_text("Transcript").click()
    expect(plain.get_by_text("Throw away nothing yet.")).to_be_visible()
    expect(plain.get_by_role("button")).to_have_count(0)


def test_nobody_elsewhere_is_asked_before_play_is_pressed(page: Page):
    value = {"address": "https://vimeo.com/76979871", "title": "Float times"}
    world = opened(page, value)
    page.wait_for_load_state("networkidle")
    assert world.asked == []
    page.get_by_role("link", name="Float times").press("Enter")
    frame = page.locator("iframe[title='Float times']")
    expect(frame).to_be_focused()
    expect(frame.content_frame.get_by_text("A player from elsewhere")).to_be_visible()
    assert world.asked == ["https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"]
    assert page.url == f"{SITE}/"


def test_without_script_a_link_leads_to_the_provider(plain: Page):
    value = {"address": "https://youtu.be/aqz-KE-bpKQ", "title": "Float times"}
    world = opened(plain, value)
    plain.get_by_role("link", name="Float times").click()
    plain.wait_for_url("https://www.youtube.com/**")
    assert world.asked == ["https://www.youtube.com/watch?v=aqz-KE-bpKQ"]
