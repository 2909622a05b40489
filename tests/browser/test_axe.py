"""axe finds nothing on any kind of page, in both schemes, on phone and desktop, and in Arabic."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.axe import axe_violations
from tests.servers.local_site import LocalSite

PUBLIC = (
    "",
    "courses/",
    "dev/components/",
    "accounts/login/",
    "accounts/signup/",
    "accounts/password/reset/",
    "accounts/password/reset/done/",
    "accounts/password/reset/key/1-nonsense/",
    "accounts/confirm-email/",
    "accounts/confirm-email/nonsense/",
    "nowhere/",
    *(f"dev/problems/{name}/" for name in ("400", "403", "410", "413", "429", "500")),
    "dev/problems/csrf/",
    "dev/problems/maintenance/",
)
OWN = (
    "accounts/profile/",
    "accounts/password/change/",
    "accounts/email/",
    "accounts/logout/",
    "teach/",
    "notifications/",
    "notifications/preferences/",
)
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


def signed_in(page: Page, site: LocalSite, role: str) -> Page:
    email, password = site.accounts()[role]
    page.goto(f"{site.url}/en/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"{site.url}/en/")
    return page


@pytest.fixture(scope="module")
def pages(chromium: Browser, local_site: LocalSite) -> Iterator[dict[str, Page]]:
    """A page of somebody who is signed out, and one of a learner."""
    contexts = [chromium.new_context(locale="en-GB") for _ in range(2)]
    anyone, learner = (context.new_page() for context in contexts)
    yield {"anyone": anyone, "learner": signed_in(learner, local_site, "learner")}
    for context in contexts:
        context.close()


@pytest.mark.parametrize(
    ("language", "size", "scheme"),
    [
        ("en", DESKTOP, "light"),
        ("en", PHONE, "dark"),
        ("ar", PHONE, "light"),
        ("ar", DESKTOP, "dark"),
    ],
    ids=["desktop-light", "phone-dark", "arabic-phone-light", "arabic-desktop-dark"],
)
def test_every_kind_of_page_is_clean(pages, local_site, language, size, scheme):
    found: dict[str, list[str]] = {}
    looked_at = 0
    for who, paths in (("anyone", PUBLIC), ("learner", OWN)):
        page = pages[who]
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        for path in paths:
            page.goto(f"{local_site.url}/{language}/{path}")
            if violations := axe_violations(page):
                found[path] = violations
            # Nothing may stick out of the window: a phone would then zoom the whole page out.
            if sideways := page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            ):
                found.setdefault(path, []).append(f"wider than the window by {sideways} px")
            assert page.locator("html").get_attribute("lang") == language
            looked_at += 1
    assert found == {}
    assert looked_at == len(PUBLIC) + len(OWN)


def test_forms_with_mistakes_are_clean_too(pages, local_site):
    page = pages["anyone"]
    for language in ("en", "ar"):
        for path in ("accounts/login/", "accounts/signup/"):
            page.goto(f"{local_site.url}/{language}/{path}")
            page.locator("main form button[type=submit]").last.click()
            page.locator("main [role=alert]").wait_for()
            assert axe_violations(page) == []


def test_open_menus_are_clean_too(pages, local_site):
    page = pages["learner"]
    page.set_viewport_size(PHONE)
    page.goto(f"{local_site.url}/en/")
    for menu in page.locator("header details.menu summary").all():
        if menu.is_visible():
            menu.click()
            assert axe_violations(page) == []


def test_axe_does_find_what_is_wrong(pages, local_site):
    """Otherwise the other tests would be worth nothing."""
    page = pages["anyone"]
    page.goto(f"{local_site.url}/en/")
    page.evaluate("document.querySelector('main').innerHTML = '<img src=/x.png><a href=/></a>'")
    found = {line.partition(":")[0] for line in axe_violations(page)}
    assert {"image-alt", "link-name"} <= found
