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


class AlreadyInstructorError(AccountsError):
    """Who may teach need not ask for it."""

    code = "already_instructor"
    message = _("You are an instructor already.")


class AlreadyAskedError(AccountsError):
    """One open request per person is enough."""

    code = "already_asked"
    message = _("You have asked already. An administrator will answer.")


class AskedTooSoonError(AccountsError):
    """The last request was declined a short while ago."""

    code = "asked_too_soon"
    message = _("Your last request was declined. You may ask again later.")


class AlreadyAnsweredError(AccountsError):
    """Somebody else was first to answer a request."""

    code = "already_answered"
    message = _("This request was answered meanwhile. Nothing was changed.")
