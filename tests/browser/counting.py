"""Counts what a person does: page loads, and acts of hand (keystroke-level model, typing as one).

A click, a choice from a list, a field filled, a key pressed to move on, a drag and a choice of
files are one interaction each, however much is typed into a field.
"""

from pathlib import Path

from playwright.sync_api import Frame, Locator, Page


class Counted:
    """A page on which each act of a person counts."""

    def __init__(self, page: Page) -> None:
        self.page = page
        # The page that is begun from had to be loaded, too.
        self.loads = 1
        self.interactions = 0
        page.on("framenavigated", self._navigated)

    def _navigated(self, frame: Frame) -> None:
        # Previews load in frames of their own; a person waits for the page alone.
        if frame == self.page.main_frame:
            self.loads += 1

    def click(self, target: Locator) -> None:
        self.interactions += 1
        target.click()

    def fill(self, target: Locator, text: str) -> None:
        """Type into a field that has to be pointed at: two acts."""
        self.interactions += 2
        target.click()
        target.fill(text)

    def type(self, text: str) -> None:
        """Type where the focus is already."""
        self.interactions += 1
        self.page.keyboard.type(text)

    def press(self, key: str) -> None:
        self.interactions += 1
        self.page.keyboard.press(key)

    def choose(self, target: Locator, label: str) -> None:
        """Open a list and choose from it: two acts."""
        self.interactions += 2
        target.select_option(label=label)

    def tick(self, target: Locator) -> None:
        self.interactions += 1
        target.check()

    def add_files(self, button: Locator, paths: list[Path]) -> None:
        """Press the button and choose files in the system's dialogue: two acts."""
        self.interactions += 2
        with self.page.expect_file_chooser() as chosen:
            button.click()
        chosen.value.set_files(paths)
