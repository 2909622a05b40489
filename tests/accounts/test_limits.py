import pytest
from django.test import Client

from cms.accounts.models import User
from tests.accounts.conftest import is_signed_in, links, sign_in, sign_up
from tests.accounts.test_password_reset import FRESH, choose
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def from_network(address: str, **headers: str) -> Client:
    return Client(REMOTE_ADDR=address, **headers)


def test_sixth_failure_for_one_account_is_refused_from_any_network_for_minutes():
    UserFactory(email="ada@example.org")
    for number in range(5):
        client = from_network(f"192.0.2.{number}")
        assert sign_in(client, "ada@example.org", "wrong").status_code == 200
    client = from_network("198.51.100.9")
    response = sign_in(client, "Ada@example.org", next="/en/courses/")
    assert response.status_code == 429
    assert 295 <= int(response["Retry-After"]) <= 300
    page = response.content.decode()
    assert "Try again in 5 minutes" in page
    assert 'href="/en/accounts/login/?next=%2Fen%2Fcourses%2F"' in page
    assert "no-store" in response["Cache-Control"]
    assert not is_signed_in(client)
    assert sign_in(client, "bob@example.org", "wrong").status_code == 200


def test_unknown_account_is_limited_just_the_same():
    statuses = [sign_in(Client(), "nobody@example.org", "wrong").status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]


def test_another_host_name_does_not_start_the_count_anew(settings):
    settings.ALLOWED_HOSTS = ["*"]
    for number in range(5):
        client = Client(headers={"host": f"host{number}.example.org"})
        assert sign_in(client, "ada@example.org", "wrong").status_code == 200
    client = Client(headers={"host": "other.example.org"})
    assert sign_in(client, "ada@example.org", "wrong").status_code == 429


def test_success_in_between_does_not_forgive_the_failures():
    UserFactory(email="ada@example.org")
    for _ in range(4):
        sign_in(Client(), "ada@example.org", "wrong")
    assert sign_in(Client(), "ada@example.org").status_code == 302
    assert sign_in(Client(), "ada@example.org", "wrong").status_code == 200
    assert sign_in(Client(), "ada@example.org", "wrong").status_code == 429


def test_one_network_may_fail_only_so_often_over_many_accounts():
    client = from_network("192.0.2.1")
    statuses = [
        sign_in(client, f"person{number}@example.org", "wrong").status_code for number in range(21)
    ]
    assert statuses == [200] * 20 + [429]
    assert sign_in(from_network("192.0.2.2"), "x@example.org", "wrong").status_code == 200


def test_ipv6_network_counts_as_one():
    for number in range(20):
        client = from_network(f"2001:db8:1:1::{number:x}")
        sign_in(client, f"person{number}@example.org", "wrong")
    neighbour = from_network("2001:db8:1:1:ffff::1")
    assert sign_in(neighbour, "x@example.org", "wrong").status_code == 429
    assert sign_in(from_network("2001:db8:1:2::1"), "x@example.org", "wrong").status_code == 200


def test_forwarded_address_is_not_believed_without_a_declared_proxy():
    for number in range(20):
        client = from_network("192.0.2.1", headers={"x-forwarded-for": f"203.0.113.{number}"})
        assert sign_in(client, f"person{number}@example.org", "wrong").status_code == 200
    client = from_network("192.0.2.1", headers={"x-forwarded-for": "203.0.113.99"})
    assert sign_in(client, "x@example.org", "wrong").status_code == 429


def test_forwarded_address_counts_behind_one_declared_proxy(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(21):
        client = from_network("10.0.0.1", headers={"x-forwarded-for": f"203.0.113.{number}"})
        assert sign_in(client, f"person{number}@example.org", "wrong").status_code == 200
    # What the visitor wrote stands before what the proxy added.
    for number in range(20):
        spoofed = f"198.51.100.{number}, 203.0.113.200"
        client = from_network("10.0.0.1", headers={"x-forwarded-for": spoofed})
        assert sign_in(client, f"other{number}@example.org", "wrong").status_code == 200
    client = from_network("10.0.0.1", headers={"x-forwarded-for": "1.2.3.4, 203.0.113.200"})
    assert sign_in(client, "x@example.org", "wrong").status_code == 429


@pytest.mark.parametrize("forwarded", ["203.0.113.1", "nonsense", ""])
def test_request_that_came_past_the_proxies_is_counted_and_not_failed(settings, forwarded):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    client = from_network("10.0.0.1", headers={"x-forwarded-for": forwarded})
    assert sign_in(client, "x@example.org", "wrong").status_code == 200


def test_request_without_an_address_is_counted_and_not_failed():
    assert sign_in(from_network(""), "x@example.org", "wrong").status_code == 200


def test_sign_up_is_limited_per_network(mails):
    client = from_network("192.0.2.1")
    for number in range(20):
        assert sign_up(client, f"person{number}@example.org", password1="x").status_code == 200
    response = sign_up(client, "last@example.org")
    assert response.status_code == 429
    assert 1 <= int(response["Retry-After"]) <= 60
    assert (User.objects.count(), mails()) == (0, [])


def test_reset_mails_are_limited_per_account_known_or_not(mails):
    UserFactory(email="ada@example.org")
    for email in ("ada@example.org", "nobody@example.org"):
        statuses = [
            from_network(f"192.0.2.{number}")
            .post("/en/accounts/password/reset/", {"email": email})
            .status_code
            for number in range(6)
        ]
        assert statuses == [302] * 5 + [429]
    assert len(mails()) == 10


def test_reset_ends_the_refusal_of_the_account(mails):
    user = UserFactory(email="ada@example.org")
    for _ in range(6):
        sign_in(Client(), user.email, "wrong")
    assert sign_in(Client(), user.email).status_code == 429
    client = Client()
    client.post("/en/accounts/password/reset/", {"email": user.email})
    choose(client, links(mails()[0])[0])
    assert sign_in(Client(), user.email, FRESH).status_code == 302


def test_changing_the_password_is_limited_per_person(client):
    client.force_login(UserFactory())
    url = "/en/accounts/password/change/"
    data = {"oldpassword": "wrong", "password1": PASSWORD}
    statuses = [client.post(url, data).status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
