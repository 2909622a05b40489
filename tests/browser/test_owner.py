"""An owner sets a site up with production settings and signs in by the mailed link."""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.servers.mail_sink import MailSink
from tests.servers.production_site import ProductionSite

pytestmark = [pytest.mark.postgresql, pytest.mark.redis]

SETUP = (
    "setup_site",
    "--name",
    "Riverside School",
    "--languages",
    "en,fr,sw,ar",
    "--admin-email",
    "owner@example.org",
)


@pytest.fixture
def sink() -> Iterator[MailSink]:
    sink = MailSink().start()
    yield sink
    sink.stop()


@pytest.fixture
def site(tmp_path, sink: MailSink) -> Iterator[ProductionSite]:
    redis_url = os.environ["REDIS_URL"].rsplit("/", 1)[0] + "/63"
    site = ProductionSite(tmp_path, smtp_port=sink.port, redis_url=redis_url)
    try:
        yield site
    finally:
        site.stop()


def expect_the_catalogue_in_every_language(page: Page, site: ProductionSite) -> None:
    for path, heading in (
        ("/en/courses/", "Courses"),
        ("/fr/cours/", "Cours"),
        ("/sw/kozi/", "Kozi"),
        ("/ar/الدورات/", "الدورات"),
    ):
        response = page.goto(site.url + path)
        assert response is not None and response.status == 200
        assert response.headers["strict-transport-security"] == "max-age=31536000"
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)


def test_from_an_empty_database_to_the_editor(page: Page, site: ProductionSite, sink: MailSink):
    early = site.manage(*SETUP)
    assert early.returncode != 0, "an unmigrated database is refused"
    assert sink.messages == []

    for arguments in (("migrate", "-v", "0"), ("collectstatic", "--noinput", "-v", "0")):
        done = site.manage(*arguments)
        assert done.returncode == 0, done.stderr
    done = site.manage(*SETUP)
    assert done.returncode == 0, done.stderr
    assert "A mail to owner@example.org holds a link" in done.stdout
    [mail] = sink.messages
    assert (mail["To"], mail["From"]) == (
        "owner@example.org",
        "Riverside School <courses@example.org>",
    )
    text = mail.get_body(("plain",)).get_content()
    link = re.search(r"https://\S+/accounts/password/reset/key/\S+", text)[0]
    assert link.startswith(f"{site.url}/en/")

    site.start()
    page.goto(link)
    page.locator("input[name=password1]").fill("a weir above the mill")
    page.locator("main form button[type=submit]").click()
    expect(page).to_have_url(f"{site.url}/admin/")
    page.goto(f"{site.url}/admin/pages/")
    expect(page.get_by_role("link", name="Riverside School").first).to_be_visible()
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert set(cookies) == {"__Host-fledge_session", "__Host-fledge_csrf"}
    assert all(cookie["secure"] and cookie["httpOnly"] for cookie in cookies.values())

    expect_the_catalogue_in_every_language(page, site)
    assert page.goto(f"{site.url}/dev/outbox/").status == 404

    # The link has been used, and a second run of the command changes and mails nothing.
    page.context.clear_cookies()
    page.goto(link)
    expect(page.locator("input[name=password1]")).to_have_count(0)
    # Besides the link only the notice of the new password went out.
    assert len(sink.messages) == 2
    again = site.manage(*SETUP)
    assert again.returncode == 0, again.stderr
    assert "Everything stood already." in again.stdout
    assert "is an administrator already" in again.stdout
    assert len(sink.messages) == 2
