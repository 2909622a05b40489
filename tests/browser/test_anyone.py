"""Signing up, confirming, signing in and out, and a new password, keeping one's place."""

import re
import time
import uuid

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.servers.local_site import LocalSite

PASSWORD = "a quiet river in May"
NEW_PASSWORD = "four herons, one pike"


def newest_mail_link(page: Page, site: LocalSite, address: str, text: str) -> str:
    """Open the newest mail to `address` in the outbox and return the link that holds `text`."""
    row = page.locator("main li", has_text=address)
    link = page.locator(f"main a[href*='{text}']").first
    # A worker sends it, so it takes a moment; some more when the file broker lost the message
    # and the sweep has to find the mail.
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        page.goto(f"{site.url}/dev/outbox/")
        if row.count():
            row.first.get_by_role("link").first.click()
            if link.count():
                return link.get_attribute("href") or ""
        page.wait_for_timeout(250)
    raise AssertionError(f"No mail to {address} has a link with {text}")


def fill_in_sign_up(page: Page, address: str, button: str) -> None:
    page.locator("input[name=display_name]").fill("Ada")
    page.locator("input[name=email]").fill(address.upper())
    page.locator("input[name=password1]").fill(PASSWORD)
    page.locator("main").get_by_role("button", name=button).click()


def set_new_password(page: Page, site: LocalSite, address: str, path: str) -> None:
    """Ask for the link at `path`, follow it out of the mail, and choose."""
    page.goto(site.url + path)
    page.locator("input[name=email]").fill(address)
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(re.compile("/accounts/password/reset/done/"))
    page.goto(newest_mail_link(page, site, address, "/accounts/password/reset/key/"))
    page.locator("input[name=password1]").fill(NEW_PASSWORD)
    if page.locator("input[name=password2]").count():
        page.locator("input[name=password2]").fill(NEW_PASSWORD)
    page.locator("main form button[type=submit]").click()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            {
                "name": "Your name",
                "password": "Password",
                "create": "Create an account",
                "sent": "Check your mailbox",
                "out": "Sign out",
                "in": "Sign in",
            },
        ),
        (
            "fr",
            {
                "name": "Votre nom",
                "password": "Mot de passe",
                "create": "Créer un compte",
                "sent": None,
                "out": "Se déconnecter",
                "in": "Se connecter",
            },
        ),
    ],
)
def test_from_sign_up_to_a_new_password(
    page: Page, chromium: Browser, local_site: LocalSite, language: str, words: dict[str, str]
):
    site = local_site.url
    address = f"ada.{uuid.uuid4().hex[:8]}@example.org"
    catalogue = {"en": "/en/courses/", "fr": "/fr/cours/"}[language]
    main = page.locator("main")

    # From the catalogue to the sign-up form: the place is kept.
    page.goto(site + catalogue)
    page.locator("header").get_by_role("link", name=words["in"]).click()
    main.get_by_role("link", name=words["create"]).click()
    fill_in_sign_up(page, address, words["create"])
    expect(page).to_have_url(re.compile(rf"/{language}/accounts/confirm-email/"))
    if words["sent"]:
        expect(page.get_by_role("heading", level=1)).to_have_text(words["sent"])

    # The mail's link confirms, and leads back to the catalogue.
    link = newest_mail_link(page, local_site, address, "/accounts/confirm-email/")
    assert link.startswith(f"{site}/{language}/accounts/confirm-email/")
    page.goto(link)
    if main.get_by_role("button").count():
        main.get_by_role("button").first.click()
    expect(page).to_have_url(site + catalogue)
    menu = page.locator("header summary", has_text="Ada")
    expect(menu).to_be_visible()

    # Out, and in again with the wrong and the right password.
    menu.click()
    page.locator("header").get_by_role("button", name=words["out"]).click()
    expect(page.locator("header").get_by_role("link", name=words["in"])).to_be_visible()
    page.goto(f"{site}/{language}/accounts/login/?next={catalogue}")
    page.locator("input[name=login]").fill(address)
    page.locator("input[name=password]").fill("not the one it is")
    main.get_by_role("button", name=words["in"]).click()
    expect(main.get_by_role("alert").or_(main.locator(".error")).first).to_be_visible()
    page.locator("input[name=password]").fill(PASSWORD)
    main.get_by_role("button", name=words["in"]).click()
    expect(page).to_have_url(site + catalogue)

    # A forgotten password, asked for in another browser; the first one is signed out.
    other = chromium.new_context(locale="en-GB").new_page()
    set_new_password(
        other, local_site, address, f"/{language}/accounts/password/reset/?next={catalogue}"
    )
    expect(other).to_have_url(site + catalogue)
    expect(other.locator("header summary", has_text="Ada")).to_be_visible()
    page.goto(site + catalogue)
    expect(page.locator("header").get_by_role("link", name=words["in"])).to_be_visible()
    other.context.close()


def test_signing_up_by_keyboard_alone(page: Page, local_site: LocalSite):
    page.goto(f"{local_site.url}/en/accounts/signup/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("input[name=display_name]")).to_be_focused()
    page.keyboard.type("Bee")
    page.keyboard.press("Tab")
    page.keyboard.type(f"bee.{uuid.uuid4().hex[:8]}@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/accounts/confirm-email/"))


def test_a_form_with_mistakes_says_where_they_are(page: Page, local_site: LocalSite):
    page.goto(f"{local_site.url}/en/accounts/signup/")
    page.locator("input[name=email]").fill("nobody")
    page.locator("input[name=password1]").fill("short")
    page.locator("main form button[type=submit]").click()
    for name in ("display_name", "email", "password1"):
        field = page.locator(f"input[name={name}]")
        expect(field).to_have_attribute("aria-invalid", "true")
        described = (field.get_attribute("aria-describedby") or "").split()
        assert any(page.locator(f"#{part} .error").count() for part in described), name
    expect(page.locator("input[name=email]")).to_have_value("nobody")
    expect(page.locator("input[name=password1]")).to_have_value("")


OWN_PAGES = (
    "/ar/notifications/",
    "/ar/notifications/preferences/",
    "/ar/accounts/profile/",
    "/ar/accounts/email/",
    "/ar/accounts/password/change/",
    "/ar/teach/",
)


def expect_arabic(page: Page) -> None:
    """The page is Arabic, runs from right to left and is no wider than the phone."""
    assert page.evaluate(
        "[document.documentElement.lang, document.documentElement.dir,"
        " document.documentElement.scrollWidth <= innerWidth]"
    ) == ["ar", "rtl", True], page.url
    heading = page.get_by_role("heading", level=1).inner_text()
    # Latin letters would be words that nobody translated; the home page has the site's name.
    is_home = page.url.endswith("/ar/")
    assert is_home or re.search("[\u0600-\u06ff]", heading), heading
    assert is_home or not re.search("[A-Za-z]", heading), heading


def test_anyone_on_a_phone_in_arabic(chromium: Browser, local_site: LocalSite):
    """From the site's root to a signed-in home, and one's own pages."""
    context = chromium.new_context(
        locale="ar", viewport={"width": 360, "height": 740}, has_touch=True, color_scheme="dark"
    )
    page = context.new_page()
    address = f"amal.{uuid.uuid4().hex[:8]}@example.org"
    page.goto(local_site.url)
    expect(page).to_have_url(f"{local_site.url}/ar/")
    expect_arabic(page)
    page.locator("header a[href*='/accounts/login/']").tap()
    expect(page).to_have_url(re.compile("/ar/accounts/login/"))
    expect_arabic(page)
    page.locator("main a[href*='/accounts/signup/']").tap()
    expect(page).to_have_url(re.compile("/ar/accounts/signup/"))
    page.locator("input[name=display_name]").fill("أمل")
    page.locator("input[name=email]").fill(address)
    page.locator("input[name=password1]").fill(PASSWORD)
    expect_arabic(page)
    page.locator("main form button[type=submit]").tap()
    expect(page).to_have_url(re.compile("/ar/accounts/confirm-email/"))
    expect_arabic(page)
    link = newest_mail_link(page, local_site, address, "/accounts/confirm-email/")
    assert link.startswith(f"{local_site.url}/ar/accounts/confirm-email/")
    page.goto(link)
    page.locator("main form button[type=submit]").tap()
    expect(page).to_have_url(f"{local_site.url}/ar/")
    expect(page.locator("header summary", has_text="أمل")).to_be_attached()
    for path in OWN_PAGES:
        page.goto(local_site.url + path)
        expect_arabic(page)
    page.goto(local_site.url + "/ar/")
    page.locator("header .bell summary").tap()
    expect(page.locator("header .bell-panel")).to_be_visible()
    expect_arabic(page)
    context.close()
