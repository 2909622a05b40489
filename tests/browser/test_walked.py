"""A draft is walked by its author as others will see it, and by a colleague with a link alone."""

from contextlib import contextmanager

from playwright.sync_api import Page, expect

from tests.browser.axe import assert_axe_clean
from tests.browser.people import enter, visit
from tests.browser.releasing import open_lesson, to_desk, write_in
from tests.browser.written import ALTERNATIVE, write_course
from tests.servers.local_site import LocalSite

LOCKED = "Cold from the tap is warm enough."
NEW = "Cold from the tap is warm enough, even in May."
PHONE = {"width": 390, "height": 844}


@contextmanager
def new_tab(page: Page):
    """Give the page of the tab that opens."""
    found = []
    with page.context.expect_page() as opened:
        yield found
    found.append(opened.value)


def follow_on(walk: Page, title: str) -> None:
    walk.locator("a.step", has_text=title).first.click()
    expect(walk.get_by_role("heading", name=title, level=1)).to_be_visible()


def walk_as(walk: Page, label: str) -> None:
    """Choose another persona in the banner."""
    banner = walk.get_by_role("complementary", name="Walking a draft")
    banner.get_by_text("Walk it otherwise").click()
    banner.get_by_label("Shown as").select_option(label=label)
    banner.get_by_role("button", name="Show").click()
    expect(walk.get_by_text("This walk ends on")).to_be_visible()


def walks_as_three(page: Page) -> None:
    """From the row of a lesson on the desk: what a learner, a guest and a buyer see."""
    page.locator("summary", has_text="More for “Water”").click()
    with new_tab(page) as opened:
        page.locator("details[open] .desk-menu").get_by_role("link", name="Walk the draft").click()
    (walk,) = opened
    expect(walk.get_by_text("You are walking the draft as a learner on")).to_be_visible()
    expect(walk.get_by_text(NEW)).to_be_visible()
    walk_as(walk, "A guest")
    expect(walk.get_by_text("You are walking the draft as a guest on")).to_be_visible()
    expect(walk.get_by_text(NEW)).to_have_count(0)
    follow_on(walk, "Flour")
    expect(walk.get_by_text("Rye drinks more than wheat does.")).to_be_visible()
    walk_as(walk, "Somebody who has just bought it")
    follow_on(walk, "Water")
    expect(walk.get_by_text("You are walking the draft as a buyer on")).to_be_visible()
    expect(walk.get_by_text(NEW)).to_be_visible()
    walk.close()


def makes_a_link(page: Page) -> str:
    """From the desk: a link that shows what a learner sees; return its address."""
    page.get_by_role("link", name="Walk the draft").first.click()
    part = page.get_by_role("region", name="Send a link to a colleague")
    part.get_by_label("Shown as").select_option(label="A learner")
    part.get_by_label("After 1 day").check()
    part.get_by_role("button", name="Make the link").click()
    expect(page.get_by_text("The link is made.")).to_be_visible()
    return page.get_by_label("Address of the link").input_value()


def walks_every_page(page: Page, address: str) -> None:
    """As the colleague, on a phone, without an account: each page, with what it shows."""
    page.goto(address)
    steps = page.locator("a.step").evaluate_all("links => links.map(link => link.href)")
    assert len(steps) == 5
    for step in [address, *steps]:
        answer = page.goto(step)
        assert answer is not None
        kept = sorted(answer.headers["cache-control"].split(", "))
        assert (answer.status, kept) == (200, ["no-store", "private"])
        expect(page.get_by_text("You are walking the draft as a learner on")).to_be_visible()
        assert "/walk/" in page.url
        assert sideways(page) == 0
        assert_axe_clean(page)
    page.goto(steps[1])
    expect(page.get_by_text(NEW)).to_be_visible()
    expect(page.get_by_role("link", name="Sign in").first).to_be_attached()


def opens_the_files(page: Page, address: str) -> None:
    """As the colleague: the picture is there, and the document comes."""
    page.goto(address)
    page.locator("a.step", has_text="Flour").first.click()
    image = page.get_by_alt_text(ALTERNATIVE)
    image.scroll_into_view_if_needed()
    expect(image).to_be_visible()
    page.wait_for_function(
        "words => document.querySelector(`img[alt='${words}']`).naturalWidth > 0",
        arg=ALTERNATIVE,
    )
    links = page.locator("main a[href*='.pdf'], main a[download]")
    answer = page.request.get(links.first.evaluate("link => link.href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")


def sideways(page: Page) -> int:
    """Return by how many pixels the page is wider than the window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


def test_a_colleague_walks_the_draft_until_the_link_ends(
    page: Page, another, local_site: LocalSite
):
    written = write_course(local_site, is_live=True)
    enter(page, local_site, written.instructor, f"/admin/courses/{written.course}/")
    open_lesson(page, "Water")
    write_in(page, NEW)
    to_desk(page)
    walks_as_three(page)
    address = makes_a_link(page)
    colleague = another(viewport=PHONE)
    walks_every_page(colleague, address)
    opens_the_files(colleague, address)
    # Outside of the walk the site is as it was.
    visit(colleague, local_site, written.path)
    expect(colleague.get_by_text("Walking a draft")).to_have_count(0)
    page.get_by_role("button", name="End now").click()
    expect(page.get_by_text("The link has ended.")).to_be_visible()
    answer = colleague.goto(address)
    assert answer is not None and answer.status == 410
    expect(colleague.get_by_role("heading", name="This link has ended")).to_be_visible()
    assert NEW not in colleague.content()
    assert (sideways(colleague), LOCKED in colleague.content()) == (0, False)
    assert_axe_clean(colleague)
