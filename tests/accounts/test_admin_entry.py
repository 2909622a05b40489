"""One sign-in for site and Wagtail admin."""

import pytest

from cms.accounts.enums import STAFF_ROLES, Role
from tests.accounts.conftest import is_signed_in, sign_in
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
LOGIN = "/en/accounts/login/"


def test_anonymous_is_led_to_our_sign_in_and_comes_back(client):
    user = UserFactory(administrator=True)
    response = client.get("/admin/pages/?q=1")
    assert (response.status_code, response["Location"]) == (
        302,
        f"{LOGIN}?next=/admin/pages/%3Fq%3D1",
    )
    data = {"login": user.email, "password": PASSWORD}
    response = client.post(response["Location"], data)
    assert (response.status_code, response["Location"]) == (302, "/admin/pages/?q=1")
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_staff_may_enter(client, role):
    client.force_login(UserFactory(**{role.value: True}))
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("path", ["/admin/", "/admin/users/", "/admin/pages/1/", "/admin/nothing/"])
def test_learner_is_told_plainly_and_not_sent_in_circles(client, path):
    user = UserFactory(**{Role.LEARNER.value: True})
    client.force_login(user)
    response = client.get(path)
    assert response.status_code == 403
    page = response.content.decode()
    assert "The editor is not open to you" in page
    assert user.display_name in page
    assert f'name="next" value="{path}"' in page
    assert 'href="/en/teach/"' in page.split("<main")[1]
    response = client.get(path, headers={"x-requested-with": "XMLHttpRequest"})
    assert response.status_code == 403


def test_learner_changes_to_another_account_from_there(client):
    client.force_login(UserFactory(learner=True))
    admin = UserFactory(administrator=True)
    response = client.post("/en/accounts/logout/", {"next": "/admin/"})
    assert response["Location"] == "/admin/"
    response = client.get("/admin/")
    assert response["Location"] == f"{LOGIN}?next=/admin/"
    assert sign_in(client, admin.email, next="/admin/")["Location"] == "/admin/"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/admin/login/", f"{LOGIN}?next=%2Fadmin%2F"),
        ("/admin/login/?next=/admin/pages/", f"{LOGIN}?next=%2Fadmin%2Fpages%2F"),
        ("/admin/login/?next=//evil.example/", f"{LOGIN}?next=%2Fadmin%2F"),
        ("/admin/password_reset/", "/en/accounts/password/reset/"),
        ("/admin/password_reset/done/", "/en/accounts/password/reset/"),
        ("/admin/password_reset/confirm/MQ/abc-def/", "/en/accounts/password/reset/"),
        ("/admin/password_reset/complete/", "/en/accounts/password/reset/"),
    ],
)
def test_wagtails_own_sign_in_and_reset_lead_to_ours(client, method, path, target):
    user = UserFactory(administrator=True)
    data = {"username": user.email, "password": PASSWORD, "email": user.email}
    response = getattr(client, method)(path, data if method == "post" else None)
    assert (response.status_code, response["Location"]) == (302, target)
    assert not is_signed_in(client)


def test_sign_out_in_the_admin_signs_out_of_the_site(client):
    client.force_login(UserFactory(administrator=True))
    assert client.get("/admin/logout/")["Location"] == "/en/accounts/logout/"
    assert is_signed_in(client)
    assert client.post("/admin/logout/")["Location"] == LOGIN
    assert not is_signed_in(client)


def test_password_cannot_be_changed_in_the_admin(client):
    user = UserFactory(administrator=True)
    client.force_login(user)
    page = client.get("/admin/account/").content.decode()
    assert 'type="password"' not in page
