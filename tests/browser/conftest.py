import os
from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    Response,
    expect,
    sync_playwright,
)

from cms.core.process.binaries import find_binary
from tests.browser.failing import told_of
from tests.servers.local_site import LocalSite

# Each start of Chromium looks up its maker's hosts unless told not to.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
]
# What is expected comes in any case, but late where everything else runs, too: five seconds are
# too few then.
expect.set_options(timeout=15_000)
open_browsers: list[Browser] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Put what the pages showed beside why it failed, while they are still open."""
    report = yield
    if report.failed:
        for browser in open_browsers:
            report.sections.append(("The open pages and their sites", told_of(browser)))
    return report


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    # Not for the whole session: Playwright's event loop would make Django refuse
    # the database to tests that come later in this process. All of this folder's
    # come in one go (tests/scheduling.py).
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(find_binary("chromium-headless-shell")), args=arguments
        )
        open_browsers.append(browser)
        yield browser
        open_browsers.remove(browser)
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(
        locale="en-GB", ignore_https_errors=True, viewport={"width": 1440, "height": 900}
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose script errors, policy violations and failed requests for pages fail the test."""
    page = context.new_page()
    problems: list[str] = []

    def note_failure(response: Response) -> None:
        if response.status >= 500 and response.request.is_navigation_request():
            problems.append(f"{response.url} answered {response.status}")

    page.on("response", note_failure)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console",
        lambda message: (
            problems.append(message.text) if "Content Security Policy" in message.text else None
        ),
    )
    yield page
    assert problems == []


@pytest.fixture
def another(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """A maker of further browsers, one per person."""
    contexts = []

    def make(**options: Any) -> Page:
        context = chromium.new_context(locale="en-GB", **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


@pytest.fixture(scope="package")
def local_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSite]:
    site = LocalSite(tmp_path_factory.mktemp("site"))
    try:
        yield site.wait()
    finally:
        site.stop()
