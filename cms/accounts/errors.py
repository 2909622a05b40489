"""Refusals of accounts and roles."""

from django.utils.translation import gettext_lazy as _


class AccountsError(Exception):
    """Something about an account was refused and nothing was written; the message says why."""

    code = "accounts"
    message = _("This cannot be done with this account.")

    def __str__(self) -> str:
        return str(self.message)


class LastAdministratorError(AccountsError):
    """The site would be left with nobody who may manage it."""

    code = "last_administrator"
    message = _("This is the last active administrator. Give the role to another person first.")


class DemoRefusedError(AccountsError):
    """Demo accounts have known passwords: they cannot exist in production."""

    code = "demo_refused"
    message = _("Demo accounts cannot exist in production.")
