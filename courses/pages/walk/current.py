"""The walk that a page is made for at the moment, and the one place where addresses of a course's
pages come from.

Whoever shows a link to a page of a course asks `address_of`: within a walk of that course it stays
in the walk, and everywhere else it is the public address.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import Q
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page

if TYPE_CHECKING:
    from courses.pages.walk.tokens import Walk


@dataclass(frozen=True)
class WalkedCourse:
    """The course's page in one language."""

    pk: int
    path: str
    language: str


@dataclass(frozen=True)
class Walking:
    """A walk under way: the languages it leads to, and what its course leaves out of them."""

    walk: "Walk"
    # By locale.
    courses: Mapping[int, WalkedCourse]
    # Paths of pages that leave the course with its next release.
    removed: tuple[str, ...] = ()
    _tokens: dict[str, str] = field(default_factory=dict)

    def covers(self, page: Page) -> bool:
        """Say whether the page is part of the course that is walked."""
        course = self.courses.get(page.locale_id)
        return course is not None and page.path.startswith(course.path)

    def shows(self, page: Page) -> bool:
        """Say whether the page will be there for readers once the draft is released."""
        return page.alias_of_id is None and not page.path.startswith(self.removed)

    def address(self, pk: int, language: str) -> str:
        """Return where the page with this key is walked."""
        if language not in self._tokens:
            self._tokens[language] = self.walk.in_language(language).token
        return reverse("courses_pages:walk", args=[self._tokens[language], pk])

    def address_of(self, page: Page) -> str:
        """Return where a page that is covered is walked."""
        return self.address(page.pk, self.courses[page.locale_id].language)


_current: ContextVar[Walking | None] = ContextVar("walking", default=None)


def current_walk() -> Walking | None:
    """Return the walk that is under way, None where readers are answered."""
    return _current.get()


@contextmanager
def walking(found: Walking) -> Iterator[None]:
    """Have all links lead to the walk that belong to it."""
    before = _current.set(found)
    try:
        yield
    finally:
        _current.reset(before)


def address_of(page: Page, request: HttpRequest | None = None) -> str:
    """Return the page's address: within a walk of its course the walk's, else the public one."""
    found = current_walk()
    if found is not None and found.covers(page):
        return found.address_of(page)
    return page.get_url(request) or ""


def is_linked(page: Page) -> bool:
    """Say whether a text may link to the page: it is live, or shown by the walk at hand."""
    found = current_walk()
    if found is not None and found.covers(page):
        return found.shows(page)
    return bool(page.live)


def linked_pages() -> Q:
    """Return the condition for pages that texts may link to."""
    condition = Q(live=True)
    found = current_walk()
    for course in found.courses.values() if found else ():
        condition |= Q(path__startswith=course.path)
    return condition
