"""What a new instructor does first: a registry that higher apps add to in AppConfig.ready()."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User


@dataclass(frozen=True)
class FirstStep:
    """One thing to do, and where. Without a heading, it is for those who have no course yet."""

    text: str | Promise
    label: str | Promise
    url: str
    heading: str | Promise = ""


StepSource = Callable[[User], FirstStep | None]
_sources: list[StepSource] = []


def register_first_step(source: StepSource) -> StepSource:
    """Ask this function first for the one step that the Teach page shows an instructor.

    It returns None when it has nothing to say; the one that registered first is asked first.
    """
    if source not in _sources:
        _sources.append(source)
    return source


def first_step(user: User) -> FirstStep:
    """Return the one thing that an instructor without a course should do now."""
    for source in _sources:
        step = source(user)
        if step is not None:
            return step
    if not user.has_whole_profile:
        return FirstStep(
            text=_(
                "Learners want to know who teaches them. Add a picture and a line about yourself."
            ),
            label=_("Complete your profile"),
            url=reverse("account_profile"),
        )
    return FirstStep(
        text=_("Your profile is complete. The editor is where courses are written."),
        label=_("Open the editor"),
        url=reverse("wagtailadmin_home"),
    )
