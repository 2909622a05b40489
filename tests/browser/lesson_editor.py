"""Drives Wagtail's editor of a lesson as a person does: by what is seen and named there."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.counting import Counted

BODY = "#body-root [data-streamfield-stream-container]"


class LessonEditor:
    """The editor of the lesson that the page shows."""

    def __init__(self, hand: Counted) -> None:
        self.hand = hand
        self.page: Page = hand.page

    def blocks(self) -> Locator:
        """Return the lesson's own blocks, in their order."""
        return self.page.locator(BODY).first.locator(":scope > div[data-streamfield-child]")

    def last_plus(self, within: Locator) -> Locator:
        """Return the button that adds after the last one of a list of blocks."""
        return within.locator(":scope > div > button.c-sf-add-button").last

    def choose(self, name: str) -> None:
        """Choose a kind of block from the list that has opened; wait until the list has gone."""
        self.hand.click(self.page.get_by_role("option", name=name, exact=True))
        expect(self.page.locator(".w-combobox__option")).to_have_count(0)

    def add(self, name: str) -> Locator:
        """Add a block at the end of the lesson; return it."""
        before = self.blocks().count()
        self.hand.click(self.last_plus(self.page.locator(BODY).first))
        self.choose(name)
        expect(self.blocks()).to_have_count(before + 1)
        return self.blocks().last

    def add_question(self, quiz: Locator, kind: str) -> Locator:
        """Add a question at the end of a quiz; the focus then stands in its words."""
        inner = quiz.locator("[data-streamfield-stream-container]").first
        rows = inner.locator(":scope > div[data-streamfield-child]")
        before = rows.count()
        self.hand.click(self.last_plus(inner))
        self.choose(kind)
        expect(rows).to_have_count(before + 1)
        return rows.last

    def is_saved(self) -> None:
        """Wait until all is kept. The editor begins to look two seconds after opening."""
        self.page.keyboard.press("Tab")
        self.page.wait_for_timeout(3_000)
        form = self.page.locator("[data-edit-form]")
        expect(form).to_have_attribute("data-w-unsaved-has-edits-value", "false", timeout=30_000)
