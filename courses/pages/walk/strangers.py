"""The request that pages of a walk are made for: nobody's, at the page's public address.

It is made anew, so that what came with the real one cannot come along: cookies, session, account.
"""

from io import BytesIO
from urllib.parse import unquote, urlsplit

from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest

# The site it was asked of, and what kind of answer is wanted.
KEPT = (
    "HTTP_ACCEPT",
    "HTTP_HOST",
    "HTTP_X_FORWARDED_HOST",
    "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO",
    "REMOTE_ADDR",
    "SERVER_NAME",
    "SERVER_PORT",
    "SERVER_PROTOCOL",
    "wsgi.url_scheme",
)


def stranger_at(request: HttpRequest, address: str, viewer: AnonymousUser) -> WSGIRequest:
    """Return a request for `address` by the viewer, without anything of who really asks."""
    environ = {name: request.META[name] for name in KEPT if name in request.META}
    environ |= {"REQUEST_METHOD": "GET", "wsgi.input": BytesIO()}
    stranger = WSGIRequest(environ)
    stranger.path = stranger.path_info = unquote(urlsplit(address).path)
    stranger.user = viewer
    # Wagtail's own marks: this is no visit.
    stranger.is_dummy = True  # type: ignore[attr-defined]
    stranger.is_preview = True  # type: ignore[attr-defined]
    return stranger
