"""The page of components: there for those who build, and for nobody else."""

import re

import pytest
from django.test import Client, override_settings
from django.urls import Resolver404, resolve

from cms.core.dev_pages import PEOPLE
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site():
    return make_site(["en", "fr", "ar"])


@pytest.mark.parametrize("path", ["/dev/components", "/dev/components/", "/en/dev/components/"])
def test_it_is_not_there_in_production(client, site, path):
    assert client.get(path, follow=True).status_code == 404
    with pytest.raises(Resolver404):
        resolve("/dev/components")


@pytest.mark.urls("tests.core.problem_urls")
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ar", "rtl")])
def test_it_shows_the_parts_in_every_language(client, site, language, direction):
    response = client.get(f"/{language}/dev/components/")
    html = response.content.decode()
    assert response.status_code == 200
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert '<meta name="robots" content="noindex">' in html
    # Nothing inline, for the policy of public pages holds here too.
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)", html)
    for part in re.findall(r"\w+", "btn field note toast vane ring fold tabs crumbs pages"):
        assert re.search(rf'class="{part}[ "]', html), part
    assert html.count('class="face') == len(PEOPLE) + 4


@pytest.mark.urls("tests.core.problem_urls")
def test_the_short_address_leads_to_the_visitors_language(site):
    response = Client(headers={"accept-language": "ar"}).get("/dev/components")
    assert (response.status_code, response["Location"]) == (302, "/ar/dev/components/")


@override_settings(DEV_PAGES_ENABLED=True)
def test_the_setting_is_read_once_at_the_start(client, site):
    """A site that runs cannot be talked into showing it."""
    assert client.get("/en/dev/components/").status_code == 404


@pytest.mark.urls("tests.core.problem_urls")
@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_pages_of_refusals_can_be_looked_at(client, site, language):
    names = {name: int(name) for name in ("400", "403", "404", "410", "413", "429", "500")}
    for name, status in {**names, "csrf": 403, "maintenance": 503}.items():
        response = client.get(f"/{language}/dev/problems/{name}/")
        assert response.status_code == status, name
        assert f'<html lang="{language}"' in response.content.decode()
    assert client.get(f"/{language}/dev/problems/999/").status_code == 404
    assert client.get(f"/{language}/dev/problems/503/").status_code == 404
