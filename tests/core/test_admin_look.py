"""Wagtail's admin looks like ours, and the owner's logo stands on the site alone."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.staticfiles.finders import find
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from cms.core.models import SiteImage, SiteSettings
from tests.core.test_contrast import contrast
from tests.factories.accounts import UserFactory
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return make_site(["en", "ar"], name="Riverside")


def logo():
    file = BytesIO()
    Image.new("RGB", (400, 100), "#0b5a4c").save(file, "PNG")
    return SiteImage.objects.create(title="l.png", file=ContentFile(file.getvalue(), "l.png"))


def test_the_admin_has_our_mark_title_icon_and_colours(client, site):
    client.force_login(UserFactory(administrator=True))
    html = client.get("/admin/").content.decode()
    assert 'href="/static/admin.css"' in html
    assert 'class="fledge-mark"' in html
    assert "images/icons.svg#fledge" in html
    assert "images/favicon.svg" in html
    assert "wagtailadmin/images/favicon.ico" not in html
    [title] = re.findall(r"<title>(.*?)</title>", html, re.DOTALL)
    assert title.strip().endswith("- Fledge")


def test_wagtail_still_knows_the_properties_that_we_set():
    """After an update a property may have another name, and our colours would quietly be gone."""
    ours = Path("static/css/admin.css").read_text()
    theirs = Path(find("wagtailadmin/css/core.css")).read_text()
    names = set(re.findall(r"--w-[\w-]+(?=:)", ours))
    assert len(names) > 20
    assert {name for name in names if name not in theirs} == set()


def test_the_admins_colours_can_be_read():
    ink, action, white = "#14242c", "#0b5a4c", "#ffffff"
    assert round(contrast(white, ink), 1) == 15.9
    assert round(contrast(white, action), 1) == 8.1
    # Links of the dark theme on its page's grey, which keeps Wagtail's lightness of 15 %.
    assert contrast("#72d3b9", "#1d2b30") >= 4.5


def test_signing_in_to_the_admin_happens_on_the_sites_own_page(client, site):
    response = client.get("/admin/", follow=True)
    assert response.request["PATH_INFO"] == "/en/accounts/login/"
    assert "site.css" in response.content.decode()


def test_editors_see_their_bar_on_pages_with_our_mark_and_others_do_not(client, site):
    assert "wagtail-userbar" not in client.get("/en/").content.decode()
    client.force_login(UserFactory(administrator=True))
    for path, place in (("/en/", "bottom-left"), ("/ar/", "bottom-right")):
        html = client.get(path).content.decode()
        assert f"w-userbar--{place}" in html
        assert 'class="fledge-mark"' in html


def test_without_a_logo_the_bird_and_the_sites_name_lead_home(client, site):
    html = client.get("/en/").content.decode()
    assert 'class="word-text">Riverside<' in html
    SiteSettings.objects.update(name="Fledge")
    html = client.get("/en/").content.decode()
    assert "#wordmark" in html
    assert "word-text" not in html


def test_the_owners_logo_stands_in_the_head_of_the_site_and_not_in_the_admin(client, site):
    SiteSettings.objects.update(logo=logo())
    html = client.get("/ar/").content.decode()
    [picture] = re.findall(r'<img[^>]*class="logo"[^>]*>', html)
    assert 'alt="Riverside"' in picture
    [address] = re.findall(r'src="([^"]+)"', picture)
    # In the public area: its address works for everybody and does not run out.
    assert "/public/" in address
    assert "?" not in address
    # The foot is dark, which an owner's logo may not be made for: there the bird stays.
    assert "word-text" not in html[: html.index("</header>")]
    client.force_login(UserFactory(administrator=True))
    admin = client.get("/admin/").content.decode()
    assert address not in admin
    assert 'class="fledge-mark"' in admin


def test_the_logo_costs_no_query_once_its_size_is_made(client, site):
    def count():
        client.get("/en/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/en/").status_code == 200
        return len(queries)

    without = count()
    SiteSettings.objects.update(logo=logo())
    assert count() == without
