from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation

from cms.accounts.admin_account import speak_the_persons_language
from cms.accounts.links import known_language
from cms.accounts.permissions import user_may_enter_admin
from cms.accounts.time_zones import zone_of

# Signing out must work for those who are kept out of the rest.
OPEN_PATHS = ("login/", "logout/", "password_reset/")


class AdminGateMiddleware:
    """Tells people without a role for the editor so.

    Wagtail would send them to the sign-in page, which sends whoever is signed in back: a loop.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        admin = reverse("wagtailadmin_home")
        if (
            request.path_info.startswith(admin)
            and not request.path_info.startswith(tuple(admin + path for path in OPEN_PATHS))
            and request.user.is_authenticated
        ):
            if user_may_enter_admin(request.user):
                speak_the_persons_language(request.user)
                return self.get_response(request)
            # The admin's addresses have no language in them.
            with translation.override(known_language(request.user.language)):
                return render(request, "accounts/no_admin_access.html", status=HTTPStatus.FORBIDDEN)
        return self.get_response(request)


class TimeZoneMiddleware:
    """Shows times in the zone of the person who is signed in.

    Only for requests that bring a session and reach a view: others must not pay for one, nor
    have their pages told apart by the cookie.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        finally:
            # The thread serves somebody else next.
            timezone.deactivate()

    def process_view(self, request: HttpRequest, *args: object) -> None:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            timezone.activate(zone_of(request.user.time_zone))
