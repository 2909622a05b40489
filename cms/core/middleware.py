"""Headers and the request's id."""

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

from cms.core.languages import site_language_codes

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

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        code = translation.get_language()
        if code in site_language_codes():
            return
        is_named = code == translation.get_language_from_path(request.path_info)
        translation.activate(settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = settings.LANGUAGE_CODE
        if is_named and code != settings.LANGUAGE_CODE:
            raise Http404


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
