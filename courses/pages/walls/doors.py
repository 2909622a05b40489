"""Which admin addresses are open to people who are no administrators, and on what condition.

An address that nobody declared is refused to them: what a new package brings is closed by birth.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import ResolverMatch
from wagtail import hooks

# Packages above this one declare their addresses by a hook of this name, which returns a
# dictionary such as DOORS in declared.py.
DECLARING_HOOK = "declare_admin_doors"

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Visit:
    """A request on its way to an admin address."""

    request: HttpRequest
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]

    @property
    def user(self) -> Any:
        return self.request.user

    def keys(self, name: str) -> set[int] | None:
        """Return the numbers given by this name; None when something else was given.

        `?name` is a field of the query or the form, `#0` a nameless part of the address.
        """
        if name.startswith("?"):
            field = name[1:]
            found = [*self.request.GET.getlist(field), *self.request.POST.getlist(field)]
        elif name.startswith("#"):
            found = [self.args[int(name[1:])]]
        else:
            found = [self.kwargs[name]] if self.kwargs.get(name) is not None else []
        found = [str(one) for one in found if str(one) != ""]
        if not all(one.isascii() and one.isdigit() for one in found):
            return None
        return {int(one) for one in found}


Check = Callable[[Visit], bool]


@dataclass(frozen=True)
class Door:
    """One address: why it may be open, what is asked of each visit, what answers in its place."""

    reason: str
    checks: tuple[Check, ...] = ()
    instead: View | None = None

    def lets_in(self, visit: Visit) -> bool:
        return all(check(visit) for check in self.checks)


def name_of(match: ResolverMatch) -> str:
    """Return what an address is declared by: its name with namespaces, else its route."""
    return match.view_name if match.url_name else match.route


def door_of(match: ResolverMatch) -> Door | None:
    """Return the address's door, None for an address that nobody declared.

    `namespace:*` declares all of a namespace at once.
    """
    known = all_doors()
    return known.get(name_of(match)) or known.get(f"{match.namespace}:*")


@cache
def all_doors() -> dict[str, Door]:
    """Return every declared address.

    Raises ValueError for one that is declared twice.
    """
    from courses.pages.walls.declared import DOORS

    doors = dict(DOORS)
    for declare in hooks.get_hooks(DECLARING_HOOK):
        for name, door in declare().items():
            if name in doors:
                raise ValueError(f"The admin address {name} is declared twice.")
            doors[name] = door
    return doors


def doors(reason: str, names: Iterable[str], *checks: Check) -> dict[str, Door]:
    """Return doors that are alike, by their names."""
    return {name: Door(reason, checks) for name in names}
