"""What this app hears of the event log: who takes part in courses, and who may no longer."""

from collections.abc import Callable, Collection

from cms.accounts.models import User
from cms.eventlog import subscribe
from cms.eventlog.models import Event
from cms.notifications.services import notify
from courses.pages.enums import NUMBERED_STATES, ReleaseState
from courses.pages.models import CourseMembership, Release
from courses.pages.reviewers import reviewers_of
from courses.pages.services import follow_roles, source_page


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


def _release_of(event: Event) -> tuple[Release, dict[str, int]] | None:
    """Return the release that the event is about, and what a notification keeps of it."""
    rows = Release.objects.select_related("course").filter(pk=event.data["release_id"])
    release = rows.first()
    page = source_page(release.course.key) if release is not None else None
    if release is None or page is None:
        return None
    return release, {"page": page.pk, "release": release.pk}


def tell_reviewers(event: Event) -> None:
    """Tell those who may review of a submission, as long as it waits."""
    found = _release_of(event)
    if found is None or found[0].state != ReleaseState.WAITING:
        return
    release, data = found
    people = reviewers_of(release.course.key).values_list("pk", flat=True)
    keys = [key for key in people if key != release.submitted_by_id]
    notify("courses.review_wanted", keys, dedupe_key=f"event:{event.pk}", data=data)


def _tell(
    event: Event,
    kind: str,
    states: Collection[str],
    people: Callable[[Release], set[int | None]],
) -> None:
    """Tell these people of a release, as long as it stands as the event says."""
    found = _release_of(event)
    if found is None or found[0].state not in states:
        return
    release, data = found
    keys = [key for key in people(release) if key is not None]
    notify(f"courses.{kind}", keys, dedupe_key=f"event:{event.pk}", data=data)


def _author(release: Release) -> set[int | None]:
    return {release.submitted_by_id}


def _author_if_another_decided(release: Release) -> set[int | None]:
    return _author(release) - {release.decided_by_id}


def _author_if_scheduled(release: Release) -> set[int | None]:
    # What goes live at once is told with its approval.
    return _author(release) if release.go_live_at is not None else set()


def _author_and_reviewer(release: Release) -> set[int | None]:
    return {release.submitted_by_id, release.decided_by_id}


def tell_approved(event: Event) -> None:
    """Tell the author that a reviewer approved: it is live, or has its time."""
    states = (ReleaseState.SCHEDULED, *NUMBERED_STATES)
    _tell(event, "release_approved", states, _author_if_another_decided)


def tell_sent_back(event: Event) -> None:
    """Tell the author what a reviewer wants changed."""
    _tell(event, "release_sent_back", (ReleaseState.SENT_BACK,), _author_if_another_decided)


def tell_live(event: Event) -> None:
    """Tell the author that a release went live at its time."""
    _tell(event, "release_live", NUMBERED_STATES, _author_if_scheduled)


def tell_failed(event: Event) -> None:
    """Tell author and reviewer that a release could not go live at its time."""
    _tell(event, "release_failed", (ReleaseState.FAILED,), _author_and_reviewer)


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
for _event, _handler in (
    ("release_submitted", tell_reviewers),
    ("release_approved", tell_approved),
    ("release_sent_back", tell_sent_back),
    ("course_released", tell_live),
    ("release_failed", tell_failed),
):
    subscribe(f"courses.{_handler.__name__}", to=(f"courses.{_event}",), handler=_handler)
