"""A visitor finds a course, reads what is free, and learns why the rest is locked."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import assert_axe_clean
from tests.servers.local_site import LocalSite

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
COURSE = "Reading a River"


def no_wider_than_the_window(page: Page) -> None:
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0, page.url


def test_a_visitor_reads_a_free_lesson_and_is_told_why_another_is_locked(
    page: Page, local_site: LocalSite
):
    page.goto(f"{local_site.url}/en/courses/")
    page.get_by_role("link", name=COURSE, exact=True).click()
    page.get_by_role("link", name="Read the free lessons").click()
    expect(page.locator(".step[aria-current=page]")).to_be_visible()
    page.locator(".turns [rel=next]").click()
    locked = page.locator(".outline summary").nth(1)
    locked.click()
    with page.expect_response(lambda answer: answer.request.is_navigation_request()) as found:
        page.locator(".step.shut").first.click()
    assert found.value.status == 403
    expect(page.get_by_role("heading", name="This lesson is locked")).to_be_visible()
    page.locator("main").get_by_role("link", name="Read a free lesson").click()
    expect(page.locator("main article")).not_to_contain_text("This lesson is locked")


def test_the_outline_is_reached_and_opened_by_keyboard_on_a_phone(
    page: Page, local_site: LocalSite
):
    page.set_viewport_size(PHONE)
    page.goto(f"{local_site.url}/en/courses/")
    page.get_by_role("link", name=COURSE, exact=True).click()
    # A key that is pressed on the page before would be lost.
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("link", name="Read the free lessons").click()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the course outline")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_contain_text("Lesson 1 of")
    expect(page.locator(".step").first).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator(".step[aria-current=page]")).to_be_visible()


def test_the_address_of_a_chapter_opens_it(page: Page, local_site: LocalSite):
    page.goto(f"{local_site.url}/en/courses/")
    page.get_by_role("link", name=COURSE, exact=True).click()
    chapters = page.locator("#outline details")
    last = chapters.last
    place = last.locator("> div").get_attribute("id")
    if last.evaluate("fold => fold.open"):
        last.locator("summary").click()
    page.evaluate(f"location.hash = '{place}'")
    expect(last.locator(".step").first).to_be_visible()


@pytest.mark.parametrize(
    ("direction", "size", "scheme"),
    [
        ("ltr", DESKTOP, "light"),
        ("ltr", PHONE, "dark"),
        ("rtl", PHONE, "light"),
        ("rtl", DESKTOP, "dark"),
    ],
    ids=["desktop-light", "phone-dark", "rtl-phone-light", "rtl-desktop-dark"],
)
def test_every_page_of_a_course_is_clean(page, local_site, direction, size, scheme):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{local_site.url}/en/courses/")
    page.get_by_role("link", name=COURSE, exact=True).click()
    page.locator("#teachers").wait_for()
    # The catalogue, the course, its instructor, a free lesson and a locked one.
    addresses = [f"{local_site.url}/en/courses/", page.url]
    for part in ("#teachers h3 a", ".buy .btn", ".step.shut"):
        addresses.append(page.locator(part).first.evaluate("link => link.href"))
    for address in addresses:
        page.goto(address)
        # The course to look at is in English only: what matters here is where things stand.
        page.evaluate("direction => document.documentElement.dir = direction", direction)
        assert_axe_clean(page)
        no_wider_than_the_window(page)
