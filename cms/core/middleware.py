"""Headers, the request's id, the language, and the pages of a site that is closed or refuses."""

import re
import uuid
from collections.abc import Callable

import structlog
from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.urls import reverse
from django.utils import translation

from cms.core import maintenance
from cms.core.languages import (
    LanguageRedirect,
    best_language,
    site_language_codes,
    to_normal_form,
)
from cms.core.problems import answer_for

GetResponse = Callable[[HttpRequest], HttpResponse]
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestIdMiddleware:
    """Gives each request an id, in its log lines and in X-Request-ID.

    An id sent along is believed only behind a declared proxy.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        sent = request.headers.get("X-Request-ID", "") if settings.TRUSTED_PROXIES else ""
        request_id = sent if _REQUEST_ID.fullmatch(sent) else uuid.uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class SiteLocaleMiddleware(LocaleMiddleware):
    """Chooses among the languages that the site has, not all that the settings know.

    Without it, a visitor whose browser asks for a language that this site was not set up
    in would be led there, and Wagtail would serve another language's page under its name.
    """

    response_redirect_class = LanguageRedirect

    def process_request(  # type: ignore[override]  # a middleware may answer; Django's never does
        self, request: HttpRequest
    ) -> HttpResponse | None:
        """Choose the language; answer only an address that is to be written another way."""
        named = translation.get_language_from_path(request.path_info)
        if named is None:
            self._use(request, best_language(request))
            return None
        if named in site_language_codes():
            self._use(request, named)
            return to_normal_form(request)
        self._use(request, settings.LANGUAGE_CODE)
        if named != settings.LANGUAGE_CODE:
            raise Http404
        return None

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Look for a page in a language where nothing was found without one.

        Not where a view marked its answer as the last word: its address never had a language.
        """
        if getattr(response, "has_no_language", False):
            return response
        return super().process_response(request, response)

    def _use(self, request: HttpRequest, code: str) -> None:
        translation.activate(code)
        request.LANGUAGE_CODE = code


class SecurityPolicyMiddleware(CSPMiddleware):
    """The strict policy for the site, Wagtail's needs for its admin, and Permissions-Policy."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(reverse("wagtailadmin_home")):
            parts.replace = {**settings.ADMIN_CONTENT_SECURITY_POLICY, **(parts.replace or {})}
        return parts

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        return super().process_response(request, response)


class MaintenanceMiddleware:
    """Answers 503 while the site is closed, to all but those who may open it again.

    It stands before sessions, so that the closed page comes without the database. Whether a
    person may pass is known once the view is about to be called.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        minutes = maintenance.closed_for_minutes()
        if minutes is None or maintenance.is_open_address(request):
            return self.get_response(request)
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return maintenance.closed_page(request, minutes)
        request.closed_for_minutes = minutes  # type: ignore[attr-defined]  # read below
        response = self.get_response(request)
        if getattr(request, "may_pass", False):
            return response
        # Also what failed on its way to the view, such as a session without its database.
        return maintenance.closed_page(request, minutes)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponse | None:
        """Let those with the permission through, and call no view for the others."""
        minutes = getattr(request, "closed_for_minutes", None)
        if minutes is None:
            return None
        if request.user.has_perm(maintenance.PERMISSION):
            request.may_pass = True  # type: ignore[attr-defined]  # read above
            return None
        return maintenance.closed_page(request, minutes)


class ProblemMiddleware:
    """Answers what views raise for which Django has no page of its own: 410 and 429."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Return the page for it, or None."""
        return answer_for(request, exception)
