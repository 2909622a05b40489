"""An owner sets a site up with production settings, signs in by the mailed link, makes it
her own and publishes the page on privacy."""

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_axe_clean
from tests.servers.mail_sink import MailSink
from tests.servers.production_site import ProductionSite

pytestmark = [pytest.mark.postgresql, pytest.mark.redis]

SETUP = (
    "setup_site",
    "--name",
    "Riverside School",
    "--languages",
    "en,fr,sw,ar",
    "--admin-email",
    "owner@example.org",
)
PRIVACY = "We keep your name and your address, and nothing else."


@pytest.fixture
def sink() -> Iterator[MailSink]:
    sink = MailSink().start()
    yield sink
    sink.stop()


@pytest.fixture
def site(tmp_path, sink: MailSink) -> Iterator[ProductionSite]:
    redis_url = os.environ["REDIS_URL"].rsplit("/", 1)[0] + "/63"
    site = ProductionSite(tmp_path, smtp_port=sink.port, redis_url=redis_url)
    try:
        yield site
    finally:
        site.stop()


def open_page(page: Page, address: str) -> None:
    """Go to the address, which has to answer with its page."""
    response = page.goto(address)
    assert response is not None, address
    assert response.status == 200, f"{address}: {response.status}\n{page.inner_text('body')}"


def expect_the_catalogue_in_every_language(page: Page, site: ProductionSite) -> None:
    for path, heading in (
        ("/en/courses/", "Courses"),
        ("/fr/cours/", "Cours"),
        ("/sw/kozi/", "Kozi"),
        ("/ar/الدورات/", "الدورات"),
    ):
        response = page.goto(site.url + path)
        assert response is not None and response.status == 200
        assert response.headers["strict-transport-security"] == "max-age=31536000"
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def choose_a_logo(page: Page, picture: Path) -> None:
    page.get_by_role("button", name="Choose an image").first.click()
    modal = page.locator(".modal-dialog")
    modal.get_by_role("tab", name="Upload").click()
    modal.locator("input[type=file]").set_input_files(picture)
    modal.locator("input[name$=title]").last.fill("Our logo")
    modal.get_by_role("button", name="Upload").click()
    expect(modal).to_have_count(0)


def make_the_site_hers(page: Page, site: ProductionSite, logo: Path) -> None:
    """Fill in the settings as the menu leads to them."""
    open_page(page, f"{site.url}/admin/")
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("link", name="Site settings").click()
    for name, value in (
        ("name", "Millbrook Academy"),
        ("support_email", "help@example.org"),
        ("sender_name", "Millbrook courses"),
        ("sender_email", "learn@example.org"),
        ("company_name", "Millbrook Learning Ltd"),
        ("company_address", "12 Mill Lane\nNairobi"),
    ):
        page.locator(f"[name={name}]").fill(value)
    page.locator("[name=default_currency]").select_option("KES")
    choose_a_logo(page, logo)
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".messages .success")).to_be_visible()
    expect(page.locator("[name=default_currency]")).to_have_value("KES")


def publish_privacy(page: Page, site: ProductionSite) -> None:
    """Open the draft; publishing is refused until the instructions are replaced."""
    open_page(page, f"{site.url}/admin/pages/")
    english = page.locator("main tr", has_text="English")
    english.locator("a[aria-label*='child pages of']").first.click()
    page.locator("main table a", has_text="Privacy").first.click()
    press_publish(page)
    expect(page.get_by_text("Parts of this text are still to be written").first).to_be_visible()
    assert page.request.get(f"{site.url}/en/privacy/").status == 404
    text = page.locator("[data-contentpath=body] .public-DraftEditor-content").first
    text.click()
    page.keyboard.press("Control+a")
    page.keyboard.type(PRIVACY)
    # The editor hands what was typed to the form a quarter of a second later.
    page.wait_for_function(
        "words => [...document.querySelectorAll('[data-edit-form] input[name^=body-]')]"
        ".some(input => input.value.includes(words))",
        arg=PRIVACY,
    )
    press_publish(page)
    expect(page.locator(".messages .success")).to_be_visible()


def press_publish(page: Page) -> None:
    page.get_by_role("button", name="More actions").click()
    page.locator("button[name=action-publish]").click()


def expect_her_site(page: Page, site: ProductionSite) -> None:
    """Look at the site as a visitor does: name, logo, company, and the page on privacy."""
    open_page(page, f"{site.url}/en/")
    expect(
        page.locator("header").get_by_role("link", name="Millbrook Academy home")
    ).to_be_visible()
    logo = page.locator("header .brand img")
    expect(logo).to_be_visible()
    assert logo.evaluate("picture => picture.complete && picture.naturalWidth > 0")
    footer = page.locator("footer")
    expect(footer).to_contain_text("Millbrook Learning Ltd")
    expect(footer.get_by_role("link", name="help@example.org")).to_be_visible()
    footer.get_by_role("link", name="Privacy").click()
    expect(page).to_have_url(f"{site.url}/en/privacy/")
    expect(page.locator("main")).to_contain_text("We keep your name and your address")
    expect(page.locator("main")).to_contain_text("Version 1, in force since")
    assert_axe_clean(page)
    # There is no French one yet: the English one stands in, marked as English.
    open_page(page, f"{site.url}/fr/")
    link = page.locator("footer").get_by_role("link", name="Privacy")
    assert (link.get_attribute("lang"), link.get_attribute("hreflang")) == ("en", "en")


def expect_her_sender(page: Page, site: ProductionSite, sink: MailSink) -> None:
    """Ask for a new password, and look at who the mail is from."""
    before = len(sink.messages)
    open_page(page, f"{site.url}/en/accounts/password/reset/")
    page.locator("input[name=email]").fill("owner@example.org")
    page.locator("main form button[type=submit]").click()
    deadline = time.monotonic() + 60
    while len(sink.messages) == before and time.monotonic() < deadline:
        time.sleep(0.2)
    assert sink.messages[-1]["From"] == "Millbrook courses <learn@example.org>"
    assert (
        "Millbrook Academy"
        in sink.messages[-1]["Subject"] + sink.messages[-1].get_body(("plain",)).get_content()
    )


def set_up(site: ProductionSite, sink: MailSink) -> str:
    """Make the empty database a site, and return the link that the owner is mailed."""
    early = site.manage(*SETUP)
    assert early.returncode != 0, "an unmigrated database is refused"
    assert sink.messages == []
    for arguments in (("migrate", "-v", "0"), ("collectstatic", "--noinput", "-v", "0")):
        done = site.manage(*arguments)
        assert done.returncode == 0, done.stderr
    done = site.manage(*SETUP)
    assert done.returncode == 0, done.stderr
    assert "A mail to owner@example.org holds a link" in done.stdout
    [mail] = sink.messages
    assert (mail["To"], mail["From"]) == (
        "owner@example.org",
        "Riverside School <courses@example.org>",
    )
    text = mail.get_body(("plain",)).get_content()
    return re.search(r"https://\S+/accounts/password/reset/key/\S+", text)[0]


def test_from_an_empty_database_to_her_own_site(
    page: Page, site: ProductionSite, sink: MailSink, tmp_path: Path
):
    link = set_up(site, sink)
    assert link.startswith(f"{site.url}/en/")

    site.start()
    open_page(page, link)
    # The key has left the address for the session.
    expect(page).to_have_url(re.compile("/accounts/password/reset/key/[^/]*-set-password/"))
    page.locator("input[name=password1]").fill("a weir above the mill")
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(f"{site.url}/admin/")
    open_page(page, f"{site.url}/admin/pages/")
    expect(page.get_by_role("link", name="Riverside School").first).to_be_visible()
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert set(cookies) == {"__Host-fledge_session", "__Host-fledge_csrf"}
    assert all(cookie["secure"] and cookie["httpOnly"] for cookie in cookies.values())

    logo = tmp_path / "logo.png"
    Image.new("RGB", (320, 80), "#2e7d6b").save(logo)
    make_the_site_hers(page, site, logo)
    publish_privacy(page, site)

    expect_the_catalogue_in_every_language(page, site)
    assert page.goto(f"{site.url}/dev/outbox/").status == 404

    # The link has been used, and a second run of the command changes and mails nothing.
    page.context.clear_cookies()
    page.goto(link)
    expect(page.locator("input[name=password1]")).to_have_count(0)
    expect_her_site(page, site)
    # Besides the link only the notice of the new password went out.
    assert len(sink.messages) == 2
    expect_her_sender(page, site, sink)
    again = site.manage(*SETUP)
    assert again.returncode == 0, again.stderr
    assert "Everything stood already." in again.stdout
    assert "is an administrator already" in again.stdout
    assert len(sink.messages) == 3
