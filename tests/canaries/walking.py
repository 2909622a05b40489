"""The walk: who asks for an address, what is answered, and what is wrong with that."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import connection
from django.test import Client

from tests.canaries.people import Who
from tests.canaries.planting import Planted
from tests.canaries.tokens import Canary

# Not the whole of it, as players ask for films.
PART = "PART"
HEADERS = {
    "POST": {"X-Requested-With": "XMLHttpRequest"},
    PART: {"Range": "bytes=0-15"},
}


class Asked(Protocol):
    """An address, and which answers it may give to whom."""

    path: str

    def is_expected(self, who: Who, response: Any) -> bool: ...


@dataclass
class Walked:
    """What came of a walk: every leak and surprise, and every canary that was met."""

    wrong: list[str] = field(default_factory=list)
    met: set[Canary] = field(default_factory=set)
    asked: int = 0


def client_of(planted: Planted, who: Who) -> Client:
    """Return who asks. Whoever has a link to a draft has no account."""
    client = Client(raise_request_exception=False)
    if who in planted.people:
        client.force_login(planted.people[who])
    return client


def ask(
    client: Client, path: str, method: str = "GET", *, keeps: bool = False
) -> tuple[Any, bytes]:
    """Return the answer, and all of it as bytes; what it wrote is taken back unless it `keeps`."""
    headers = HEADERS.get(method, {})
    data = "new_parent_page=1" if method == "POST" else ""
    method = "GET" if method == PART else method
    kind = "application/x-www-form-urlencoded"
    point = connection.savepoint()
    response = client.generic(method, path, data, content_type=kind, headers=headers)
    body = b"".join(response) if response.streaming else response.content
    if not keeps or response.status_code == 500:
        connection.savepoint_rollback(point)
    told = "\n".join(f"{name}: {value}" for name, value in response.items())
    told += "\n".join(one.OutputString() for one in response.cookies.values())
    return response, body + b"\n" + told.encode()


def walk(
    planted: Planted,
    who: Who,
    places: Iterable[Asked],
    *,
    method: str = "GET",
    keeps: bool = False,
) -> Walked:
    """Ask for each address and note what is not as it should be.

    Which status an address gives is declared for GET; by other methods it may refuse, not break.
    """
    walked, client = Walked(), client_of(planted, who)
    for place in places:
        response, answer = ask(client, place.path, method, keeps=keeps)
        walked.asked += 1
        # What was asked for comes back, in a form or on the way to signing in.
        met = {one for one in planted.canaries.found_in(answer) if one.token not in place.path}
        walked.met |= met
        leaks = sorted(str(one) for one in met if who not in one.seen_by)
        is_fine = place.is_expected(who, response) or (
            method in (PART, "HEAD") and response.status_code != 500
        )
        if leaks or not is_fine:
            walked.wrong.append(f"{who}: {method} {place}: {response.status_code} {leaks[:4]}")
    return walked
