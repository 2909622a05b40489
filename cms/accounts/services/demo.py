"""Demo accounts: one per role, where the settings allow them."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.db import transaction

from cms.accounts.demo import DEMO_DOMAIN
from cms.accounts.enums import Role
from cms.accounts.errors import DemoRefusedError
from cms.accounts.models import User
from cms.accounts.services.invitations import confirm_address
from cms.accounts.services.roles import ensure_roles, grant_role

DEMO_NAMES = {
    Role.LEARNER: "Lena Learner",
    Role.INSTRUCTOR: "Ines Instructor",
    Role.REVIEWER: "Rafiq Reviewer",
    Role.TRANSLATOR: "Tala Translator",
    Role.ADMINISTRATOR: "Ada Administrator",
}


def demo_address(role: Role) -> str:
    """Return the address of the role's demo account."""
    return f"{role.value}@{DEMO_DOMAIN}"


@transaction.atomic
def ensure_demo_accounts(passwords: Mapping[Role, str]) -> dict[Role, User]:
    """Make one confirmed account per role with the given password; may run again.

    Raises DemoRefusedError where the settings do not allow demo accounts.
    """
    if not settings.DEMO_ALLOWED:
        raise DemoRefusedError
    ensure_roles()
    return {role: _ensure_account(role, password) for role, password in passwords.items()}


def _ensure_account(role: Role, password: str) -> User:
    address = demo_address(role)
    user = User.objects.filter(email=address).first()
    if user is None:
        user = User.objects.create_user(address, password, display_name=DEMO_NAMES[role])
    # A new hash at each start would sign everybody out.
    elif not check_password(password, user.password):
        user.set_password(password)
        user.save(update_fields=["password"])
    if not user.is_active:
        user.is_active = True
        user.save(update_fields=["is_active"])
    confirm_address(user)
    grant_role(user, Role.LEARNER, by=None)
    grant_role(user, role, by=None)
    return user
