"""The shared parts as people use them: keyboard, pointer, without script, and on paper."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.servers.local_site import LocalSite

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """A page in a browser that runs no script."""
    context = chromium.new_context(locale="en-GB", java_script_enabled=False, viewport=PHONE)
    yield context.new_page()
    context.close()


def sign_in(page: Page, site: LocalSite, role: str) -> None:
    email, password = site.accounts()[role]
    page.goto(f"{site.url}/en/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"{site.url}/en/")


def test_a_menu_by_keyboard_opens_closes_and_keeps_nobody(page: Page, local_site: LocalSite):
    page.goto(f"{local_site.url}/en/")
    summary = page.locator("header details.menu summary", has_text="English")
    menu = page.locator("header details.menu", has_text="English")
    summary.focus()
    page.keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    page.keyboard.press("Tab")
    expect(menu.get_by_role("link", name="English")).to_be_focused()
    expect(menu.get_by_role("link", name="English")).to_have_attribute("aria-current", "true")
    page.keyboard.press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(summary).to_be_focused()
    # Past its last entry one is out of it, and it is closed.
    page.keyboard.press("Enter")
    for _ in range(menu.get_by_role("link").count() + 1):
        page.keyboard.press("Tab")
    expect(menu).not_to_have_attribute("open", "")
    expect(page.locator("header").get_by_role("link", name="Sign in")).to_be_focused()


def test_the_phones_menu_names_the_page_one_is_on(page: Page, local_site: LocalSite):
    page.set_viewport_size(PHONE)
    page.goto(f"{local_site.url}/en/courses/")
    menu = page.get_by_role("navigation", name="Main")
    menu.locator("summary").click()
    here = menu.get_by_role("link", name="Courses")
    expect(here).to_have_attribute("aria-current", "page")
    page.locator("h1").click()
    expect(here).to_be_hidden()


def test_without_script_everything_can_be_reached(plain: Page, local_site: LocalSite):
    plain.goto(f"{local_site.url}/en/dev/components/")
    plain.locator("header details.menu summary", has_text="English").click()
    expect(plain.locator("header").get_by_role("link", name="Français")).to_be_visible()
    menu = plain.get_by_role("navigation", name="Main")
    menu.locator("summary").click()
    expect(menu.get_by_role("link", name="Courses")).to_be_visible()
    # What only a script can do is not offered.
    expect(plain.locator("[data-themes]")).to_be_hidden()
    expect(plain.locator("[data-reveal]").first).to_be_hidden()
    # The question is asked on a page of its own.
    plain.locator("main").get_by_role("link", name="Sign out").click()
    expect(plain).not_to_have_url(f"{local_site.url}/en/dev/components/")


def test_without_script_good_news_stands_on_the_page(plain: Page, local_site: LocalSite):
    sign_in(plain, local_site, "learner")
    plain.goto(f"{local_site.url}/en/accounts/logout/")
    plain.locator("main").get_by_role("button", name="Sign out").click()
    expect(plain.locator(".messages > .note.success")).to_be_visible()


def test_a_toast_passes_by_but_waits_for_the_pointer(page: Page, local_site: LocalSite):
    # The page's time stands still but for what is asked for: a slow machine changes nothing.
    page.clock.install(time=datetime(2026, 1, 1, 8, tzinfo=UTC))
    page.goto(f"{local_site.url}/en/dev/components/")
    page.clock.pause_at(datetime(2026, 1, 1, 9, tzinfo=UTC))
    region = page.locator(".toasts")
    expect(region).to_have_attribute("role", "status")
    button = page.locator("[data-show-toast]")
    button.click()
    expect(region.locator(".toast")).to_have_count(1)
    page.clock.run_for(5_900)
    expect(region.locator(".toast")).to_have_count(1)
    page.clock.run_for(200)
    expect(region.locator(".toast")).to_have_count(0)
    button.click()
    region.locator(".toast").hover()
    page.clock.run_for(60_000)
    expect(region.locator(".toast")).to_have_count(1)
    page.mouse.move(5, 5)
    page.clock.run_for(6_100)
    expect(region.locator(".toast")).to_have_count(0)
    # At the bottom, at the start: left in English, right in Arabic.
    for language, is_left in (("en", True), ("ar", False)):
        page.goto(f"{local_site.url}/{language}/dev/components/")
        page.locator("[data-show-toast]").click()
        box = page.locator(".toasts .toast").bounding_box()
        assert box is not None
        assert (box["x"] < 640) is is_left
        assert box["y"] > 700


def test_good_news_of_the_site_comes_as_a_toast(page: Page, local_site: LocalSite):
    sign_in(page, local_site, "learner")
    page.locator("header summary.who").click()
    page.locator("header").get_by_role("button", name="Sign out").click()
    expect(page.locator(".toasts .toast")).to_be_visible()
    expect(page.locator(".messages")).to_have_count(0)


def test_a_dialogue_asks_with_the_focus_on_the_harmless_answer(page: Page, local_site: LocalSite):
    page.goto(f"{local_site.url}/en/dev/components/")
    opener = page.locator("main").get_by_role("link", name="Sign out")
    dialog = page.get_by_role("dialog", name="Do you want to sign out?")
    opener.focus()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page).to_have_url(f"{local_site.url}/en/dev/components/")


def test_the_scheme_is_kept_in_this_browser_alone(page: Page, local_site: LocalSite):
    page.emulate_media(color_scheme="light")
    page.goto(f"{local_site.url}/en/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_role("radio", name="Dark").check(force=True)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    dark = page.evaluate(ground)
    assert dark != light
    # On the next page it is there before anything is drawn: nothing flashes.
    page.route("**/site.js", lambda route: route.abort())
    page.goto(f"{local_site.url}/fr/", wait_until="commit")
    page.wait_for_selector("body")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    body = page.locator("body")
    expect(body).to_have_css("background-color", dark)
    page.emulate_media(color_scheme="dark")
    page.locator("[data-themes] input[value=light]").check(force=True)
    expect(body).to_have_css("background-color", light)
    page.locator("[data-themes] input[value=system]").check(force=True)
    expect(page.locator("html")).not_to_have_attribute("data-theme", "light")
    expect(body).to_have_css("background-color", dark)
    assert page.evaluate("localStorage.length") == 0
    assert page.context.cookies() == []


def test_a_form_is_sent_once_however_often_one_presses(page: Page, local_site: LocalSite):
    page.goto(f"{local_site.url}/en/accounts/login/")
    # The window hears of it after the script has had its say; nothing really goes out.
    page.evaluate(
        """() => {
            window.sent = 0;
            window.addEventListener("submit", (event) => {
                if (!event.defaultPrevented) window.sent += 1;
                event.preventDefault();
            });
        }"""
    )
    button = page.locator("main form button[type=submit]")
    button.click()
    expect(button).to_have_attribute("aria-busy", "true")
    button.click()
    page.locator("input[name=password]").press("Enter")
    assert page.evaluate("window.sent") == 1


def test_a_password_can_be_looked_at_and_is_sent_as_one(page: Page, local_site: LocalSite):
    page.goto(f"{local_site.url}/en/accounts/login/")
    field = page.locator("input[name=password]")
    field.fill("a quiet river in May")
    page.get_by_role("button", name="Show the password").click()
    expect(field).to_have_attribute("type", "text")
    page.get_by_role("button", name="Hide the password").click()
    expect(field).to_have_attribute("type", "password")
    page.get_by_role("button", name="Show the password").click()
    page.evaluate("addEventListener('submit', e => e.preventDefault())")
    page.locator("main form button[type=submit]").click()
    expect(field).to_have_attribute("type", "password")


def test_a_drawer_folds_on_a_phone_and_stands_open_on_a_desk(page: Page, local_site: LocalSite):
    page.goto(f"{local_site.url}/en/dev/components/")
    inside = page.locator(".drawer input").first
    expect(inside).to_be_visible()
    expect(page.locator(".drawer summary")).to_be_hidden()
    page.set_viewport_size(PHONE)
    expect(inside).to_be_hidden()
    page.locator(".drawer summary").click()
    expect(inside).to_be_visible()


def test_what_the_readers_system_asks_is_done(page: Page, local_site: LocalSite):
    page.goto(f"{local_site.url}/en/dev/components/")
    seconds = "getComputedStyle(document.querySelector('.btn')).transitionDuration"
    assert page.evaluate(seconds).startswith("0.12s")
    page.emulate_media(reduced_motion="reduce")
    assert set(page.evaluate(seconds).split(", ")) == {"0s"}
    page.emulate_media(forced_colors="active")
    button = page.locator("main .btn").first
    assert button.evaluate("e => getComputedStyle(e).borderTopStyle") == "solid"
    page.emulate_media(forced_colors="none", media="print")
    for furniture in (".site-head", ".site-foot", "main .btn", ".tabs", ".pages", ".toasts"):
        expect(page.locator(furniture).first).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
