"""A lesson of 200 blocks is usable within three seconds, and dropped files become blocks."""

import json
import os
import statistics
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.people import enter, instructors
from tests.core.upload_samples import picture
from tests.servers.beside import run_beside
from tests.servers.local_site import LocalSite

BLOCKS = "#body-root > [data-streamfield-stream-container] > [data-streamfield-child]"
TEXT = ".sleeping-text, [role=textbox].public-DraftEditor-content"
# Of the page's own thread: 2.9 with two cores under a load of six; with every editor made at once
# 3.5 to 4.5 before anybody could type.
MOST_WORK_SECONDS = 4.0
ROUNDS = int(os.environ.get("FLEDGE_EDITOR_ROUNDS", "3"))
MAKE = """
from django.contrib.auth import get_user_model
from tests.courses.pages.editor.lessons import make_large_lesson
owner = get_user_model().objects.get(email={address!r})
print("MADE", *(make_large_lesson(size, owner=owner).pk for size in {sizes!r}))
"""
READ = """
from courses.pages.models import LessonPage
print("BODY", LessonPage.objects.get(pk={pk}).get_latest_revision().content["body"])
"""


def on_site(site: LocalSite, script: str, word: str) -> str:
    """Run a script beside the site, and return what it printed after `word`."""
    lines = run_beside(site.folder / "var", script).splitlines()
    return next(line[len(word) + 1 :] for line in lines if line.startswith(f"{word} "))


@pytest.fixture(scope="module")
def lessons(local_site: LocalSite):
    """An instructor with a lesson of 200 blocks and one of five."""
    (person,) = instructors(local_site, "Ines Instructor")
    made = on_site(local_site, MAKE.format(address=person.address, sizes=(200, 5)), "MADE")
    return person, *(int(pk) for pk in made.split())


@pytest.fixture(scope="module")
def desk(chromium: Browser, local_site: LocalSite, lessons):
    context = chromium.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    context.set_default_timeout(30_000)
    page = context.new_page()
    # Left with what nobody wants to keep.
    page.on("dialog", lambda dialog: dialog.accept())
    enter(page, local_site, lessons[0], "/admin/courses/")
    yield page
    context.close()


def address(site: LocalSite, pk: int) -> str:
    return f"{site.url}/admin/pages/{pk}/edit/"


def leave(page: Page) -> None:
    """Leave the editor whatever it would keep."""
    page.goto("about:blank")


def blocks(page: Page) -> Locator:
    return page.locator(BLOCKS)


def first_letter(page: Page, url: str) -> tuple[float, float, float]:
    """Return the seconds to the load event and to the first letter in a rich text, and those
    that the page's own thread has worked until then, however many others share the machine."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(url, wait_until="commit")
    text = page.locator(TEXT).first
    text.click(timeout=60_000)
    page.keyboard.type("Z")
    page.wait_for_function(
        "() => document.querySelector('[name=body-0-value]').value.includes('Z')", polling=20
    )
    load, letter = page.evaluate(
        "() => [performance.getEntriesByType('navigation')[0].loadEventEnd / 1000,"
        " performance.now() / 1000]"
    )
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    worked = next(one["value"] for one in metrics if one["name"] == "TaskDuration")
    devtools.detach()
    return load, letter, worked


def test_two_hundred_blocks_are_usable_soon(desk, local_site, lessons):
    """The seconds are printed; what is held is the work, which hardly depends on others."""
    _person, large, _small = lessons
    url = address(local_site, large)
    seconds = []
    for _round in range(ROUNDS):
        seconds.append(first_letter(desk, url))
        leave(desk)
    load, letter, worked = (
        round(statistics.median(column), 2) for column in zip(*seconds, strict=True)
    )
    print(
        f"200 blocks: load event {load} s, first letter {letter} s, work {worked} s;"
        f" median of {ROUNDS}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    # The least of the rounds: others on the machine only ever add to it.
    assert min(work for _, _, work in seconds) < MOST_WORK_SECONDS, seconds


def test_what_sleeps_is_found_woken_and_saved_as_it_was(desk, local_site, lessons):
    _person, large, _small = lessons
    before = on_site(local_site, READ.format(pk=large), "BODY")
    desk.goto(address(local_site, large))
    expect(blocks(desk)).to_have_count(200, timeout=60_000)
    asleep = desk.locator(".sleeping-text").count()
    # Those near the first screen wake by themselves, the others wait.
    assert asleep > 100
    assert desk.evaluate("() => window.find('Text 197 has')") is True
    # By the Tab key: the editor that takes the text's place has the focus.
    far = desk.locator(".sleeping-text", has_text="Text 196 has")
    far.focus()
    desk.wait_for_function("() => document.activeElement.isContentEditable")
    desk.keyboard.press("Control+Home")
    desk.keyboard.type("Woken. ")
    value = desk.locator("[name=body-196-value]")
    desk.wait_for_function(
        "() => document.querySelector('[name=body-196-value]').value.includes('Woken. Text 196')"
    )
    assert "Woken. Text 196 has" in value.input_value()
    save(desk)
    after = json.loads(on_site(local_site, READ.format(pk=large), "BODY"))
    rows = json.loads(before)
    assert "Woken. Text 196 has" in after[196]["value"]
    assert [row["id"] for row in after] == [row["id"] for row in rows]
    texts = [
        (new["value"], old["value"])
        for new, old in zip(after, rows, strict=True)
        if old["type"] == "text" and new["id"] != rows[196]["id"]
    ]
    assert all(new.replace("Z", "") == old.replace("Z", "") for new, old in texts)
    assert len(texts) == 119


def save(page: Page) -> None:
    """Save as Ctrl+S does, which loads the page anew."""
    with page.expect_navigation(wait_until="load", timeout=90_000):
        page.keyboard.press("Control+s")
    expect(page.get_by_text("has been updated").first).to_be_visible(timeout=30_000)


def test_blocks_move_and_double_by_keyboard_while_they_sleep(desk, local_site, lessons):
    _person, large, _small = lessons
    desk.goto(address(local_site, large))
    expect(blocks(desk)).to_have_count(200, timeout=60_000)
    block = blocks(desk).nth(191)
    assert block.locator(".sleeping-text").count() == 1
    up = block.get_by_role("button", name="Move up").first
    up.focus()
    desk.keyboard.press("Enter")
    expect(blocks(desk).nth(190)).to_contain_text("Text 191 has")
    moved = blocks(desk).nth(190)
    moved.get_by_role("button", name="Duplicate").first.focus()
    desk.keyboard.press("Enter")
    expect(blocks(desk)).to_have_count(201)
    expect(blocks(desk).nth(191)).to_contain_text("Text 191 has")
    leave(desk)


def drop_files(page: Page, target: Locator, files: list[tuple[str, str]]) -> None:
    """Drop files of text onto the upper half of a block."""
    box = target.bounding_box()
    target.evaluate(
        """(element, [files, x, y]) => {
            const dataTransfer = new DataTransfer();
            for (const [name, text] of files) dataTransfer.items.add(new File([text], name));
            const options = {dataTransfer, bubbles: true, cancelable: true, clientX: x, clientY: y};
            element.dispatchEvent(new DragEvent("dragover", options));
            element.dispatchEvent(new DragEvent("drop", options));
        }""",
        [files, box["x"] + 20, box["y"] + 5],
    )


def kinds(page: Page) -> list[str]:
    values = blocks(page).locator("> input[name$='-type']")
    return values.evaluate_all("(inputs) => inputs.map((input) => input.value)")


def test_dropped_files_become_blocks_where_they_were_dropped(
    desk, local_site, lessons, tmp_path: Path
):
    _person, _large, small = lessons
    desk.goto(address(local_site, small))
    expect(blocks(desk)).to_have_count(5, timeout=30_000)
    assert kinds(desk) == ["text", "text", "text", "image", "quiz"]
    drop_files(desk, blocks(desk).nth(1), [("flow.py", "a = 1\n"), ("flow.sql", "select 1;\n")])
    expect(blocks(desk)).to_have_count(7, timeout=30_000)
    assert kinds(desk) == ["text", "code", "code", "text", "text", "image", "quiz"]
    names = desk.locator("[name$='-value-file_name']")
    assert sorted(names.nth(at).input_value() for at in range(2)) == ["flow.py", "flow.sql"]
    photo, words = tmp_path / "loaf.jpg", tmp_path / "words.vtt"
    photo.write_bytes(picture("JPEG", (640, 400)))
    words.write_text("WEBVTT\n")
    with desk.expect_file_chooser() as chooser:
        desk.get_by_role("button", name="Add files").click()
    chooser.value.set_files([photo, words])
    expect(blocks(desk)).to_have_count(8, timeout=30_000)
    expect(blocks(desk).last).to_contain_text("Describe the picture, or mark it as decorative.")
    refused = desk.locator(".file-drop__file--refused")
    expect(refused).to_contain_text("Captions belong to a video.")
    refused.get_by_role("button", name="Close").click()
    expect(refused).to_have_count(0)
    save(desk)
    desk.reload()
    expect(blocks(desk)).to_have_count(8, timeout=30_000)
    assert kinds(desk)[-1] == "image"


def test_the_preview_stands_beside_as_learner_and_as_guest(desk, local_site, lessons):
    _person, _large, small = lessons
    desk.goto(address(local_site, small))
    desk.get_by_role("button", name="Toggle preview").click()
    frame = desk.frame_locator("iframe[id*=preview]")
    expect(frame.get_by_text("Text 0 has")).to_be_visible(timeout=30_000)
    desk.get_by_label("Preview mode").select_option(label="As a guest")
    expect(frame.get_by_text("This lesson is for the course's learners").first).to_be_visible(
        timeout=30_000
    )
    expect(frame.get_by_text("Text 0 has")).to_have_count(0)
    leave(desk)
