"""Tags of the shared parts under templates/components."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import template
from django.core.paginator import Page

register = template.Library()

CRESTS = 4
TINTS = ("moss", "lake", "clay", "plum", "rose", "reed")


@dataclass(frozen=True)
class Bird:
    """The drawing of a person without a picture: a crest and a category's tint."""

    crest: int
    tint: str


@register.simple_tag
def bird_of(person: Any) -> Bird:
    """Return the bird of this person, the same one for ever.

    The id is spread first, for neighbours in a list would else differ by one tint only.
    """
    spread = hashlib.sha256(str(getattr(person, "pk", "")).encode()).digest()
    return Bird(crest=spread[0] % CRESTS + 1, tint=TINTS[spread[1] % len(TINTS)])


@register.simple_tag
def page_numbers(page: Page) -> list[int | None]:
    """Return the numbers to show for a list's pages; None stands where some are left out."""
    shown: Iterable[Any] = page.paginator.get_elided_page_range(
        page.number, on_each_side=1, on_ends=1
    )
    return [number if isinstance(number, int) else None for number in shown]


@register.filter
def percent_of(part: float, whole: float) -> int:
    """Return the share as a whole number from 0 to 100; nothing of nothing is 0.

    Only what is whole shows as 100, only nothing as 0: both say something to a learner.
    """
    if whole <= 0 or part <= 0:
        return 0
    if part >= whole:
        return 100
    return min(max(round(part * 100 / whole), 1), 99)
