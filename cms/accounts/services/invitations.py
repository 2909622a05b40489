"""Accounts that somebody else makes: the person gets a link by which to choose a password."""

import logging
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.urls import reverse

from cms.accounts.enums import Role
from cms.accounts.links import account_link, choose_password_link, known_language
from cms.accounts.mails import send_account_mail
from cms.accounts.models import User, normalise_email
from cms.accounts.permissions import user_may_enter_admin
from cms.accounts.services.roles import grant_role
from cms.notifications.models import OutgoingMail

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Invitation:
    """What came of inviting somebody."""

    user: User
    is_new: bool
    mail: OutgoingMail | None

    @property
    def is_mailed(self) -> bool:
        """Whether a link is on its way."""
        return self.mail is not None

    @property
    def summary(self) -> str:
        """One sentence for the owner's terminal."""
        if self.mail is None:
            return f"{self.user.email} is an administrator already and can sign in."
        return f"A mail to {self.user.email} holds a link to choose a password and sign in."


@transaction.atomic
def invite_administrator(email: str, *, language: str, now: datetime) -> Invitation:
    """Make sure that this person is an administrator and can sign in.

    Who has no password yet gets a mail with a link, a new one each time. An administrator
    with a password is left alone. An account whose address was never confirmed may be
    somebody else's attempt: its password is taken away, so that only the mailbox counts.
    """
    address = normalise_email(email)
    user = User.objects.select_for_update().filter(email=address).first()
    is_new = user is None
    if user is None:
        user = User.objects.create_user(
            address,
            display_name=address.partition("@")[0][:80],
            language=known_language(language),
            joined_at=now,
        )
    confirmed = EmailAddress.objects.filter(user=user, email=address, verified=True).exists()
    if not confirmed and user.has_usable_password():
        user.set_unusable_password()
        user.save(update_fields=["password"])
    confirm_address(user)
    grant_role(user, Role.LEARNER, by=None)
    is_granted = grant_role(user, Role.ADMINISTRATOR, by=None)
    if user.has_usable_password() and not is_granted:
        return Invitation(user, is_new=False, mail=None)
    return Invitation(user, is_new=is_new, mail=send_invitation(user, by=None))


@transaction.atomic
def send_invitation(user: User, *, by: User | None) -> OutgoingMail | None:
    """Queue a mail with a link by which to choose a password and be signed in; return it."""
    has_admin = user_may_enter_admin(user)
    next_path = reverse("wagtailadmin_home") if has_admin else None
    mail = send_account_mail(
        "account/email/invitation",
        to=user.email,
        language=user.language,
        context={
            "user": user,
            "invited_by": by,
            "has_admin": has_admin,
            "has_password": user.has_usable_password(),
            "choose_password_url": choose_password_link(user, next_path=next_path),
            "sign_in_url": account_link("account_login", user.language, next_path=next_path),
        },
    )
    logger.info("An invitation was queued", extra={"event": "accounts.invited", "user_id": user.pk})
    return mail


def confirm_address(user: User) -> None:
    """Mark the account's own address as confirmed, for accounts that somebody vouches for."""
    EmailAddress.objects.filter(user=user, primary=True).exclude(email=user.email).update(
        primary=False
    )
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
