"""From a visitor with something to teach to an instructor: asked, answered, told, begun."""

import io
import re
import uuid

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.test_accounts import sign_in
from tests.browser.test_anyone import newest_mail_link
from tests.servers.local_site import LocalSite

PASSWORD = "seven reeds by the water"


@pytest.fixture
def desk(chromium: Browser):
    """A second person's browser."""
    context: BrowserContext = chromium.new_context(locale="en-GB")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def a_portrait() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (900, 700), (11, 90, 76)).save(buffer, "JPEG")
    return buffer.getvalue()


def unread(page: Page) -> str:
    return page.locator("header .bell summary .vh").inner_text().strip()


def wait_for_news(page: Page, address: str, words: str) -> None:
    """Load the page until its bell says so: a worker tells it."""
    for _attempt in range(60):
        page.goto(address)
        if unread(page) == words:
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"The bell says {unread(page)!r}, not {words!r}")


def test_from_teach_page_to_the_editor(page: Page, desk: Page, local_site: LocalSite):
    site = local_site.url
    name = f"Nia {uuid.uuid4().hex[:6]}"
    address = f"{name.split()[1]}@example.org"

    # A visitor reads what it takes, and signs up without losing the page.
    page.goto(f"{site}/en/teach/")
    expect(page.get_by_role("heading", name="What you need")).to_be_visible()
    page.locator("main").get_by_role("link", name="Create an account").click()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile("/accounts/confirm-email/"))
    page.goto(newest_mail_link(page, local_site, address, "/accounts/confirm-email/"))
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(f"{site}/en/teach/")

    # A few words; from then on the page says that they wait.
    page.get_by_label("What do you want to teach, and for whom?").fill(
        "Reading rivers, for people who fish."
    )
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("heading", name="You have asked to teach")).to_be_visible()
    refused = page.goto(f"{site}/admin/")
    assert refused is not None and refused.status == 403

    # The administrator hears of it by bell and mail, and answers on one screen.
    sign_in(desk, local_site, "administrator", "/en/")
    link = newest_mail_link(desk, local_site, local_site.accounts()["administrator"][0], "/admin/")
    for _attempt in range(60):
        desk.goto(f"{site}/en/notifications/")
        if desk.locator("main").get_by_text(name).count():
            break
        desk.wait_for_timeout(500)
    desk.locator("main").get_by_role("button", name=re.compile(name)).first.click()
    expect(desk).to_have_url(link)
    expect(desk.get_by_text("Reading rivers, for people who fish.")).to_be_visible()
    desk.get_by_role("button", name="Make instructor").click()
    expect(desk.get_by_text("The role is given, and the person is told.")).to_be_visible()

    # The new instructor is told by bell and mail; both lead to the one first step.
    wait_for_news(page, f"{site}/en/", "Notifications, 1 new")
    told = newest_mail_link(page, local_site, address, "/en/teach/")
    assert told == f"{site}/en/teach/"
    page.goto(f"{site}/en/")
    page.locator("header .bell summary").click()
    page.locator("header .bell").get_by_role("button", name=re.compile("nstructor")).click()
    expect(page).to_have_url(f"{site}/en/teach/")
    assert unread(page) == "Notifications, none new"
    expect(page.get_by_role("heading", name="You have no course yet.")).to_be_visible()
    expect(page.locator("main a.btn")).to_have_count(1)
    page.get_by_role("link", name="Complete your profile").click()
    page.get_by_label("About you").fill("I teach anglers.")
    page.locator("input[type=file]").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": a_portrait()}
    )
    page.get_by_role("button", name="Save profile").click()
    picture = page.locator("header img.face")
    expect(picture).to_be_visible()
    assert picture.evaluate("async image => (await image.decode(), image.naturalWidth)") == 512
    page.goto(f"{site}/en/teach/")
    page.get_by_role("link", name="Open the editor").click()
    expect(page).to_have_url(f"{site}/admin/")
