"""Every refusal over HTTP: its status, its language, its words, and what it keeps to itself."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client

from cms.core import problems
from tests.factories.accounts import UserFactory
from tests.factories.site import make_site

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.problem_urls")]

HEADINGS = {
    400: {"en": "The request could not be read"},
    403: {"en": "This page is not open to you", "fr": "Cette page ne vous est pas ouverte"},
    404: {"en": "This page is not here"},
    410: {"en": "This page has been taken down"},
    429: {"en": "Too many at once"},
    500: {"en": "Something went wrong here"},
}


@pytest.fixture
def site():
    return make_site(["en", "fr", "ar"])


@pytest.fixture
def visitor():
    """A browser: it gets pages, not exceptions."""
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def assert_page(response, status, language):
    html = response.content.decode()
    direction = "rtl" if language == "ar" else "ltr"
    assert response.status_code == status
    assert f'<html lang="{language}" dir="{direction}">' in html
    assert response["Content-Language"] == language
    assert response["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in html
    assert "canary" not in html
    [heading] = re.findall(r"<h1>(.*?)</h1>", html, re.DOTALL)
    assert heading.strip()
    return html


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("status", [400, 403, 404, 410, 429, 500])
def test_each_refusal_has_its_page_in_the_language_of_the_address(visitor, site, status, language):
    html = assert_page(visitor.get(f"/{language}/fails/{status}/"), status, language)
    if heading := HEADINGS[status].get(language):
        assert f"<h1>{heading}</h1>" in html
    assert f'href="/{language}/"' in html
    assert "site.css" in html


def test_nothing_at_an_address_is_a_page_of_its_language_too(visitor, site):
    for language in ("en", "fr", "ar"):
        assert_page(visitor.get(f"/{language}/nowhere/at/all/"), 404, language)
    # A language that the site was not set up in is none.
    assert_page(visitor.get("/sw/nowhere/"), 404, "en")


def test_a_limit_says_when_to_come_back(visitor, site):
    response = visitor.get("/en/fails/429/")
    assert response["Retry-After"] == "61"
    assert "Try again in 2 minutes." in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_a_form_without_its_token_says_that_nothing_was_sent(visitor, site):
    for language, heading in (
        ("en", "The form was too old"),
        ("fr", "Le formulaire était trop ancien"),
    ):
        html = assert_page(visitor.post(f"/{language}/fails/reading/"), 403, language)
        assert f"<h1>{heading}</h1>" in html


@pytest.mark.parametrize("language", ["en", "ar"])
def test_too_much_at_once_is_413_whatever_there_is_too_much_of(site, settings, language):
    visitor = Client(raise_request_exception=False)
    address = f"/{language}/fails/reading/"
    assert visitor.post(address, {"a": "1"}).content == b"1 0"
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    assert_page(visitor.post(address, {"a": "1", "b": "2", "c": "3"}), 413, language)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 20
    body = {"data": "x" * 100, "content_type": "application/x-www-form-urlencoded"}
    assert_page(visitor.post(address, **body), 413, language)
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10_000
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 1
    files = {name: SimpleUploadedFile(f"{name}.txt", b"x") for name in "ab"}
    html = assert_page(visitor.post(address, files), 413, language)
    if language == "en":
        assert "<h1>That was too large</h1>" in html


@pytest.mark.parametrize("status", [400, 403, 404, 410, 429, 500])
def test_a_program_gets_a_short_answer(visitor, site, status):
    address = f"/fr/fails/{status}/"
    response = visitor.get(address, headers={"accept": "application/json"})
    assert (response.status_code, response["Content-Type"]) == (status, "application/json")
    answer = json.loads(response.content)
    assert answer["status"] == status
    assert set(answer) == {"status", "message"}
    assert "canary" not in answer["message"]
    # The editor's own scripts.
    response = visitor.get(address, headers={"x-requested-with": "XMLHttpRequest"})
    assert (response.status_code, response["Content-Type"]) == (status, "text/plain; charset=utf-8")
    assert response.content.decode() == f"{answer['message']}\n"


def test_a_browser_that_takes_anything_gets_a_page(visitor, site):
    for accepted in ("*/*", "text/html,application/xhtml+xml,*/*;q=0.8", ""):
        assert_page(visitor.get("/en/fails/404/", headers={"accept": accepted}), 404, "en")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_error_page_needs_no_database(visitor, site, language):
    def down(*args, **kwargs):
        raise OperationalError("canary: the server closed the connection")

    known = Client(raise_request_exception=False)
    known.force_login(UserFactory())
    # Also the cache is empty, so that the very first middleware to ask fails.
    from django.core.cache import cache

    cache.clear()
    with connection.execute_wrapper(down):
        html = assert_page(visitor.get(f"/{language}/"), 500, language)
        # Nor when a cookie says that somebody is signed in.
        assert_page(known.get(f"/{language}/"), 500, language)
        assert_page(visitor.get(f"/{language}/fails/403/"), 500, language)
    if language == "en":
        assert "<h1>Something went wrong here</h1>" in html


def test_a_page_whose_frame_fails_comes_in_the_bare_one(visitor, site, monkeypatch, caplog):
    def broken(*args, **kwargs):
        raise OperationalError("canary: gone")

    monkeypatch.setattr("cms.core.models.SiteSettings.for_request", broken)
    html = assert_page(visitor.get("/fr/fails/404/"), 404, "fr")
    assert 'class="site-foot"' not in html
    assert [record.event for record in caplog.records if hasattr(record, "event")] == [
        "problem.unrendered"
    ]


def test_when_no_template_can_be_rendered_something_is_said(visitor, site, monkeypatch):
    def broken(*args, **kwargs):
        raise ValueError("canary: no such static file")

    monkeypatch.setattr(problems, "render_to_string", broken)
    response = visitor.get("/en/fails/500/")
    assert (response.status_code, response.content.decode()) == (500, problems.LAST_RESORT)


def test_a_host_that_is_not_ours_gets_no_page_of_the_site(visitor, site):
    assert_page(visitor.get("/en/", headers={"host": "elsewhere.example"}), 400, "en")


def test_signing_in_is_offered_to_who_is_not_signed_in_and_leads_back(visitor, site):
    html = visitor.get("/fr/fails/403/").content.decode()
    way_in = 'class="btn quiet" href="/fr/accounts/login/?next=%2Ffr%2Ffails%2F403%2F"'
    assert html.count(way_in) == 2  # in the head of the site and beside the way home
    visitor.force_login(UserFactory())
    assert "/fr/accounts/login/" not in visitor.get("/fr/fails/403/").content.decode()
