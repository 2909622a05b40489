"""Who looks at a course: a request's user, or a persona that stands for somebody."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from courses.pages.enums import Persona


class PersonaUser(AnonymousUser):
    """Nobody's account, that sees one course as a guest, a learner or a buyer would.

    It takes the place of the request's user where a draft is shown: nothing that belongs to an
    account can be asked of it. Of other courses than `course_key` it is a guest. `at` is the
    moment it looks at; without one that is now.
    """

    def __init__(self, persona: Persona, course_key: UUID, at: datetime | None = None) -> None:
        super().__init__()
        self.persona = persona
        self.course_key = course_key
        self.at = at

    @property
    def is_on_course(self) -> bool:
        """Whether the lessons are theirs to read."""
        return self.persona is not Persona.GUEST

    @property
    def is_anonymous(self) -> Any:
        """Whether pages offer to sign in: a learner has done so."""
        return self.persona is Persona.GUEST


def moment_of(viewer: Any) -> datetime:
    """Return the moment that the viewer looks at: now, unless a persona says otherwise."""
    at = getattr(viewer, "at", None)
    return at if isinstance(at, datetime) else timezone.now()
