"""Autosave keeps what is typed at once after opening, and while an earlier save is on its way."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.lesson_editor import wait_until_kept
from tests.browser.people import enter, instructors
from tests.browser.test_writes import create
from tests.servers.local_site import LocalSite


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
    while not held:
        page.wait_for_timeout(50)
    page.locator("#id_summary").press_sequentially(" last")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        held[0].continue_()
    wait_until_kept(page)
    page.goto(local_site.url + lesson)
    expect(page.locator("#id_summary")).to_have_value("At once, and last")
