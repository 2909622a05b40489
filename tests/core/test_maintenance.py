"""A closed site: who gets the page, who passes, and how it is closed and opened."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sign(settings, tmp_path):
    """The file that closes the site; not there at first."""
    settings.MAINTENANCE = False
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    make_site(["en", "fr", "ar"])
    return settings.MAINTENANCE_FILE


def assert_closed(response, language="en", seconds=600):
    html = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"] == str(seconds)
    assert "no-store" in response["Cache-Control"]
    assert f'<html lang="{language}"' in html
    assert '<meta name="robots" content="noindex">' in html
    return html


def test_a_file_closes_and_opens_the_site_without_a_restart(client, sign):
    assert client.get("/en/").status_code == 200
    sign.touch()
    html = assert_closed(client.get("/en/"))
    assert "<h1>The site is being worked on</h1>" in html
    assert "It is closed for about 10 minutes." in html
    sign.unlink()
    assert client.get("/en/").status_code == 200


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_the_page_speaks_the_language_of_the_address(client, sign, language):
    sign.touch()
    assert_closed(client.get(f"/{language}/anything/"), language)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("30\n", 1800), ("", 600), ("soon", 600), ("0", 60), ("99999999", 86400), ("٣", 600)],
)
def test_the_file_says_for_how_long(client, sign, written, seconds):
    sign.write_text(written)
    assert_closed(client.get("/en/"), seconds=seconds)


def test_the_setting_closes_it_too(client, settings):
    settings.MAINTENANCE = True
    assert_closed(client.get("/en/"))


def test_it_comes_without_a_single_query(client, sign, django_assert_num_queries):
    from cms.core.languages import site_language_codes

    site_language_codes()
    sign.touch()
    with django_assert_num_queries(0):
        assert_closed(client.get("/en/courses/"))


def test_it_comes_when_the_database_is_away_even_to_who_is_signed_in(client, sign):
    from django.core.cache import cache

    def down(*args, **kwargs):
        raise OperationalError("the server closed the connection")

    client.force_login(UserFactory())
    sign.touch()
    cache.clear()
    client.raise_request_exception = False
    with connection.execute_wrapper(down):
        assert_closed(client.get("/fr/courses/"), "fr")
        assert_closed(Client().get("/ar/"), "ar")


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_health_goes_on_answering(client, sign, path):
    sign.touch()
    assert client.get(path).status_code == 200


def test_an_administrator_signs_in_and_has_the_whole_site(client, sign):
    person = UserFactory(administrator=True)
    sign.touch()
    assert_closed(client.get("/admin/"))
    assert client.get("/admin/login/").status_code == 302
    assert client.get("/fr/accounts/login/").status_code == 200
    response = client.post(
        "/en/accounts/login/?next=/admin/", {"login": person.email, "password": PASSWORD}
    )
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200
    assert client.get("/en/").status_code == 200


@pytest.mark.parametrize("traits", [{}, {"instructor": True}])
def test_nobody_else_passes_and_nothing_they_send_is_done(client, sign, traits):
    person = UserFactory(**traits)
    client.force_login(person)
    sign.touch()
    for path in ("/en/", "/en/courses/", "/en/accounts/password/change/", "/admin/"):
        assert_closed(client.get(path))
    before = person.password
    sent = {"oldpassword": PASSWORD, "password1": "a quiet river in May"}
    assert_closed(client.post("/en/accounts/password/change/", sent))
    person.refresh_from_db()
    assert person.password == before


def test_a_program_gets_a_short_answer(client, sign):
    sign.touch()
    response = client.get("/en/", headers={"accept": "application/json"})
    assert response.status_code == 503
    assert response.json() == {"status": 503, "message": "The site is being worked on."}
    assert response["Retry-After"] == "600"
