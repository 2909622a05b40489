"""Drives Wagtail's editor of a lesson as a person does: by what is seen and named there."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.counting import Counted

BODY = "#body-root [data-streamfield-stream-container]"

# What the editor itself takes for untouched or kept, asked of it there and then: it begins to know
# two seconds after opening. Rich text hands over what was typed a quarter of a second later, so it
# has to be so for longer than that.
KEPT = """() => new Promise((resolve) => {
    const form = document.querySelector("[data-edit-form]");
    const part = (name) => window.wagtail.app.getControllerForElementAndIdentifier(form, name);
    let times = 0;
    let left = 400;
    const timer = setInterval(() => {
        const [unsaved, autosave] = [part("w-unsaved"), part("w-autosave")];
        const isKept = unsaved.initialFormData !== undefined && !unsaved.forceValue
            && unsaved.formData === unsaved.initialFormData && !autosave.submitPromise;
        times = isKept ? times + 1 : 0;
        left -= 1;
        if (times < 4 && left) return;
        clearInterval(timer);
        resolve(times === 4);
    }, 150);
})"""


def wait_until_kept(page: Page) -> None:
    """Wait until autosave has kept all that was typed."""
    assert page.evaluate(KEPT) is True


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
        """Leave the field one is in, and wait until all is kept."""
        self.page.keyboard.press("Tab")
        wait_until_kept(self.page)
