"""The people of the planted site: a word in whatever they say of themselves."""

from datetime import UTC, datetime
from typing import Any

from django.core.files.base import ContentFile

from cms.accounts.enums import RequestState
from cms.accounts.models import InstructorRequest
from tests.canaries.people import (
    EVERYBODY,
    FIRST,
    MEMBERS,
    NOBODY,
    SECOND,
    WRITERS,
    Seers,
    Who,
    own,
)
from tests.canaries.tokens import Canaries
from tests.core.upload_samples import picture
from tests.factories.accounts import UserFactory
from tests.factories.notifications import NotificationFactory

ROLES: dict[Who, dict[str, bool]] = {
    Who.UNVERIFIED: {"learner": True, "unverified": True},
    Who.LEARNER: {"learner": True},
    Who.OWNER: {"instructor": True},
    Who.EDITOR: {"instructor": True},
    Who.COURSE_REVIEWER: {"reviewer": True},
    Who.OTHER: {"instructor": True},
    Who.HELPER: {"instructor": True},
    Who.LOOKER: {"reviewer": True},
    Who.REMOVED: {"instructor": True},
    Who.REVIEWER: {"reviewer": True},
    Who.TRANSLATOR: {"translator": True},
    Who.ADMINISTRATOR: {"administrator": True},
}
COURSE_OF = {
    Who.OWNER: FIRST,
    Who.EDITOR: FIRST,
    Who.COURSE_REVIEWER: FIRST,
    Who.OTHER: SECOND,
    Who.HELPER: SECOND,
    Who.LOOKER: SECOND,
}
TEACHERS = (Who.OWNER, Who.EDITOR, Who.OTHER, Who.HELPER)


def knows_name(who: Who) -> Seers:
    """Teachers are named on their courses; reviewers to those whose courses they read."""
    if who in TEACHERS:
        return EVERYBODY
    seers = own(who)
    if who in COURSE_OF:
        seers |= MEMBERS[COURSE_OF[who]]
    # What they once did stands in the course's history.
    if who in (Who.REMOVED, Who.REVIEWER, Who.ADMINISTRATOR):
        seers |= MEMBERS[FIRST]
    return seers


def knows_address(who: Who) -> Seers:
    """Those who choose a course's people see by which address they chose them."""
    course = COURSE_OF.get(who)
    return own(who) | (WRITERS[course] if course else NOBODY)


def plant_people(canaries: Canaries) -> dict[Who, Any]:
    """Return everybody who has an account."""
    return {who: plant_person(canaries, who) for who in ROLES}


def plant_person(canaries: Canaries, who: Who) -> Any:
    address = canaries.word(f"{who}: e-mail", knows_address(who))
    person = UserFactory(
        email=f"{address}@example.org",
        display_name=canaries.word(f"{who}: display_name", knows_name(who)),
        about=canaries.word(f"{who}: about", EVERYBODY if who in TEACHERS else own(who)),
        **ROLES[who],
    )
    person.avatar.save("face.png", ContentFile(picture("PNG", (16, 16))))
    canaries.literal(person.password.rpartition("$")[2], f"{who}: password", NOBODY)
    plant_news(canaries, who, person)
    return person


def plant_news(canaries: Canaries, who: Who, person: Any) -> None:
    """Tell them something, and have them ask for something."""
    mine = own(who)
    NotificationFactory(
        user=person,
        kind="accounts.role_granted",
        data={
            "role": "learner",
            "x": canaries.word(f"{who}: Notification.data", mine, is_met=False),
        },
        # It is opened by POST.
        url=f"/en/{canaries.word(f'{who}: Notification.url', mine, is_met=False)}/",
        dedupe_key=canaries.word(f"{who}: Notification.dedupe_key", NOBODY, is_met=False),
    )
    if who in (Who.LEARNER, Who.UNVERIFIED):
        InstructorRequest.objects.create(
            user=person,
            words=canaries.word(f"{who}: InstructorRequest.words", mine),
            reason=canaries.word(f"{who}: InstructorRequest.reason", mine),
            state=RequestState.DECLINED,
            asked_at=datetime(2026, 1, 1, tzinfo=UTC),
            decided_at=datetime(2026, 1, 2, tzinfo=UTC),
        )
