"""Autosave keeps what is typed at once after opening, and while an earlier save is on its way."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.lesson_editor import wait_until_kept
from tests.browser.people import enter, instructors
from tests.browser.test_writes import create
from tests.servers.local_site import LocalSite


def wait_for_any(page: Page, held: list[Route]) -> None:
    """Wait until something is held back."""
    for _attempt in range(600):
        if held:
            return
        page.wait_for_timeout(50)
    raise AssertionError("Nothing was sent.")


def test_nothing_typed_is_overlooked(page: Page, local_site: LocalSite):
    (person,) = instructors(local_site, "Kim Keeper")
    enter(page, local_site, person, "/admin/courses/")
    create(page, "Kept")
    lesson = page.locator(".desk-lesson .desk-name a").first.get_attribute("href") or ""
    edited = page.locator("[data-edit-form]")

    # Within the two seconds in which Wagtail takes the form for untouched, and then no more.
    page.goto(local_site.url + lesson)
    page.locator("#id_summary").press_sequentially("At once")
    expect(edited).to_have_attribute(
        "data-w-autosave-revision-id-value", re.compile(r"^[1-9]\d*$"), timeout=20_000
    )
    page.goto(local_site.url + lesson)
    expect(page.locator("#id_summary")).to_have_value("At once")

    # While a save is on its way: it is held back until the last letter stands there.
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.wait_for_timeout(2_500)
    page.route("**/edit/", hold, times=1)
    page.locator("#id_summary").press("End")
    page.locator("#id_summary").press_sequentially(", and")
    wait_for_any(page, held)
    page.locator("#id_summary").press_sequentially(" last")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        held[0].continue_()
    wait_until_kept(page)
    page.goto(local_site.url + lesson)
    expect(page.locator("#id_summary")).to_have_value("At once, and last")


def test_a_page_that_is_saved_while_it_is_made_is_made_once(page: Page, local_site: LocalSite):
    (person,) = instructors(local_site, "Mo Maker")
    enter(page, local_site, person, "/admin/courses/")
    create(page, "Made once")
    chapter = page.locator(".desk-chapter .desk-name a").first.get_attribute("href") or ""
    (key,) = re.findall(r"/pages/(\d+)/edit/", chapter)
    page.goto(f"{local_site.url}/admin/pages/add/courses_pages/lessonpage/{key}/")

    # The first autosave makes the page: it is held back until somebody saves by hand.
    sent: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route)
        if len(sent) != 1:
            route.continue_()

    page.route("**/pages/add/**", hold)
    page.locator("#id_title").press_sequentially("Only me")
    wait_for_any(page, sent)
    page.locator("#id_summary").press_sequentially("Newest")
    page.keyboard.press("Control+s")
    # Long enough for a form to be sent, which it must not be.
    page.wait_for_timeout(500)
    assert len(sent) == 1
    with page.expect_navigation(wait_until="load"):
        sent[0].continue_()
    expect(page.get_by_text("has been").first).to_be_visible()
    assert re.search(r"/pages/\d+/edit/", page.url)
    expect(page.locator("#id_summary")).to_have_value("Newest")
    page.goto(local_site.url + chapter.replace("/edit/", "/"))
    expect(page.locator("main").get_by_role("link", name="Only me", exact=True)).to_have_count(1)
