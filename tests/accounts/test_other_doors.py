"""Wagtail brings a form of its own to sign in with, which knows no limits and no confirmation."""

import pytest
from django.test import Client

from tests.accounts.conftest import is_signed_in
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.site import make_site

pytestmark = pytest.mark.django_db
DOOR = "/en/_util/login/"


@pytest.fixture(autouse=True)
def site(db):
    return make_site(["en", "fr", "ar"])


@pytest.mark.parametrize("traits", [{}, {"unverified": True}, {"administrator": True}])
def test_wagtails_form_signs_nobody_in(traits):
    user = UserFactory(**traits)
    client = Client()
    response = client.post(DOOR, {"username": user.email, "password": PASSWORD})
    assert not is_signed_in(client)
    assert (response.status_code, response["Location"]) == (302, "/en/accounts/login/")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_it_leads_to_ours_and_on_from_there(client, language):
    response = client.get(f"/{language}/_util/login/?next=/{language}/")
    assert response.status_code == 302
    assert response["Location"] == f"/{language}/accounts/login/?next=/{language}/"
