"""What people are told about their accounts, beside the mails that signing in needs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.accounts.enums import Role
from cms.accounts.models import InstructorRequest, User
from cms.accounts.permissions import user_may_give_roles
from cms.notifications.services import NotificationKind, register_kind

Data = Mapping[str, Any]


def role_address(data: Data) -> str:
    """Return where somebody with a new role begins."""
    name = "teach" if data.get("role") == Role.INSTRUCTOR else "wagtailadmin_home"
    return reverse(name)


def role_words(rows: Sequence[Data]) -> list[dict[str, Any] | None]:
    """Add the role's name; a role that is no more has nothing to tell."""
    labels = dict(Role.choices)
    return [
        {**row, "role_name": labels[row["role"]]} if row.get("role") in labels else None
        for row in rows
    ]


def request_words(rows: Sequence[Data]) -> list[dict[str, Any] | None]:
    """Add who asked and what was answered, for all rows in one query."""
    wanted = [row.get("request") for row in rows]
    found = InstructorRequest.objects.select_related("user").in_bulk(
        [pk for pk in wanted if isinstance(pk, int)]
    )
    return [
        {**row, "person": str(request.user), "reason": request.reason}
        if (request := found.get(pk))
        else None
        for row, pk in zip(rows, wanted, strict=True)
    ]


def answer_address(data: Data) -> str:
    """Return the screen on which an administrator answers."""
    return reverse("teach_requests:answer", args=[data["request"]])


def teach_address(_data: Data) -> str:
    """Return the page that says where the person's request stands."""
    return reverse("teach")


def answers_requests(user: User) -> bool:
    """Say whether requests to teach are the person's to answer."""
    return user_may_give_roles(user)


def register() -> None:
    """Declare the kinds."""
    register_kind(
        NotificationKind(
            name="accounts.role_granted",
            label=_("A new role"),
            description=_("You may do something on this site that you could not do before."),
            template_prefix="accounts/email/role_granted",
            url=role_address,
            contexts=role_words,
        )
    )
    register_kind(
        NotificationKind(
            name="accounts.teach_declined",
            label=_("Answer to your request to teach"),
            description=_("An administrator declined your request and says why."),
            template_prefix="accounts/email/teach_declined",
            url=teach_address,
            contexts=request_words,
        )
    )
    register_kind(
        NotificationKind(
            name="accounts.teach_requested",
            label=_("Requests to teach"),
            description=_("Somebody wants to become an instructor and waits for an answer."),
            template_prefix="accounts/email/teach_requested",
            url=answer_address,
            contexts=request_words,
            concerns=answers_requests,
        )
    )
