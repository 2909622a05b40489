import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client
from django.utils import timezone

from cms.accounts.checks import check_demo_accounts
from cms.accounts.demo import is_demo_address
from cms.accounts.enums import Role
from cms.accounts.errors import DemoRefusedError
from cms.accounts.models import User
from cms.accounts.services import (
    ensure_demo_accounts,
    ensure_roles,
    invite_administrator,
    roles_of,
)
from tests.accounts.conftest import is_signed_in, links, sign_in
from tests.accounts.test_password_reset import choose
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
OWNER = "Owner@Example.org"


def invite(email: str = OWNER, language: str = "fr"):
    ensure_roles()
    return invite_administrator(email, language=language, now=timezone.now())


def test_invited_owner_chooses_a_password_by_the_link_and_is_in_the_admin(mails):
    invitation = invite()
    assert (invitation.is_new, invitation.is_mailed) == (True, True)
    assert invitation.summary == (
        "A mail to owner@example.org holds a link to choose a password and sign in."
    )
    user = User.objects.get()
    assert (user.email, user.language, user.has_usable_password()) == (
        "owner@example.org",
        "fr",
        False,
    )
    assert roles_of(user) == {Role.ADMINISTRATOR, Role.LEARNER}
    (mail,) = mails()
    assert (mail.to, mail.language) == ("owner@example.org", "fr")
    assert links(mail)[0].startswith("https://learn.example.org/fr/accounts/password/reset/key/")
    client = Client()
    response = choose(client, links(mail)[0])
    assert (response.status_code, response["Location"]) == (302, "/admin/")
    assert client.get("/admin/").status_code == 200


def test_second_invitation_sends_a_new_link_and_makes_nobody_new(mails):
    invite()
    invitation = invite("OWNER@example.org")
    assert (invitation.is_new, invitation.is_mailed) == (False, True)
    assert (User.objects.count(), EmailAddress.objects.count(), len(mails())) == (1, 1, 2)


def test_administrator_with_a_password_is_left_alone(mails):
    user = UserFactory(email="owner@example.org", administrator=True)
    invitation = invite()
    assert (invitation.is_mailed, mails()) == (False, [])
    assert invitation.summary == "owner@example.org is an administrator already and can sign in."
    before = user.password
    user.refresh_from_db()
    assert user.password == before


def test_learner_with_a_password_becomes_administrator_and_is_told(mails):
    user = UserFactory(email="owner@example.org")
    invite()
    assert Role.ADMINISTRATOR in roles_of(user)
    assert user.has_usable_password()
    assert links(mails()[0]) == ["https://learn.example.org/en/accounts/login/?next=%2Fadmin%2F"]


def test_account_that_a_stranger_made_with_the_address_is_taken_from_them(mails):
    stranger = UserFactory(email="owner@example.org", unverified=True)
    invite()
    stranger.refresh_from_db()
    assert not stranger.has_usable_password()
    assert sign_in(Client(), "owner@example.org").status_code == 200
    assert "/password/reset/key/" in links(mails()[0])[0]


class TestDemo:
    PASSWORDS = {role: f"{role.value}-password-1" for role in Role}

    def test_one_account_per_role_that_can_sign_in_and_stays_signed_in(self):
        users = ensure_demo_accounts(self.PASSWORDS)
        assert [user.email for user in users.values()] == [
            f"{role.value}@demo.invalid" for role in Role
        ]
        client = Client()
        sign_in(client, "learner@demo.invalid", self.PASSWORDS[Role.LEARNER])
        assert is_signed_in(client)
        for role, user in ensure_demo_accounts(self.PASSWORDS).items():
            assert roles_of(user) == {Role.LEARNER, role}
        assert User.objects.count() == len(Role)
        assert is_signed_in(client)

    def test_refused_in_production(self, settings):
        settings.DEMO_ALLOWED = False
        with pytest.raises(DemoRefusedError):
            ensure_demo_accounts(self.PASSWORDS)
        assert User.objects.count() == 0

    def test_check_names_those_that_a_copied_database_brought(self, settings):
        ensure_demo_accounts({Role.LEARNER: "learner-password-1"})
        UserFactory()
        assert check_demo_accounts(databases=["default"]) == []
        settings.DEMO_ALLOWED = False
        assert check_demo_accounts(databases=None) == []
        (error,) = check_demo_accounts(databases=["default"])
        assert error.id == "cms_accounts.E001"
        assert error.msg == "Demo accounts are in this database: learner@demo.invalid."

    def test_check_runs_with_the_database_checks(self, settings):
        ensure_demo_accounts({Role.LEARNER: "learner-password-1"})
        settings.DEMO_ALLOWED = False
        call_command("check")
        with pytest.raises(SystemCheckError, match=r"learner@demo\.invalid"):
            call_command("check", databases=["default"])

    @pytest.mark.parametrize(
        ("address", "expected"),
        [("a@demo.invalid", True), ("A@DEMO.invalid", True), ("demo.invalid@example.org", False)],
    )
    def test_demo_addresses_are_known_by_their_domain(self, address, expected):
        assert is_demo_address(address) is expected
