"""A correction and a new order in as few steps as can be, counted (docs/measurements).

What counts is what `counting` says: each click, key, choice and drag, however much is typed at
once. The lesson is open in the editor when the counting begins, and that counts as the first page
load, as it did when the peers were measured. Typing goes on where the click has put the cursor:
pointing at the typo is one act and mending it another. The moves are drafts until the next
release; the correction is live when its message has come.
"""

import re

from playwright.sync_api import Page, expect

from tests.browser.counting import Counted
from tests.browser.people import enter, visit
from tests.browser.releasing import lesson_titles
from tests.browser.written import write_course
from tests.servers.local_site import LocalSite

TYPO = "Rye drinks more than wheat does."
MENDED = "Rye drinks more than wheat does, always."


def mend(hand: Counted) -> None:
    """Point between the last word and the full stop, and type what is missing."""
    page = hand.page
    text = page.locator("#body-root [contenteditable=true]").first
    expect(text).to_have_text(TYPO)
    box = text.locator("[data-text]").last.bounding_box()
    assert box is not None
    hand.interactions += 1
    page.mouse.click(box["x"] + box["width"] - 5, box["y"] + box["height"] / 2)
    hand.type(", always")
    expect(text).to_have_text(MENDED)


def look_as_a_learner(hand: Counted) -> None:
    """Open the preview, which shows a learner's view unless told otherwise."""
    page = hand.page
    hand.click(page.get_by_role("button", name="Toggle preview"))
    expect(page.get_by_label("Preview mode")).to_have_value(re.compile(".*"))
    frame = page.frame_locator("#w-preview-iframe")
    expect(frame.get_by_text(MENDED)).to_be_visible(timeout=30_000)


def publish(hand: Counted) -> None:
    """Put the lesson live from the menu at the foot of the editor."""
    page = hand.page
    hand.click(page.get_by_role("button", name="More actions"))
    hand.click(page.get_by_role("button", name="Publish correction"))
    expect(page.get_by_text("The correction is live, as release 2.")).to_be_visible()


def drag(hand: Counted, title: str, below: str) -> None:
    """Drag a lesson by its handle below another."""
    page = hand.page
    page.wait_for_load_state()
    handle = page.locator(".desk-lesson", has_text=title).locator("[data-desk-handle]")
    start = handle.bounding_box()
    target = page.locator(".desk-lesson", has_text=below).bounding_box()
    assert start is not None and target is not None
    hand.interactions += 1
    page.mouse.move(start["x"] + 4, start["y"] + 4)
    page.mouse.down()
    page.mouse.move(start["x"] + 4, target["y"] + target["height"] / 2, steps=5)
    page.mouse.move(start["x"] + 4, target["y"] + target["height"] + 6, steps=5)
    page.mouse.up()


def order_is(page: Page, *titles: str) -> None:
    expect(page.locator(".desk-lesson .desk-name a")).to_have_text(list(titles))


def test_story_b_is_short(page: Page, chromium, local_site: LocalSite):
    written = write_course(local_site, is_live=True, allows_corrections=True)
    lesson = written.pages["Flour"]
    enter(page, local_site, written.instructor, f"/admin/pages/{lesson}/edit/")
    hand = Counted(page)
    mend(hand)
    look_as_a_learner(hand)
    publish(hand)
    # The desk has put the focus on the row of the lesson that went live.
    hand.press("Alt+ArrowDown")
    order_is(page, "Water", "Flour", "Salt", "Shaping", "Baking")
    drag(hand, "Shaping", "Baking")
    order_is(page, "Water", "Flour", "Salt", "Baking", "Shaping")
    # Moodle takes 6 and 12, plain Wagtail 2 and 8 without a learner's view; 2 and 8 are allowed.
    assert (hand.loads, hand.interactions) == (2, 7)
    visit(page, local_site, written.path)
    assert lesson_titles(page) == ["Flour", "Water", "Salt", "Shaping", "Baking"]
    page.locator("a.step").first.click()
    expect(page.locator("main").get_by_text(MENDED)).to_be_visible()
