"""What this app hears of the event log: its own facts, to tell people of them."""

from cms.accounts.enums import STAFF_ROLES, RequestState, Role
from cms.accounts.models import InstructorRequest, User
from cms.accounts.services import roles_of
from cms.eventlog import subscribe
from cms.eventlog.models import Event
from cms.notifications.services import notify


def tell_of_role(event: Event) -> None:
    """Tell a person of a role for the editor that another person gave them.

    Not those who have no password yet: their invitation says it.
    """
    user = User.objects.filter(pk=event.subject_id).first()
    role = Role(event.data["role"]) if event.data["role"] in Role.values else None
    if user is None or role not in STAFF_ROLES or event.actor_id in (None, user.pk):
        return
    # Taken back before this was worked: there is nothing to tell.
    if role in roles_of(user) and user.has_usable_password():
        notify(
            "accounts.role_granted",
            [user.pk],
            dedupe_key=f"event:{event.pk}",
            data={"role": role.value},
        )


def tell_of_request(event: Event) -> None:
    """Tell the administrators of somebody who waits for their answer."""
    request = InstructorRequest.objects.filter(pk=event.subject_id).first()
    if request is None or request.state != RequestState.OPEN:
        return
    administrators = User.objects.administrators().exclude(pk=request.user_id)
    notify(
        "accounts.teach_requested",
        administrators.values_list("pk", flat=True),
        dedupe_key=f"event:{event.pk}",
        data={"request": request.pk},
    )


def tell_of_refusal(event: Event) -> None:
    """Tell the person that their request was declined."""
    request = InstructorRequest.objects.filter(pk=event.subject_id).first()
    if request is not None and request.state == RequestState.DECLINED:
        notify(
            "accounts.teach_declined",
            [request.user_id],
            dedupe_key=f"event:{event.pk}",
            data={"request": request.pk},
        )


subscribe("accounts.tell_of_role", to=("accounts.role_granted",), handler=tell_of_role)
subscribe("accounts.tell_of_request", to=("accounts.teach_requested",), handler=tell_of_request)
subscribe("accounts.tell_of_refusal", to=("accounts.teach_declined",), handler=tell_of_refusal)
