"""`make shots`: named screenshots of every kind of page, in both widths and schemes.

They go to var/shots (ignored), for a person to look at. With FLEDGE_SHOTS_URL and
FLEDGE_SHOTS_ACCOUNTS (the accounts.json of that site) a running site is used, else one is started.
`ARGS="review walk"` takes only those whose names begin so.
"""

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from cms.core.process.binaries import find_binary
from tests.browser.people import PASSWORD
from tests.browser.written import write_scene
from tests.servers.guarded import REPOSITORY
from tests.servers.local_site import LocalSite

FOLDER = REPOSITORY / "var" / "shots"
WIDTHS = {"wide": (1440, 900), "phone": (390, 844)}
SCHEMES = ("light", "dark")
TALL = 2000


@dataclass(frozen=True)
class Shot:
    """One page: where it is, who looks, and what to do before the picture."""

    name: str
    path: str
    role: str = ""
    act: Callable[[Page], None] | None = None
    both_schemes: bool = True


def press_submit(page: Page) -> None:
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state()


def open_language_menu(page: Page) -> None:
    page.locator("header details.menu summary").first.click()


def open_account_menu(page: Page) -> None:
    page.locator("header summary.who").click()


def show_what_moves(page: Page) -> None:
    """A toast, and a question over the page."""
    page.locator("[data-show-toast]").click()
    page.locator("[data-dialog]").click()


def ask_for_a_password(page: Page) -> None:
    page.locator("input[name=email]").fill("somebody@example.org")
    press_submit(page)


def open_newest_mail(page: Page) -> None:
    page.locator("main li a").first.click()
    page.wait_for_load_state()


def turn_around(page: Page) -> None:
    """The same words from right to left: the course to look at is in English only."""
    page.evaluate("document.documentElement.dir = 'rtl'")


def open_the_instructor(page: Page) -> None:
    page.locator("#teachers h3 a").first.click()
    page.wait_for_load_state()


def open_a_free_lesson(page: Page) -> None:
    page.locator(".buy .btn").first.click()
    page.wait_for_load_state()


def press_the_first_button(page: Page) -> None:
    """Send the form of a course's screen as it is."""
    page.locator(".desk form button[type=submit]").first.click()
    page.wait_for_load_state()


def open_all_folds(page: Page) -> None:
    """What is read only by whoever asks for it."""
    page.locator(".desk details").evaluate_all("folds => folds.forEach(fold => fold.open = true)")


def open_a_locked_lesson(page: Page) -> None:
    page.locator(".step.shut").first.click()
    page.wait_for_load_state()


RIVER = "/en/courses/reading-a-river/"
SHOTS = (
    Shot("home", "/en/"),
    Shot("home-ar", "/ar/"),
    Shot("home-menu", "/en/", act=open_language_menu),
    Shot("catalogue", "/en/courses/"),
    Shot("course", RIVER),
    Shot("course-rtl", RIVER, act=turn_around, both_schemes=False),
    Shot("course-member", RIVER, role="instructor", both_schemes=False),
    Shot("instructor", RIVER, act=open_the_instructor, both_schemes=False),
    Shot("lesson", RIVER, act=open_a_free_lesson),
    Shot("lesson-locked", RIVER, act=open_a_locked_lesson),
    Shot("catalogue-empty", "/fr/cours/"),
    Shot("catalogue-empty-ar", "/ar/الدورات/"),
    Shot("not-found", "/en/nowhere/"),
    Shot("sign-in", "/en/accounts/login/"),
    Shot("sign-in-ar", "/ar/accounts/login/"),
    Shot("sign-in-mistakes", "/fr/accounts/login/", act=press_submit),
    Shot("sign-up", "/en/accounts/signup/"),
    Shot("sign-up-mistakes", "/en/accounts/signup/", act=press_submit),
    Shot("password-reset", "/en/accounts/password/reset/"),
    Shot("password-reset-sent", "/fr/accounts/password/reset/", act=ask_for_a_password),
    Shot("verification-sent", "/en/accounts/confirm-email/"),
    Shot("bad-link", "/en/accounts/password/reset/key/1-nonsense/"),
    Shot("change-password", "/en/accounts/password/change/", role="learner"),
    Shot("email", "/en/accounts/email/", role="learner"),
    Shot("sign-out", "/en/accounts/logout/", role="learner"),
    Shot("editor-refused", "/admin/", role="learner"),
    Shot("profile", "/en/accounts/profile/", role="learner"),
    Shot("profile-ar", "/ar/accounts/profile/", role="learner"),
    Shot("account-menu", "/en/", role="learner", act=open_account_menu),
    Shot("teach", "/en/teach/"),
    Shot("teach-asked", "/fr/teach/", role="learner"),
    Shot("notifications", "/en/notifications/", role="learner"),
    Shot("notification-choices", "/ar/notifications/preferences/", role="learner"),
    Shot("components", "/en/dev/components/"),
    Shot("components-ar", "/ar/dev/components/"),
    Shot("components-busy", "/en/dev/components/", act=show_what_moves),
    Shot("problem-403", "/en/dev/problems/403/"),
    Shot("problem-410", "/fr/dev/problems/410/"),
    Shot("problem-413", "/sw/dev/problems/413/"),
    Shot("problem-429", "/en/dev/problems/429/"),
    Shot("problem-csrf", "/fr/dev/problems/csrf/"),
    Shot("problem-500-ar", "/ar/dev/problems/500/"),
    Shot("closed", "/en/dev/problems/maintenance/"),
    Shot("outbox", "/dev/outbox/"),
    Shot("outbox-mail", "/dev/outbox/", act=open_newest_mail),
    Shot("admin-home", "/admin/", role="administrator"),
    Shot("admin-pages", "/admin/pages/", role="administrator", both_schemes=False),
    Shot("admin-settings", "/admin/settings/cms_core/sitesettings/", role="administrator"),
    Shot("admin-users", "/admin/users/", role="administrator", both_schemes=False),
    Shot("admin-deliveries", "/admin/deliveries/", role="administrator", both_schemes=False),
)

# Of the courses that are made for it: {name} is what `tests.browser.scene_course` calls it.
OF_RELEASES = (
    Shot("desk-changed", "/admin/courses/{changed}/", role="author"),
    Shot("desk-waiting", "/admin/courses/{waiting}/", role="author", both_schemes=False),
    Shot("submit-changes", "/admin/courses/{changed}/submit/", role="author"),
    Shot(
        "submit-defects",
        "/admin/courses/{unready}/submit/",
        role="author",
        act=press_the_first_button,
    ),
    Shot("submit-open", "/admin/courses/{changed}/submit/", role="author", act=open_all_folds),
    Shot("submit-unanswered", "/admin/courses/{changed}/submit/", role="author", act=press_submit),
    Shot("correct", "/admin/courses/{changed}/pages/{salt}/correct/", role="author"),
    Shot("reviews", "/admin/courses/reviews/", role="judge"),
    Shot("review", "/admin/courses/{waiting}/reviews/{release}/", role="judge"),
    Shot("releases", "/admin/courses/{changed}/releases/", role="author"),
    Shot("release", "/admin/courses/{changed}/releases/2/", role="author"),
    Shot("release-compare", "/admin/courses/{changed}/releases/2/compare/?with=1", role="author"),
    Shot("roll-back", "/admin/courses/{changed}/releases/1/roll-back/", role="author"),
    Shot("state", "/admin/courses/{changed}/state/", role="author"),
    Shot("state-off", "/admin/courses/{changed}/state/?to=draft", role="author"),
    Shot("walk-choose", "/admin/courses/{changed}/walk/", role="author"),
    Shot("walk-learner", "/admin/courses/{changed}/walk/?open=1&page={lesson}", role="author"),
    Shot(
        "walk-guest",
        "/admin/courses/{changed}/walk/?open=1&page={lesson}&persona=guest",
        role="author",
    ),
    Shot("walk-buyer", "/admin/courses/{changed}/walk/?open=1&persona=buyer", role="author"),
    Shot("walk-link", "{link}"),
    Shot("walk-ended", "{ended}"),
)
IN_ARABIC = (
    "submit-changes",
    "submit-unanswered",
    "submit-defects",
    "review",
    "releases",
    "state",
    "walk-choose",
)


@contextmanager
def running_site() -> Iterator[tuple[str, Path, dict[str, tuple[str, str]]]]:
    """Give the address of a site, its folder and its accounts, starting one when none is named."""
    url = os.environ.get("FLEDGE_SHOTS_URL")
    if url:
        accounts = Path(os.environ["FLEDGE_SHOTS_ACCOUNTS"])
        rows = json.loads(accounts.read_text())
        yield url, accounts.parent, {row["role"]: (row["email"], row["password"]) for row in rows}
        return
    with tempfile.TemporaryDirectory() as folder:
        site = LocalSite(Path(folder))
        try:
            site.wait()
            yield site.url, site.folder / "var", site.accounts()
        finally:
            site.stop()


def signed_in(browser: Browser, url: str, account: tuple[str, str]) -> Page:
    page = browser.new_context(locale="en-GB").new_page()
    page.goto(f"{url}/en/accounts/login/")
    page.locator("input[name=login]").fill(account[0])
    page.locator("input[name=password]").fill(account[1])
    page.locator("main form button[type=submit]").click()
    page.wait_for_load_state()
    return page


def take(page: Page, url: str, shot: Shot) -> None:
    for width_name, (width, height) in WIDTHS.items():
        page.set_viewport_size({"width": width, "height": height})
        for scheme in SCHEMES if shot.both_schemes else SCHEMES[:1]:
            page.emulate_media(color_scheme=scheme)
            if shot.path.startswith("/admin/courses/"):
                # The editor scrolls within itself: its whole page has to fit into the window.
                page.set_viewport_size({"width": width, "height": TALL})
            page.goto(url + shot.path)
            if shot.act:
                shot.act(page)
            name = f"{shot.name}--{width_name}-{scheme}.png"
            page.screenshot(path=FOLDER / name, full_page=True)


def shots_of_releases(
    var: Path, accounts: dict[str, tuple[str, str]], language: str
) -> Iterator[Shot]:
    """Make the courses, and yield their shots with the accounts that they are taken by."""
    scene = write_scene(var, language)
    for role, person in (("author", scene.instructor), ("judge", scene.reviewer)):
        accounts[f"{role}-{language}"] = (person.address, PASSWORD)
    for shot in OF_RELEASES:
        if language == "en" or shot.name in IN_ARABIC:
            yield replace(
                shot,
                name=shot.name if language == "en" else f"{shot.name}-{language}",
                path=shot.path.format(**scene.places),
                role=shot.role and f"{shot.role}-{language}",
            )


def main() -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    wanted = sys.argv[1:]
    with running_site() as (url, var, accounts), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_binary("chromium-headless-shell")), args=arguments
        )
        pages = {"": browser.new_context(locale="en-GB").new_page()}
        of_releases = (shots_of_releases(var, accounts, language) for language in ("en", "ar"))
        for shot in chain(SHOTS, *of_releases):
            if wanted and not any(shot.name.startswith(name) for name in wanted):
                continue
            if shot.role not in pages:
                pages[shot.role] = signed_in(browser, url, accounts[shot.role])
            take(pages[shot.role], url, shot)
        browser.close()
    print(f"{len(list(FOLDER.glob('*.png')))} screenshots in {FOLDER.relative_to(REPOSITORY)}")


if __name__ == "__main__":
    main()
