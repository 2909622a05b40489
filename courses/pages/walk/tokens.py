"""What a walk's addresses say, and whether it still holds.

The token of a page's address says who opened the draft, which one, and how it is shown. The pass
in a file's address says the same without how it is shown, and opens that one file. Both are good
for as long as their owner has the same password and may read the course's drafts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from cms.accounts.models import User
from courses.outline.models import Course
from courses.pages.enums import Persona
from courses.pages.models import WalkLink
from courses.pages.viewers import PersonaUser
from courses.pages.walk.rights import may_send, may_walk

# How long an instructor's own walk lasts: a working day.
OWN_WALK = timedelta(hours=12)

_OF_PAGES = "courses.pages.walk.token"
_OF_FILES = "courses.pages.walk.pass"
_OF_OWNERS = "courses.pages.walk.owner"
_PRINT_LENGTH = 20
_PERSONAS = tuple(Persona)


class NoWalkError(Exception):
    """The address was not made here, or leads to nothing of the walk."""


class WalkEndedError(Exception):
    """The walk was opened once, and is over: by time, by its owner, or with the owner's right."""


@dataclass(frozen=True)
class Walk:
    """A draft that is open to whoever has its address. `at` is None for the moment of the visit."""

    owner: User
    course_id: int
    course_key: UUID
    persona: Persona
    language: str
    at: datetime | None
    ends_at: datetime
    # The link that it was sent by; an instructor's own walk has none.
    link_id: int | None = None

    @property
    def is_own(self) -> bool:
        """Whether whoever walks may choose anew as whom, when and in which language."""
        return self.link_id is None

    @property
    def viewer(self) -> PersonaUser:
        """Who sees the pages."""
        return PersonaUser(self.persona, self.course_key, self.at)

    @property
    def token(self) -> str:
        """What stands in the addresses of its pages; the same whenever it is asked for."""
        shown = [_PERSONAS.index(self.persona), self.language, _seconds(self.at) if self.at else 0]
        return signing.Signer(salt=_OF_PAGES).sign_object([*self._claims(), *shown], compress=True)

    def pass_for(self, name: str) -> str:
        """Return what opens the file of this name for as long as the walk lasts."""
        return signing.Signer(salt=f"{_OF_FILES}:{name}").sign_object(self._claims())

    def in_language(self, code: str) -> "Walk":
        """Return the same walk in another language."""
        return replace(self, language=code)

    def _claims(self) -> list[Any]:
        return [
            self.course_id,
            self.owner.pk,
            _print_of(self.owner),
            _seconds(self.ends_at),
            self.link_id or 0,
        ]


def own_walk(
    owner: User,
    course: Course,
    *,
    persona: Persona,
    language: str,
    at: datetime | None = None,
) -> Walk:
    """Return a walk of one's own, from now on; whether it may be is found when it is opened."""
    ends_at = timezone.now() + OWN_WALK
    return Walk(owner, course.pk, course.key, persona, language, at, ends_at)


def walk_of(link: WalkLink) -> Walk:
    """Return the walk that a link leads to; the link's course and owner are known."""
    return Walk(
        owner=link.owner,
        course_id=link.course_id,
        course_key=link.course.key,
        persona=Persona(link.persona),
        language=link.language,
        at=link.at,
        ends_at=link.ends_at,
        link_id=link.pk,
    )


def open_walk(token: str) -> Walk:
    """Return the walk of an address; raise NoWalkError, or WalkEndedError for one that is over."""
    try:
        *claims, persona, language, at = signing.Signer(salt=_OF_PAGES).unsign_object(token)
    except Exception as error:  # a token is anything that somebody may type
        raise NoWalkError from error
    owner, course_key, ends_at, link_id = _still_open(claims)
    return Walk(
        owner=owner,
        course_id=claims[0],
        course_key=course_key,
        persona=_PERSONAS[persona],
        language=language,
        at=datetime.fromtimestamp(at, UTC) if at else None,
        ends_at=ends_at,
        link_id=link_id,
    )


def open_pass(text: str, name: str) -> tuple[User, UUID]:
    """Return whose pass it is for the file `name`, and the key of the course that is walked."""
    try:
        claims = signing.Signer(salt=f"{_OF_FILES}:{name}").unsign_object(text)
    except Exception as error:  # as above
        raise NoWalkError from error
    owner, course_key, _ends_at, _link_id = _still_open(claims)
    return owner, course_key


def _still_open(claims: Sequence[Any]) -> tuple[User, UUID, datetime, int | None]:
    course_id, owner_id, fingerprint, ends, link_id = claims
    ends_at = datetime.fromtimestamp(ends, UTC)
    if ends_at <= timezone.now():
        raise WalkEndedError
    owner = User.objects.filter(pk=owner_id, is_active=True).first()
    if owner is None or not constant_time_compare(fingerprint, _print_of(owner)):
        raise WalkEndedError
    course = Course.objects.filter(pk=course_id).first()
    if course is None or not may_walk(owner, course.key):
        raise WalkEndedError
    if link_id:
        links = WalkLink.objects.filter(pk=link_id, owner=owner_id, course=course_id)
        is_open = links.filter(ended_at=None, ends_at__gt=timezone.now()).exists()
        if not is_open or not may_send(owner, course.key):
            raise WalkEndedError
    return owner, course.key, ends_at, link_id or None


def _print_of(owner: User) -> str:
    """Return what changes with the owner's password, and tells nothing about it."""
    return salted_hmac(_OF_OWNERS, owner.password, algorithm="sha256").hexdigest()[:_PRINT_LENGTH]


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())
