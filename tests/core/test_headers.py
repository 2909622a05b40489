import re

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db

PUBLIC_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "media-src": "'self'",
    "manifest-src": "'self'",
    "frame-src": "'self' https://www.youtube-nocookie.com https://player.vimeo.com",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'self'",
}


def policy_of(response):
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


@pytest.fixture
def site():
    return make_site(["en", "fr"])


@pytest.mark.parametrize(
    "path", ["/en/", "/en/courses/", "/en/accounts/login/", "/en/accounts/signup/", "/en/nowhere/"]
)
def test_public_pages_carry_the_strict_policy_and_nothing_inline(client, site, path):
    response = client.get(path)
    assert policy_of(response) == PUBLIC_POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["Referrer-Policy"] in {"strict-origin-when-cross-origin", "same-origin"}
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Permissions-Policy"].startswith("camera=()")
    html = response.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)


def test_the_admin_has_a_policy_of_its_own(client, site):
    client.force_login(UserFactory(administrator=True))
    response = client.get("/admin/")
    assert response.status_code == 200
    assert policy_of(response) == PUBLIC_POLICY | {
        "script-src": "'self' 'unsafe-inline'",
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
    }


def test_an_unsafe_request_without_a_token_is_refused(site):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/en/accounts/login/", {"login": "a@example.org", "password": "x"})
    assert response.status_code == 403
    assert "The form was too old" in response.content.decode()


def test_a_request_id_from_outside_counts_behind_a_declared_proxy_only(client, site, settings):
    sent = {"HTTP_X_REQUEST_ID": "edge-12345678"}
    assert re.fullmatch(r"[0-9a-f]{32}", client.get("/health/live", **sent)["X-Request-ID"])
    settings.TRUSTED_PROXIES = 1
    assert client.get("/health/live", **sent)["X-Request-ID"] == "edge-12345678"
    forged = client.get("/health/live", HTTP_X_REQUEST_ID="a\tb c" * 5)["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", forged)


def test_an_anonymous_visitor_gets_no_cookie(client, site):
    response = client.get("/en/")
    assert (response.status_code, dict(response.cookies)) == (200, {})


def test_health_names_each_part(client):
    from cms.core.services import health

    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (
        200,
        {"status": "ok", "parts": {"database": "ok", "cache": "ok", "tasks": "waiting"}},
    )
    health.note_heartbeat()
    assert client.get("/health/ready").json()["parts"]["tasks"] == "ok"
    assert client.get("/health/live").content == b"ok\n"
    assert client.post("/health/live").status_code == 405
