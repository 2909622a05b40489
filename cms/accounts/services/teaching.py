"""Becoming an instructor: a person asks, an administrator answers."""

import logging
from datetime import datetime

from django.db import IntegrityError, transaction

from cms.accounts.enums import RequestState, Role
from cms.accounts.errors import (
    AlreadyAnsweredError,
    AlreadyAskedError,
    AlreadyInstructorError,
    AskedTooSoonError,
)
from cms.accounts.models import InstructorRequest, User
from cms.accounts.services.roles import grant_role, roles_of
from cms.eventlog import emit

logger = logging.getLogger(__name__)


def newest_request(user: User) -> InstructorRequest | None:
    """Return what the person asked last, if they ever asked."""
    return InstructorRequest.objects.filter(user=user).order_by("-pk").first()


def ask_to_teach(user: User, *, words: str, now: datetime) -> InstructorRequest:
    """Write down that the person wants to teach, and tell it.

    Raises AlreadyInstructorError, AlreadyAskedError or AskedTooSoonError.
    """
    if Role.INSTRUCTOR in roles_of(user):
        raise AlreadyInstructorError
    last = newest_request(user)
    if last is not None and last.state == RequestState.OPEN:
        raise AlreadyAskedError
    if last is not None and last.may_ask_again_at and now < last.may_ask_again_at:
        raise AskedTooSoonError
    try:
        with transaction.atomic():
            request = InstructorRequest.objects.create(user=user, words=words, asked_at=now)
            emit("accounts.teach_requested", actor=user, subject=request, now=now)
    except IntegrityError:
        # The same form came twice at once: one of them is enough.
        raise AlreadyAskedError from None
    logger.info(
        "A person asked to teach",
        extra={"event": "accounts.teach_requested", "user_id": user.pk, "request_id": request.pk},
    )
    return request


@transaction.atomic
def grant_request(request: InstructorRequest, *, by: User, now: datetime) -> None:
    """Make the person an instructor. Raises AlreadyAnsweredError when somebody else was first."""
    _answer(request, RequestState.GRANTED, by=by, now=now)
    grant_role(request.user, Role.INSTRUCTOR, by=by)


@transaction.atomic
def decline_request(request: InstructorRequest, *, reason: str, by: User, now: datetime) -> None:
    """Say no and why. Raises AlreadyAnsweredError when somebody else was first."""
    _answer(request, RequestState.DECLINED, by=by, now=now, reason=reason)
    emit("accounts.teach_declined", actor=by, subject=request, now=now)
    logger.info(
        "A request to teach was declined",
        extra={"event": "accounts.teach_declined", "request_id": request.pk},
    )


def _answer(
    request: InstructorRequest, state: RequestState, *, by: User, now: datetime, reason: str = ""
) -> None:
    # One statement decides: of two who answer at once, one is told that the other was first.
    answered = InstructorRequest.objects.filter(pk=request.pk, state=RequestState.OPEN).update(
        state=state, decided_at=now, decided_by=by, reason=reason
    )
    if not answered:
        raise AlreadyAnsweredError
    request.refresh_from_db(fields=["state", "decided_at", "decided_by", "reason"])
