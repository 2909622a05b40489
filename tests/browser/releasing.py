"""What instructors and reviewers do with releases, by what they see and name there."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect

from tests.browser.counting import Counted
from tests.browser.lesson_editor import LessonEditor, wait_until_kept
from tests.browser.people import Person, visit
from tests.servers.local_site import LocalSite


def open_desk(page: Page, site: LocalSite, course: int) -> None:
    visit(page, site, f"/admin/courses/{course}/")


def open_lesson(page: Page, title: str) -> None:
    """From the desk, open a lesson in the editor."""
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.locator("#body-root")).to_be_visible()


def to_desk(page: Page) -> None:
    """From the editor back to the desk."""
    page.get_by_role("link", name="Course desk").first.click()
    expect(page.get_by_role("heading", name="Outline")).to_be_visible()


def ask_to_submit(page: Page, note: str) -> None:
    """From the desk, press both buttons."""
    page.get_by_role("link", name="Submit the course").click()
    expect(page.get_by_role("heading", name="Submit “")).to_be_visible()
    page.get_by_label("Note to the reviewer").fill(note)
    page.get_by_role("button", name="Submit the course").click()


def submit(page: Page, note: str = "") -> None:
    """From the desk, submit a course that is ready."""
    ask_to_submit(page, note)
    expect(page.get_by_text("The course is submitted.")).to_be_visible()
    expect(page.get_by_text("Waiting for review.")).to_be_visible()


def defects(page: Page) -> Locator:
    """Return the lines of what has to be mended, as links."""
    return page.locator("[aria-labelledby=defects] a, #defects ~ ul a")


def mail_to(page: Page, site: LocalSite, person: Person, subject: str) -> None:
    """Wait for the mail in the outbox, and open it."""
    row = page.locator("main li", has_text=person.address).filter(has_text=subject)
    for _again in range(40):
        visit(page, site, "/dev/outbox/")
        if row.count():
            break
        page.wait_for_timeout(500)
    row.first.get_by_role("link").click()
    expect(page.get_by_role("heading", name=subject)).to_be_visible()


def bell_says(page: Page, site: LocalSite, words: str) -> None:
    """See it at the bell of the site."""
    visit(page, site, "/en/")
    bell = page.locator("header details.bell")
    bell.locator("summary").click()
    expect(bell.get_by_text(words)).to_be_visible()


def open_review(page: Page, site: LocalSite, title: str) -> None:
    """From the editor's menu to the submission."""
    visit(page, site, "/admin/")
    page.get_by_role("link", name=re.compile("^Reviews")).click()
    expect(page.get_by_role("heading", name="Waiting for review")).to_be_visible()
    page.get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", name=f"Review “{title}”").last).to_be_visible()


def comment_at(page: Page, part: Locator, words: str) -> None:
    """Comment at one part of the changes."""
    part.locator("summary", has_text="Comment").last.click()
    part.get_by_label("Your comment").fill(words)
    part.get_by_role("button", name="Add comment").click()
    expect(page.locator(".desk-comment", has_text=words)).to_be_visible()


def send_back(page: Page, reason: str) -> None:
    page.get_by_label("What should be changed").fill(reason)
    page.get_by_role("button", name="Send back").click()
    expect(page.get_by_role("heading", name="Waiting for review")).to_be_visible()


def approve(page: Page) -> None:
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("heading", name="Waiting for review")).to_be_visible()


def approve_at(page: Page, when: str) -> None:
    """Approve for a time of the site, written as the field holds it."""
    page.get_by_label("At a date and time").check()
    page.get_by_label("Date and time", exact=True).fill(when)
    approve(page)


def seen_at(page: Page, addresses: list[str]) -> list[tuple[int, str]]:
    """Return what readers get at the addresses, without what every answer has anew."""
    answers = []
    for address in addresses:
        answer = page.request.get(address)
        text = re.sub(r'nonce="[^"]*"', "nonce", answer.text())
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "csrf", text)
        answers.append((answer.status, text))
    return answers


def lesson_titles(page: Page) -> list[str]:
    """Return the lessons in the order in which the page's outline has them."""
    titles = page.locator("a.step > span:first-of-type").all_inner_texts()
    return [title.removeprefix("Locked:").strip() for title in titles]


@contextmanager
def keeping(page: Page) -> Iterator[None]:
    """Do something in the editor, and wait until it was sent and nothing is left to send."""
    with page.expect_response(
        lambda answer: answer.request.method == "POST" and "/edit/" in answer.url, timeout=60_000
    ):
        yield
        page.keyboard.press("Tab")
    wait_until_kept(page)


def write_in(page: Page, words: str) -> None:
    """Write over the first text of the lesson that is open in the editor."""
    box = page.locator("#body-root [contenteditable=true]").first
    with keeping(page):
        box.click()
        page.keyboard.press("Control+a")
        page.keyboard.type(words)
        expect(box).to_have_text(words)


def add_lesson(page: Page, chapter: str, title: str, words: str) -> None:
    """From the desk, add a lesson with one text, and come back."""
    field = page.get_by_label(f"Title of a new lesson in “{chapter}”")
    field.fill(title)
    field.press("Enter")
    open_lesson(page, title)
    editor = LessonEditor(Counted(page))
    with keeping(page):
        editor.add("Text").locator("[contenteditable=true]").first.click()
        page.keyboard.type(words)
    to_desk(page)


def remove_lesson(page: Page, title: str) -> None:
    """From the desk, plan that a live lesson leaves."""
    page.locator("summary", has_text=f"More for “{title}”").click()
    page.locator("details[open] .desk-menu").get_by_role("link", name="Delete…").click()
    expect(page.get_by_text("when the next release goes live")).to_be_visible()
    page.get_by_role("button", name="Delete").click()
    drawer = page.locator("details", has_text="Leaves with the next release")
    expect(drawer.get_by_text(title, exact=True)).to_be_visible()


def change_state(page: Page, way: str, answer: str) -> None:
    """From the desk, bring the course into another state, by its two steps."""
    page.get_by_role("link", name="State", exact=True).click()
    page.get_by_role("link", name=way, exact=True).click()
    expect(page.get_by_text("No learner is on this course.")).to_be_visible()
    page.get_by_role("button", name=way, exact=True).click()
    expect(page.get_by_text(answer)).to_be_visible()
