"""What this app hears of the event log: who takes part in courses, and who may no longer."""

from cms.accounts.models import User
from cms.eventlog import subscribe
from cms.eventlog.models import Event
from cms.notifications.services import notify
from courses.pages.models import CourseMembership
from courses.pages.services import follow_roles


def tell_member(event: Event) -> None:
    """Tell a person of the role that somebody else gave them, if they still have it."""
    user_id, role = event.data["user_id"], event.data["role"]
    if event.actor_id == user_id:
        return
    rows = CourseMembership.objects.filter(course=int(event.subject_id), user=user_id, role=role)
    if rows.exists():
        notify(
            "courses.member_added",
            [user_id],
            dedupe_key=f"event:{event.pk}",
            data={"page": event.data["page_id"], "role": role},
        )


def follow_role(event: Event) -> None:
    """Open or close the person's courses to them in the editor, as their roles now are."""
    follow_roles(User.objects.filter(pk=event.subject_id))


subscribe("courses.tell_member", to=("courses.member_added",), handler=tell_member)
subscribe(
    "courses.follow_role",
    to=(
        "accounts.role_granted",
        "accounts.role_revoked",
        "accounts.deactivated",
        "accounts.reactivated",
    ),
    handler=follow_role,
)
