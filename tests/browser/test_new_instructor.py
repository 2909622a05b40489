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
WORDS = "Reading rivers, for people who fish."


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


def sign_up_from_the_teach_page(page: Page, site: LocalSite, name: str, address: str) -> None:
    """Read what it takes, and sign up without losing the page."""
    page.goto(f"{site.url}/en/teach/")
    expect(page.get_by_role("heading", name="What you need")).to_be_visible()
    page.locator("main").get_by_role("link", name="Create an account").click()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile("/accounts/confirm-email/"))
    page.goto(newest_mail_link(page, site, address, "/accounts/confirm-email/"))
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(f"{site.url}/en/teach/")


def ask(page: Page, site: LocalSite) -> None:
    """Write a few words; from then on the page says that they wait, and the admin stays shut."""
    page.get_by_label("What do you want to teach, and for whom?").fill(WORDS)
    page.get_by_role("button", name="Send request").click()
    expect(page.get_by_role("heading", name="You have asked to teach")).to_be_visible()
    refused = page.goto(f"{site.url}/admin/")
    assert refused is not None and refused.status == 403


def hear_and_grant(page: Page, site: LocalSite, name: str) -> None:
    """As an administrator hear of it by bell, mail and menu, and answer on one screen."""
    sign_in(page, site, "administrator", "/en/")
    link = newest_mail_link(page, site, site.accounts()["administrator"][0], "/admin/")
    for _attempt in range(60):
        page.goto(f"{site.url}/en/notifications/")
        if page.locator("main").get_by_text(name).count():
            break
        page.wait_for_timeout(500)
    page.locator("main").get_by_role("button", name=re.compile(name)).first.click()
    expect(page).to_have_url(link)
    expect(
        page.get_by_role("link", name=re.compile(r"^Requests to teach \(\d+\)$"))
    ).to_be_attached()
    expect(page.get_by_text(WORDS)).to_be_visible()
    page.get_by_role("button", name="Make instructor").click()
    expect(page.get_by_text("The role is given, and the person is told.")).to_be_visible()


def complete_the_profile(page: Page) -> None:
    """Add a line and a picture, which is then shown at the top of the page."""
    page.get_by_role("link", name="Complete your profile").click()
    page.get_by_label("About you").fill("I teach anglers.")
    page.locator("input[type=file]").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": a_portrait()}
    )
    page.get_by_role("button", name="Save profile").click()
    picture = page.locator("header img.face")
    expect(picture).to_be_visible()
    assert picture.evaluate("async image => (await image.decode(), image.naturalWidth)") == 512


def test_from_teach_page_to_the_editor(page: Page, desk: Page, local_site: LocalSite):
    site = local_site.url
    name = f"Nia {uuid.uuid4().hex[:6]}"
    address = f"{name.split()[1]}@example.org"
    sign_up_from_the_teach_page(page, local_site, name, address)
    ask(page, local_site)
    hear_and_grant(desk, local_site, name)

    # Bell and mail lead to the empty state, and that to the one first step.
    wait_for_news(page, f"{site}/en/", "Notifications, 1 new")
    assert newest_mail_link(page, local_site, address, "/en/teach/") == f"{site}/en/teach/"
    page.goto(f"{site}/en/")
    page.locator("header .bell summary").click()
    page.locator("header .bell").get_by_role("button", name=re.compile("Instructor")).click()
    expect(page).to_have_url(f"{site}/en/teach/")
    assert unread(page) == "Notifications, none new"
    expect(page.get_by_role("heading", name="You have no course yet.")).to_be_visible()
    expect(page.locator("main a.btn")).to_have_count(1)
    complete_the_profile(page)
    page.goto(f"{site}/en/teach/")
    page.get_by_role("link", name="Create a course").click()
    expect(page).to_have_url(f"{site}/admin/courses/create/")
