"""allauth's signals become roles and entries of the event log, in the request's transaction."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, password_reset, user_signed_up
from django.dispatch import receiver

from cms.accounts.enums import Role
from cms.accounts.models import User
from cms.accounts.services.invitations import confirm_address
from cms.accounts.services.roles import grant_role
from cms.eventlog import emit


@receiver(user_signed_up)
def welcome(user: User, **kwargs: Any) -> None:
    """Make a learner of everybody who signs up."""
    grant_role(user, Role.LEARNER, by=None)
    emit("accounts.signed_up", actor=user, subject=user, data={"language": user.language})


@receiver(email_confirmed)
def note_confirmation(email_address: EmailAddress, **kwargs: Any) -> None:
    user = email_address.user
    emit("accounts.email_verified", actor=user, subject=user, data={})


@receiver(password_reset)
def trust_mailbox(user: User, **kwargs: Any) -> None:
    """Count the address as confirmed: the link that led here came by mail to it."""
    confirm_address(user)
    emit("accounts.password_reset", actor=user, subject=user, data={})
