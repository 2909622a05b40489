"""Pages that say why something was not served, in the language of the address.

They must also come out when the database is away, when no middleware has run, and when the
request itself cannot be read. So language is taken from the address, and a page in the site's
full frame gives way to the bare one, which asks the database nothing.
"""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext, gettext_noop

from cms.core.languages import site_language_codes

logger = logging.getLogger(__name__)

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)

# What programs get instead of a page. The pages themselves say more.
SHORT_ANSWERS = {
    HTTPStatus.BAD_REQUEST: gettext_noop("The request could not be read."),
    HTTPStatus.FORBIDDEN: gettext_noop("This is not open to you."),
    HTTPStatus.NOT_FOUND: gettext_noop("There is nothing at this address."),
    HTTPStatus.GONE: gettext_noop("What was here has been taken down for good."),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: gettext_noop("More was sent than this site takes."),
    HTTPStatus.TOO_MANY_REQUESTS: gettext_noop("There were too many requests. Try again later."),
    HTTPStatus.INTERNAL_SERVER_ERROR: gettext_noop("Something went wrong here."),
    HTTPStatus.SERVICE_UNAVAILABLE: gettext_noop("The site is being worked on."),
}
# A cache may keep that nothing is there; every other refusal may be over in a minute.
UNKEPT = frozenset(SHORT_ANSWERS) - {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}

# When not even a template can be rendered. Nobody should ever see it.
LAST_RESORT = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="robots" content="noindex">'
    "<title>Something went wrong here</title><h1>Something went wrong here</h1>"
    "<p>It is not your doing, and it has been noted. Try again in a minute.</p></html>"
)


class GoneError(Exception):
    """Raised by a view for what was here once and will not come back; answered with 410."""


class TooManyRequestsError(Exception):
    """Raised by a view when a limit is reached; answered with 429."""

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(retry_after_seconds)
        self.retry_after_seconds = retry_after_seconds


def language_of_address(request: HttpRequest) -> str:
    """Return the language that the address names, else the one in use, else the site's first.

    A language that the site was not set up in does not count, where that can be found out.
    """
    try:
        known = set(site_language_codes())
    except Exception:  # the database or the cache is away: the address alone has to do
        known = set()
    known = known or {code for code, _name in settings.LANGUAGES}
    for code in (translation.get_language_from_path(request.path_info), translation.get_language()):
        if code in known:
            return str(code)
    return settings.LANGUAGE_CODE


def is_for_a_program(request: HttpRequest) -> bool:
    """Say whether a script asks, which a whole page would not help."""
    wanted = request.get_preferred_type(["text/html", "application/json"])
    return wanted == "application/json" or request.headers.get("X-Requested-With") == (
        "XMLHttpRequest"
    )


def problem_page(
    request: HttpRequest,
    status: HTTPStatus,
    *,
    template: str | None = None,
    context: Mapping[str, Any] | None = None,
    retry_after_seconds: int | None = None,
) -> HttpResponse:
    """Return the page for `status`, or a short answer for a program.

    `template` names another page than the status' own, `retry_after_seconds` sends Retry-After
    and tells the page in how many `minutes` another try makes sense.
    """
    data = dict(context or {})
    if retry_after_seconds is not None:
        data["minutes"] = max(1, -(-retry_after_seconds // 60))
    response: HttpResponse
    with translation.override(language_of_address(request)):
        if is_for_a_program(request):
            response = _short_answer(request, status)
        else:
            html = _render(request, template or f"{status.value}.html", data)
            response = HttpResponse(html, status=status)
        response["Content-Language"] = translation.get_language() or settings.LANGUAGE_CODE
    if retry_after_seconds is not None:
        response["Retry-After"] = str(retry_after_seconds)
    return _keep_out(response, status)


def _keep_out(response: HttpResponse, status: HTTPStatus) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    if status in UNKEPT:
        add_never_cache_headers(response)
    return response


def _short_answer(request: HttpRequest, status: HTTPStatus) -> HttpResponse:
    message = gettext(SHORT_ANSWERS[status])
    if request.get_preferred_type(["text/plain", "application/json"]) == "application/json":
        return JsonResponse({"status": status.value, "message": message}, status=status)
    return HttpResponse(f"{message}\n", status=status, content_type="text/plain; charset=utf-8")


def _render(request: HttpRequest, template: str, data: dict[str, Any]) -> str:
    """Render in the site's frame, else in the bare one, else give the last resort."""
    for frame in ("base.html", "bare.html"):
        try:
            return render_to_string(template, {**data, "frame": frame}, request=request)
        except Exception:  # whatever is broken, the visitor is told about the first problem
            logger.exception(
                "A problem's page could not be rendered",
                extra={"event": "problem.unrendered", "template": template, "frame": frame},
            )
    return LAST_RESORT


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be read; 413 when it was merely too large."""
    if isinstance(exception, TOO_LARGE):
        return problem_page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return problem_page(request, HTTPStatus.BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer who may not see what is there."""
    return problem_page(request, HTTPStatus.FORBIDDEN)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an address at which nothing is."""
    return problem_page(request, HTTPStatus.NOT_FOUND)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when our own code failed; Django has logged it."""
    return problem_page(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or old. Nothing was done."""
    return problem_page(request, HTTPStatus.FORBIDDEN, template="403_csrf.html")


def answer_for(request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
    """Return the page for what a view raised, None for what Django knows how to answer."""
    if isinstance(exception, GoneError):
        return problem_page(request, HTTPStatus.GONE)
    if isinstance(exception, TooManyRequestsError):
        return problem_page(
            request,
            HTTPStatus.TOO_MANY_REQUESTS,
            retry_after_seconds=exception.retry_after_seconds,
        )
    return None
