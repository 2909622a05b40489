"""What a newcomer meets after `make run`."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Error, Page, expect

from tests.browser.people import told
from tests.servers.guarded import REPOSITORY
from tests.servers.local_site import LocalSite


@pytest.fixture(scope="module")
def second(local_site: LocalSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSite]:
    """Another site beside the first, for work on the code."""
    site = LocalSite(tmp_path_factory.mktemp("second"), command=("make", "dev"), like=local_site)
    try:
        yield site.wait()
    finally:
        site.stop()


def open_door(page: Page, site: LocalSite, path: str) -> None:
    """Go where signing in is asked for, and see that it is."""
    response = page.goto(site.url + path)
    assert response is not None, path
    assert response.status == 200, f"{path} answered {response.status}. {told(page, site)}"
    label = page.get_by_label("E-mail")
    try:
        label.wait_for()
    except Error as error:
        raise AssertionError(f"{error}\n{told(page, site)}") from error


def sign_in(page: Page, site: LocalSite, role: str) -> None:
    email, password = site.accounts()[role]
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.locator("main").get_by_role("button", name="Sign in").click()


def test_the_printed_address_and_account_open_the_editor(page: Page, local_site: LocalSite):
    page.goto(local_site.url)
    expect(page).to_have_url(f"{local_site.url}/en/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Fledge")
    page.goto(f"{local_site.url}/admin/")
    expect(page).to_have_url(f"{local_site.url}/en/accounts/login/?next=/admin/")
    sign_in(page, local_site, "administrator")
    expect(page).to_have_url(f"{local_site.url}/admin/")
    page.goto(f"{local_site.url}/admin/pages/")
    expect(page.get_by_role("link", name="Fledge").first).to_be_visible()


def test_a_learner_who_opens_the_editor_is_told_so(page: Page, local_site: LocalSite):
    open_door(page, local_site, "/en/accounts/login/?next=/admin/")
    sign_in(page, local_site, "learner")
    response = page.goto(f"{local_site.url}/admin/")
    assert response is not None and response.status == 403
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_worker_and_beat_run_beside_the_site(local_site: LocalSite):
    deadline = time.monotonic() + 30
    while local_site.health()["tasks"] == "waiting" and time.monotonic() < deadline:
        time.sleep(0.2)
    assert local_site.health() == {"database": "ok", "cache": "ok", "tasks": "ok"}
    assert set(local_site.accounts()) == {
        "learner",
        "instructor",
        "reviewer",
        "translator",
        "administrator",
    }


def test_two_sites_side_by_side_keep_their_sessions_apart(
    context: BrowserContext, local_site: LocalSite, second: LocalSite
):
    assert second.url != local_site.url
    for site in (local_site, second):
        page = context.new_page()
        open_door(page, site, "/en/accounts/login/")
        sign_in(page, site, "administrator")
        expect(page.locator("header").get_by_text("Ada Administrator")).to_be_visible()
    for site in (local_site, second):
        page = context.new_page()
        page.goto(f"{site.url}/admin/")
        expect(page).to_have_url(f"{site.url}/admin/")
    names = {re.sub(r"_[0-9a-f]{8}_", "_*_", str(c.get("name"))) for c in context.cookies()}
    assert names == {"fledge_*_session", "fledge_*_csrf"}
    assert len(context.cookies()) == 4


def test_the_home_page_fits_a_phone(page: Page, local_site: LocalSite):
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/en/", "/ar/", "/en/courses/", "/en/accounts/login/"):
        page.goto(local_site.url + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_make_dev_shows_the_debug_page_and_reloads(page: Page, second: LocalSite):
    response = page.goto(f"{second.url}/media/nothing")
    assert response is not None and response.status == 404
    expect(page.get_by_text("DEBUG = True")).to_be_visible()
    page.goto(f"{second.url}/en/")
    expect(page.locator("header .brand")).to_be_visible()
    # The same bytes with a new time: enough for the reloader, nothing for anybody else.
    # Again when nothing follows, since the reloader notes the first times a moment after it starts.
    deadline = time.monotonic() + 60
    while "wsgi.py changed, reloading" not in second.output() and time.monotonic() < deadline:
        (REPOSITORY / "cms" / "wsgi.py").touch()
        for _ in range(16):
            page.wait_for_timeout(250)
            if "wsgi.py changed, reloading" in second.output():
                break
    assert "wsgi.py changed, reloading" in second.output()
    # It answers again; a touch that came late may have it start once more.
    deadline = time.monotonic() + 60
    while True:
        try:
            assert second.health()["database"] == "ok"
            page.goto(f"{second.url}/en/")
            break
        except (OSError, Error):
            assert time.monotonic() < deadline, second.output()
            page.wait_for_timeout(250)
    expect(page.locator("header .brand")).to_be_visible()
