"""Who may sign in: deactivating, taking back, deleting."""

import logging

from django.db import transaction
from django.db.models import F

from cms.accounts.models import User
from cms.accounts.services.pictures import forget_picture_file
from cms.accounts.services.roles import refuse_losing_administrators
from cms.eventlog import emit

logger = logging.getLogger(__name__)


@transaction.atomic
def deactivate_users(users: list[User], *, by: User | None) -> int:
    """Keep these people from signing in and end their sessions; return how many that changed.

    Raises LastAdministratorError, with nobody deactivated.
    """
    refuse_losing_administrators(users)
    changed = 0
    for user in users:
        # One statement decides: of two that deactivate at once, one tells it.
        updated = User.objects.filter(pk=user.pk, is_active=True).update(
            is_active=False, session_generation=F("session_generation") + 1
        )
        if updated:
            user.refresh_from_db(fields=["is_active", "session_generation"])
            emit("accounts.deactivated", actor=by, subject=user, data={})
            logger.info(
                "An account was deactivated",
                extra={"event": "accounts.deactivated", "user_id": user.pk},
            )
        changed += updated
    return changed


@transaction.atomic
def reactivate_users(users: list[User], *, by: User | None = None) -> int:
    """Let these people sign in again; return how many that changed.

    Sessions of before stay ended.
    """
    changed = 0
    for user in users:
        updated = User.objects.filter(pk=user.pk, is_active=False).update(is_active=True)
        if updated:
            user.refresh_from_db(fields=["is_active"])
            emit("accounts.reactivated", actor=by, subject=user, data={})
        changed += updated
    return changed


@transaction.atomic
def delete_users(users: list[User]) -> int:
    """Delete these accounts. Raises LastAdministratorError, with nobody deleted."""
    refuse_losing_administrators(users)
    for user in users:
        forget_picture_file(user)
    pks = [user.pk for user in users]
    deleted, _per_model = User.objects.filter(pk__in=pks).delete()
    logger.info("Accounts were deleted", extra={"event": "accounts.deleted", "user_ids": pks})
    return min(deleted, len(pks))


def end_sessions(user: User) -> None:
    """Sign the person out everywhere."""
    User.objects.filter(pk=user.pk).update(session_generation=F("session_generation") + 1)
    user.refresh_from_db(fields=["session_generation"])
