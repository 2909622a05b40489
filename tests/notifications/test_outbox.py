import os
import stat
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import NoReverseMatch, reverse

from cms.notifications.errors import MailRefusedError
from cms.notifications.outbox import FILE_NAME, kept_names, read_kept

# Loaded now: loaded under the settings of a test, the site's list would keep its dev pages.
from tests.notifications import dev_urls

BACKEND = "cms.notifications.outbox.OutboxBackend"


@pytest.fixture
def folder(settings, tmp_path) -> Path:
    settings.EMAIL_FILE_PATH = tmp_path / "outbox"
    settings.DEV_PAGES_ENABLED = True
    settings.ROOT_URLCONF = dev_urls.__name__
    return settings.EMAIL_FILE_PATH


def keep(subject="Welcome", text="Open http://testserver/health/live now", html=None, **more):
    message = EmailMultiAlternatives(
        subject, text, "Fledge <fledge@example.org>", ["Ada <ada@example.org>"], **more
    )
    if html:
        message.attach_alternative(html, "text/html")
    assert get_connection(BACKEND).send_messages([message]) == 1
    return kept_names()[0]


def test_each_mail_is_a_whole_file_that_only_its_owner_reads(folder):
    first = keep("First", headers={"Message-ID": "<1@example.org>"})
    second = keep("Zwölf é")
    assert kept_names() == [second, first]
    assert all(FILE_NAME.fullmatch(name) for name in os.listdir(folder))
    assert stat.S_IMODE((folder / first).stat().st_mode) == 0o600
    assert read_kept(first).message["Message-ID"] == "<1@example.org>"
    assert read_kept(second).subject == "Zwölf é"


def test_a_folder_that_cannot_be_written_is_a_refusal(folder):
    folder.parent.joinpath("outbox").write_text("a file stands where the folder should")
    with pytest.raises(MailRefusedError):
        keep()


@pytest.mark.django_db
def test_the_list_shows_the_newest_first_and_says_when_it_is_empty(client, folder):
    page = client.get("/dev/outbox/")
    assert page.status_code == 200
    assert b"No mail yet" in page.content
    keep("First")
    keep("Second")
    page = client.get("/dev/outbox/").content.decode()
    assert page.index("Second") < page.index("First")
    assert "ada@example.org" in page


@pytest.mark.django_db
def test_a_mail_shows_its_text_with_links_its_headers_and_a_frame(client, folder):
    name = keep(html="<p>Hello</p>")
    page = client.get(f"/dev/outbox/{name}/").content.decode()
    assert '<a href="http://testserver/health/live"' in page
    assert "ada@example.org" in page
    assert f'src="/dev/outbox/{name}/html/"' in page
    assert 'sandbox="allow-popups' in page
    assert "allow-same-origin" not in page
    assert "allow-scripts" not in page


@pytest.mark.django_db
def test_the_text_of_a_mail_is_not_html(client, folder):
    name = keep("<b>x</b>", "<script>alert(1)</script>")
    page = client.get(f"/dev/outbox/{name}/").content.decode()
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page


@pytest.mark.django_db
def test_the_html_part_has_a_policy_of_its_own(client, folder):
    response = client.get(f"/dev/outbox/{keep(html='<p>Hello</p><script>1</script>')}/html/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-popups" in policy
    assert "script-src" not in policy
    assert "allow-same-origin" not in policy
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Cache-Control"].startswith("max-age=0")


@pytest.mark.django_db
def test_a_mail_without_html_has_no_frame(client, folder):
    name = keep()
    assert b"<iframe" not in client.get(f"/dev/outbox/{name}/").content
    assert client.get(f"/dev/outbox/{name}/html/").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        "secret.eml",
        "..%2Fsecret.eml",
        "../secret.eml",
        "%2e%2e/secret.eml",
        "/etc/passwd",
        "20260101T000000000000-00000000.eml",
        "20260101T000000000000-00000000.eml%00",
        "20260101T000000000000-deadbeef.eml",
    ],
)
def test_nothing_but_a_kept_mail_can_be_asked_for(client, folder, name):
    folder.mkdir()
    for secret in (folder / "secret.eml", folder.parent / "secret.eml"):
        secret.write_text("Subject: canary\n\ncanary")
    # A link with a proper name that leads out of the folder.
    (folder / "20260101T000000000000-deadbeef.eml").symlink_to(folder.parent / "secret.eml")
    for address in (f"/dev/outbox/{name}/", f"/dev/outbox/{name}/html/"):
        response = client.get(address, follow=True)
        assert response.status_code == 404
        assert b"canary" not in response.content


def test_without_dev_pages_there_is_no_such_address(settings):
    settings.ROOT_URLCONF = "cms.urls"
    with pytest.raises(NoReverseMatch):
        reverse("outbox:list")


@pytest.mark.django_db
def test_mounted_by_mistake_it_still_answers_404(client, folder, settings):
    name = keep(html="<p>Hello</p>")
    settings.DEV_PAGES_ENABLED = False
    for address in ("", f"{name}/", f"{name}/html/"):
        response = client.get(f"/dev/outbox/{address}", follow=True)
        assert response.status_code == 404
