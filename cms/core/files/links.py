"""Signed addresses of private files.

An address says which file and until when, and cannot be made or changed without the site's
secret. It opens nothing by itself: the gate is asked whenever it is used. Addresses stay the
same within a window of time, so that a browser finds again what it has kept.

Where somebody without an account is shown what is not public, addresses carry a pass: what it
opens, and until when, is decided by those who gave it (`cms.core.gate.register_pass`).
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, get_args
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.urls import reverse

from cms.core.files.names import neutral_name

SALT = "cms.core.files"

# The name of the pass in an address.
PARAMETER = "pass"

# Gives the pass for a file's name, while a page is made for somebody who needs them.
_pass_for: ContextVar[Callable[[str], str] | None] = ContextVar("pass_for", default=None)

Disposition = Literal["inline", "attachment"]


class BadLinkError(Exception):
    """The address was not made here, was changed, or is over."""


@dataclass(frozen=True)
class Link:
    """What an address says: a name in the private area, how to show it, and until when."""

    name: str
    disposition: Disposition
    expires_at: int

    def seconds_left(self) -> int:
        """Return for how long it can still be used; nothing or less when it is over."""
        return self.expires_at - int(time.time())


def address(name: str, *, disposition: Disposition = "inline") -> str:
    """Return an address of the private file `name`, usable for FILES_LINK_SECONDS or longer.

    With "inline" the file's type still decides whether a browser shows it.
    """
    window = settings.FILES_LINK_WINDOW_SECONDS
    started = int(time.time()) // window * window
    expires_at = started + window + settings.FILES_LINK_SECONDS
    # Signer, not TimestampSigner: the time of signing would make every address a new one.
    token = signing.Signer(salt=SALT).sign_object([name, disposition, expires_at])
    return with_pass(reverse("core:file", args=[token, neutral_name(name)]), name)


@contextmanager
def passes(pass_for: Callable[[str], str] | None) -> Iterator[None]:
    """Have every address that is made meanwhile carry a pass; with None they carry none."""
    before = _pass_for.set(pass_for)
    try:
        yield
    finally:
        _pass_for.reset(before)


def with_pass(shown_address: str, name: str) -> str:
    """Return the address of the file `name` with a pass, where one is to be carried."""
    pass_for = _pass_for.get()
    if pass_for is None:
        return shown_address
    return f"{shown_address}?{urlencode({PARAMETER: pass_for(name)})}"


def read(token: str, shown_name: str) -> Link:
    """Return what an address says, or raise BadLinkError, which tells nothing."""
    try:
        name, disposition, expires_at = signing.Signer(salt=SALT).unsign_object(token)
    except Exception as error:  # a token is anything that somebody may type
        raise BadLinkError from error
    if disposition not in get_args(Disposition) or shown_name != neutral_name(name):
        raise BadLinkError
    link = Link(name, disposition, expires_at)
    if link.seconds_left() <= 0:
        raise BadLinkError
    return link
