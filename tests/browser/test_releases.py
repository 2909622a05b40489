"""A course is checked, reviewed and released as one, by hand alone."""

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.browser.people import enter, sign_in, visit
from tests.browser.releasing import (
    add_lesson,
    approve,
    approve_at,
    ask_to_submit,
    bell_says,
    change_state,
    comment_at,
    defects,
    keeping,
    lesson_titles,
    mail_to,
    open_desk,
    open_lesson,
    open_review,
    remove_lesson,
    seen_at,
    send_back,
    submit,
    to_desk,
    write_in,
)
from tests.browser.written import ALTERNATIVE, OUTCOME, Written, write_course
from tests.servers.local_site import LocalSite

WEIGHED = "Two parts in a hundred, weighed."
MENDED = "Two parts in a hundred, weighed on a scale."
NEW_WORDS = {
    "Flour": "Rye drinks more than wheat, and oats more than rye.",
    "Water": "Cold from the tap is warm enough, even in May.",
}
CLOSED, ENDED = "This course takes no new learners.", "This course has ended."
REASON = "Say what to weigh the salt with."


def is_told_what_is_missing(page: Page, site: LocalSite, course: int) -> None:
    """Submit in vain, follow each line to its field, and mend it there."""
    ask_to_submit(page, "The first half.")
    expect(page.get_by_role("heading", name="Mend these first")).to_be_focused()
    expect(defects(page)).to_have_count(2)
    page.get_by_role("link", name=re.compile("Describe the picture")).click()
    field = page.get_by_label("Alternative text")
    expect(field).to_be_focused()
    with keeping(page):
        field.fill(ALTERNATIVE)
    to_desk(page)
    ask_to_submit(page, "The first half.")
    expect(defects(page)).to_have_count(1)
    defects(page).click()
    outcomes = page.locator("[data-contentpath=outcomes]")
    with keeping(page):
        outcomes.locator("button.c-sf-add-button").first.click()
        outcomes.get_by_role("textbox").last.fill(OUTCOME)
    open_desk(page, site, course)


def reads_and_sends_back(page: Page, site: LocalSite, title: str) -> None:
    """As the reviewer: see all of it, comment at a block, and say why not."""
    open_review(page, site, title)
    expect(page.get_by_label("Note to the reviewer")).to_have_text("The first half.")
    change = page.locator("[id^=change-]", has_text=WEIGHED).last
    comment_at(page, change, "On what?")
    send_back(page, REASON)
    expect(page.get_by_role("link", name=title)).to_have_count(0)


def mends_what_was_asked(page: Page, site: LocalSite, written: Written) -> None:
    """As the instructor: be told, find the comment at its block, mend it, submit again."""
    mail_to(page, site, written.instructor, f"“{written.title}” came back from review")
    bell_says(page, site, written.title)
    open_desk(page, site, written.course)
    expect(page.get_by_text(REASON)).to_be_visible()
    open_lesson(page, "Salt")
    page.get_by_role("button", name="Toggle comments").click()
    expect(page.get_by_text("On what?")).to_be_visible()
    write_in(page, MENDED)
    to_desk(page)
    submit(page, "The first half, weighed.")


def is_locked(page: Page, site: LocalSite, course: int) -> None:
    """As the instructor: what is under review can be read and not written."""
    open_desk(page, site, course)
    page.get_by_role("link", name="Salt", exact=True).click()
    expect(page.get_by_role("button", name="Save draft")).to_have_count(0)


def finds_release_1(page: Page, site: LocalSite, title: str) -> None:
    """As a visitor: the course, and the free lesson."""
    visit(page, site, "/en/courses/")
    page.get_by_role("link", name=title).first.click()
    expect(page.locator("main").get_by_text(OUTCOME)).to_be_visible()
    page.locator("main").get_by_role("link", name="Flour").first.click()
    expect(page.get_by_text("Rye drinks more than wheat does.")).to_be_visible()
    expect(page.get_by_alt_text(ALTERNATIVE)).to_be_visible()


def test_a_course_is_mended_reviewed_and_goes_live(page: Page, another, local_site: LocalSite):
    written = write_course(local_site, is_ready=False)
    ida, rob, title = written.instructor, written.reviewer, written.title
    enter(page, local_site, ida, f"/admin/courses/{written.course}/")
    is_told_what_is_missing(page, local_site, written.course)
    submit(page, "The first half.")
    is_locked(page, local_site, written.course)
    review = another()
    enter(review, local_site, rob, "/en/notifications/")
    mail_to(review, local_site, rob, f"“{title}” waits for your review")
    bell_says(review, local_site, f"Ida Instructor submitted the course “{title}” for review.")
    reads_and_sends_back(review, local_site, title)
    mends_what_was_asked(page, local_site, written)
    open_review(review, local_site, title)
    approve(review)
    mail_to(page, local_site, ida, f"“{title}” is approved")
    finds_release_1(another(), local_site, title)


def addresses_of(page: Page, site: LocalSite, written: Written) -> list[str]:
    """As a visitor: catalogue, the course, and its lessons in their order."""
    visit(page, site, written.path)
    lessons = page.locator("a.step").evaluate_all("links => links.map(link => link.href)")
    return [f"{site.url}/en/courses/", page.url, *lessons]


def changes_everything(page: Page) -> None:
    """As the instructor, on the desk: edit two, move one, remove one, add one."""
    for title, words in NEW_WORDS.items():
        open_lesson(page, title)
        write_in(page, words)
        to_desk(page)
    page.get_by_role("button", name="Move “Salt” up").click()
    expect(page.locator(".desk-lesson .desk-name a").nth(1)).to_have_text("Salt")
    add_lesson(page, "After the night", "Resting", "Wait until it is cold.")
    remove_lesson(page, "Shaping")


def goes_live_at_a_time(page: Page, visitor: Page, addresses: list[str]) -> None:
    """As the reviewer, for soon; the visitor waits until one page is new, then all are."""
    soon = datetime.now(UTC) + timedelta(seconds=15)
    approve_at(page, soon.strftime("%Y-%m-%dT%H:%M:%S"))
    course = addresses[1]
    for _again in range(90):
        if "Resting" in visitor.request.get(course).text():
            break
        visitor.wait_for_timeout(500)
    assert datetime.now(UTC) >= soon.replace(microsecond=0)
    answers = dict(zip(addresses, seen_at(visitor, addresses), strict=True))
    visitor.goto(course)
    assert lesson_titles(visitor) == ["Flour", "Salt", "Water", "Baking", "Resting"]
    free, gone = addresses[2], addresses[5]
    assert NEW_WORDS["Flour"] in answers[free][1]
    assert answers[gone][0] == 404


def looks_back_and_returns(page: Page, site: LocalSite, course: int) -> None:
    """As an administrator: release 1 as it was, beside 2, and live again as 3."""
    open_desk(page, site, course)
    page.get_by_role("link", name="Releases", exact=True).click()
    page.get_by_role("link", name="Release 1").click()
    page.get_by_role("link", name="Water", exact=True).click()
    expect(page.get_by_text("Cold from the tap is warm enough.").last).to_be_visible()
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", name="From release 1 to release 2")).to_be_visible()
    for title in ("Flour", "Water", "Resting", "Shaping"):
        expect(page.locator("main").get_by_text(title, exact=True).first).to_be_visible()
    page.get_by_role("link", name="Release 1", exact=True).click()
    page.get_by_role("link", name="Roll back to this release").click()
    page.get_by_role("button", name="Roll back").click()
    expect(page.get_by_text("Readers see release 1 again, as release 3.")).to_be_visible()


def leaves_the_site_by_steps(page: Page, visitor: Page, addresses: list[str]) -> None:
    """As the instructor, on the desk: close, archive, open, take off; nothing stays behind."""
    catalogue, course, *lessons = addresses
    steps = (
        ("Close to new learners", "The course is closed to new learners.", True, CLOSED),
        ("Archive", "The course is archived.", False, ENDED),
        ("Open again", "The course is open.", True, ""),
    )
    for way, answer, is_listed, notice in steps:
        change_state(page, way, answer)
        assert (course.split("/en/")[1] in visitor.request.get(catalogue).text()) is is_listed
        text = visitor.request.get(course).text()
        assert [words for words in (CLOSED, ENDED) if words in text] == [notice] * bool(notice)
    change_state(page, "Take off the site", "The course is off the site.")
    answers = [visitor.request.get(address).status for address in (course, *lessons)]
    assert answers == [404] * 6
    assert course.split("/en/")[1] not in visitor.request.get(catalogue).text()


def test_release_2_goes_live_as_one_and_release_1_comes_back(
    page: Page, another, local_site: LocalSite
):
    written = write_course(local_site, is_live=True)
    visitor, review, admin = another(), another(), another()
    addresses = addresses_of(visitor, local_site, written)
    before = seen_at(visitor, addresses)
    assert [status for status, _text in before] == [200, 200, 200, 403, 403, 403, 403]
    desk = f"/admin/courses/{written.course}/"
    enter(page, local_site, written.instructor, desk)
    changes_everything(page)
    assert seen_at(visitor, addresses) == before
    submit(page, "Salt first.")
    enter(review, local_site, written.reviewer, "/en/notifications/")
    open_review(review, local_site, written.title)
    assert seen_at(visitor, addresses) == before
    goes_live_at_a_time(review, visitor, addresses)
    sign_in(admin, local_site, *local_site.accounts()["administrator"])
    looks_back_and_returns(admin, local_site, written.course)
    assert seen_at(visitor, addresses) == before
    visit(page, local_site, desk)
    expect(page.get_by_text("changes not live yet")).to_be_visible()
    leaves_the_site_by_steps(page, visitor, addresses)
