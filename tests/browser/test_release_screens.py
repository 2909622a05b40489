"""Every screen of releases: clean for axe, no wider than a phone, and worked by keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import axe_violations
from tests.browser.people import PASSWORD, enter, sign_in
from tests.browser.written import Scene, speak, write_course, write_scene
from tests.servers.local_site import LocalSite

OF_INSTRUCTORS = (
    "/admin/courses/{unready}/submit/",
    "/admin/courses/{changed}/",
    "/admin/courses/{changed}/submit/",
    "/admin/courses/{changed}/pages/{salt}/correct/",
    "/admin/courses/{waiting}/submit/",
    "/admin/courses/{waiting}/withdraw/",
    "/admin/courses/{changed}/releases/",
    "/admin/courses/{changed}/releases/1/",
    "/admin/courses/{changed}/releases/2/compare/?with=1",
    "/admin/courses/{changed}/releases/1/roll-back/",
    "/admin/courses/{changed}/state/",
    "/admin/courses/{changed}/state/?to=draft",
    "/admin/courses/{changed}/walk/",
    "/admin/courses/{changed}/walk/?open=1&persona=guest",
    "/admin/courses/{changed}/walk/?open=1&page={lesson}",
)
OF_REVIEWERS = (
    "/admin/courses/reviews/",
    "/admin/courses/{waiting}/reviews/{release}/",
)
OF_ANYBODY = ("{link}", "{ended}", "/walk/nonsense/1/")
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
# The frame around it is Wagtail's: it has its own findings, and its own tests.
OURS = ".desk"
# Colours that are still on their way to those of the other scheme would be measured half-way.
AT_REST = """() => document.getAnimations().forEach((one) => {
    if (one.effect.getComputedTiming().endTime !== Infinity) one.finish();
})"""


@pytest.fixture(scope="module")
def courses(local_site: LocalSite) -> Scene:
    return write_scene(local_site.folder / "var")


@pytest.fixture
def scene(request, courses: Scene, local_site: LocalSite) -> Iterator[Scene]:
    """The courses, with people who read the editor in the language; afterwards in English."""
    speak(local_site.folder / "var", courses, request.param)
    yield courses
    speak(local_site.folder / "var", courses, "en")


@pytest.fixture
def pages(chromium: Browser, local_site: LocalSite, scene: Scene):
    """The paths to look at, with a page of somebody who may see them."""
    groups = []
    for person, paths in (
        (scene.instructor, OF_INSTRUCTORS),
        (scene.reviewer, OF_REVIEWERS),
        (None, OF_ANYBODY),
    ):
        page = chromium.new_context(locale="en-GB").new_page()
        page.set_default_timeout(30_000)
        if person is not None:
            sign_in(page, local_site, person.address, PASSWORD)
            page.wait_for_url(f"{local_site.url}/*/")
        groups.append((page, [path.format(**scene.places) for path in paths]))
    yield groups
    for page, _paths in groups:
        page.context.close()


def look(page: Page, path: str, found: dict[str, list[str]]) -> None:
    """Write down what axe finds in the page that is open, and whether it is too wide."""
    is_ours = page.locator(OURS).count() == 1
    found.setdefault(path, []).extend(axe_violations(page, OURS if is_ours else ""))
    if sideways := page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    ):
        found[path].append(f"wider than the window by {sideways} px")


@pytest.mark.parametrize(
    ("scene", "looks"),
    [("en", [(DESKTOP, "light"), (PHONE, "dark")]), ("ar", [(PHONE, "light")])],
    indirect=["scene"],
    ids=["desktop-light-and-phone-dark", "arabic-phone-light"],
)
def test_every_screen_is_clean_and_fits(pages, local_site, looks):
    found: dict[str, list[str]] = {}
    for page, paths in pages:
        for path in paths:
            page.goto(local_site.url + path)
            for size, scheme in looks:
                page.set_viewport_size(size)
                page.emulate_media(color_scheme=scheme)
                page.evaluate(AT_REST)
                look(page, path, found)
    assert {path: words for path, words in found.items() if words} == {}
    assert len(found) == len(OF_INSTRUCTORS) + len(OF_REVIEWERS) + len(OF_ANYBODY)


def tab_to(page: Page, name: str) -> None:
    """Press the tabulator until what is called so has the focus."""
    named = "name => document.activeElement.matches('a, button, input, textarea, summary') && "
    named += "(document.activeElement.labels?.[0] ?? document.activeElement).innerText"
    named += ".trim().startsWith(name)"
    for _again in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(named, name):
            return
    raise AssertionError(f"The keyboard does not come to {name}")


def test_a_course_is_submitted_and_approved_by_keyboard(page, another, local_site):
    written = write_course(local_site)
    enter(page, local_site, written.instructor, f"/admin/courses/{written.course}/")
    tab_to(page, "Submit the course")
    page.keyboard.press("Enter")
    page.wait_for_url("**/submit/")
    tab_to(page, "Note to the reviewer")
    page.keyboard.type("By hand.")
    tab_to(page, "Submit the course")
    page.keyboard.press("Enter")
    expect(page.get_by_text("The course is submitted.")).to_be_visible()
    review = another()
    enter(review, local_site, written.reviewer, "/admin/courses/reviews/")
    tab_to(review, written.title)
    review.keyboard.press("Enter")
    review.wait_for_url("**/reviews/*/")
    tab_to(review, "To the decision")
    review.keyboard.press("Enter")
    tab_to(review, "Approve")
    review.keyboard.press("Enter")
    expect(review.get_by_role("heading", name="Waiting for review")).to_be_visible()
    assert review.request.get(local_site.url + written.path).status == 200


def test_a_changed_question_is_asked_about_and_answered_by_keyboard(page, courses, local_site):
    places = courses.places
    enter(page, local_site, courses.instructor, f"/admin/courses/{places['asking']}/")
    page.locator(f"#more-{places['weighed']}").press("Enter")
    page.get_by_role("button", name="Publish correction").press("Enter")
    # The desk's script is told that something is asked first.
    page.wait_for_url("**/correct/")
    publish = page.get_by_role("button", name="Publish correction")
    publish.press("Enter")
    expect(page.get_by_text("Say whether learners should look again.")).to_be_visible()
    expect(page.get_by_role("heading", name="Should learners look again?")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("It asks something else now")).to_be_checked()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Only the wording changed")).to_be_checked()
    publish.press("Enter")
    expect(page.get_by_text("The correction is live, as release 3.")).to_be_visible()
