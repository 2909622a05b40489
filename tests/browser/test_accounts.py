"""The account pages by keyboard, by screen reader, on a narrow phone in Arabic, and by script."""

import re
import uuid

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_anyone import PASSWORD, newest_mail_link
from tests.servers.local_site import LocalSite

NARROW = {"width": 360, "height": 740}


def sign_in(page: Page, site: LocalSite, role: str, next_path: str) -> None:
    email, password = site.accounts()[role]
    page.goto(f"{site.url}/en/accounts/login/?next={next_path}")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(site.url + next_path)


def tab_to(page: Page, selector: str, limit: int = 40) -> None:
    """Press Tab until the element has the focus."""
    for _press in range(limit):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{limit} times Tab did not reach {selector}")


def test_from_sign_up_to_signed_in_by_keyboard_alone(page: Page, local_site: LocalSite):
    address = f"key.{uuid.uuid4().hex[:8]}@example.org"
    page.goto(f"{local_site.url}/en/accounts/signup/?next=/en/teach/")
    for name, words in (("display_name", "Key"), ("email", address), ("password1", PASSWORD)):
        tab_to(page, f"input[name={name}]")
        page.keyboard.type(words)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/accounts/confirm-email/"))
    page.goto(newest_mail_link(page, local_site, address, "/accounts/confirm-email/"))
    tab_to(page, "main form button")
    page.keyboard.press("Enter")
    # Not only its address: a key that is pressed before the page has come is lost.
    page.wait_for_url(f"{local_site.url}/en/teach/")
    tab_to(page, "textarea[name=words]")
    page.keyboard.type("River ecology, for schools.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You have asked to teach")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        (
            "signup/",
            {
                "Your name": ("name", "text"),
                "E-mail address": ("email", "email"),
                "Password": ("new-password", "password"),
            },
        ),
        (
            "login/",
            {
                "E-mail address": ("username", "email"),
                "Password": ("current-password", "password"),
            },
        ),
        ("password/reset/", {"E-mail address": ("email", "email")}),
    ],
)
def test_fields_have_names_and_say_what_browsers_may_fill_in(
    page: Page, local_site: LocalSite, path: str, fields: dict[str, tuple[str, str]]
):
    page.goto(f"{local_site.url}/en/accounts/{path}")
    for label, (autocomplete, kind) in fields.items():
        field = page.get_by_label(label, exact=True)
        expect(field).to_have_count(1)
        expect(field).to_have_attribute("autocomplete", autocomplete)
        expect(field).to_have_attribute("type", kind)


def test_mistakes_are_announced_and_lead_to_their_fields(page: Page, local_site: LocalSite):
    page.goto(f"{local_site.url}/en/accounts/signup/")
    page.locator("input[name=email]").fill("nobody")
    page.locator("main form button[type=submit]").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    for name, label in (("display_name", "Your name"), ("email", "E-mail address")):
        summary.get_by_role("link", name=label).click()
        field = page.locator(f"input[name={name}]")
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(re.compile("Enter your name|whole e-mail"))


def test_a_password_can_be_looked_at(page: Page, local_site: LocalSite):
    page.goto(f"{local_site.url}/en/accounts/login/")
    field = page.locator("input[name=password]")
    field.fill(PASSWORD)
    page.get_by_role("button", name="Show the password").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide the password").click()
    expect(field).to_have_attribute("type", "password")


def test_account_pages_fit_a_narrow_phone_in_arabic(page: Page, local_site: LocalSite):
    page.set_viewport_size(NARROW)

    def look(*paths: str) -> None:
        for path in paths:
            page.goto(f"{local_site.url}/ar/{path}")
            assert page.evaluate("document.documentElement.dir") == "rtl", path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            # A refused form is longer and has words that no translator has shortened.
            button = page.locator("main form:has(.field) button[type=submit]")
            if button.count():
                with page.expect_navigation():
                    button.first.click()
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path

    look("accounts/signup/", "accounts/login/", "accounts/password/reset/", "teach/")
    sign_in(page, local_site, "learner", "/ar/teach/")
    look("accounts/email/", "accounts/password/change/", "accounts/profile/", "teach/")


def test_the_devices_time_zone_is_offered(chromium: Browser, local_site: LocalSite):
    context = chromium.new_context(locale="en-GB", timezone_id="Africa/Nairobi")
    page = context.new_page()
    sign_in(page, local_site, "reviewer", "/en/accounts/profile/")
    select = page.get_by_label("Time zone")
    select.select_option("Europe/Paris")
    page.get_by_role("button", name="Save profile").click()
    offer = page.locator("[data-device-zone]")
    expect(offer).to_contain_text("Nairobi")
    offer.get_by_role("button", name="Use it").click()
    expect(select).to_have_value("Africa/Nairobi")
    expect(select).to_be_focused()
    expect(offer).to_be_hidden()
    page.get_by_role("button", name="Save profile").click()
    expect(page.get_by_text("Your profile is saved.")).to_be_visible()
    expect(page.get_by_label("Time zone")).to_have_value("Africa/Nairobi")
    expect(offer).to_be_hidden()
    context.close()


def test_profile_works_without_script(chromium: Browser, local_site: LocalSite):
    context = chromium.new_context(locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    sign_in(page, local_site, "translator", "/en/accounts/profile/")
    expect(page.locator("[data-device-zone]")).to_be_hidden()
    page.get_by_label("Time zone").select_option("Asia/Kathmandu")
    page.get_by_label("Language", exact=True).select_option("fr")
    page.get_by_role("button", name="Save profile").click()
    expect(page).to_have_url(f"{local_site.url}/fr/accounts/profile/")
    expect(page.locator("select[name=time_zone]")).to_have_value("Asia/Kathmandu")
    context.close()
