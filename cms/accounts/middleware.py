from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation

from cms.accounts.links import known_language
from cms.accounts.permissions import user_may_enter_admin

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
            and not user_may_enter_admin(request.user)
        ):
            # The admin's addresses have no language in them.
            with translation.override(known_language(request.user.language)):
                return render(request, "accounts/no_admin_access.html", status=HTTPStatus.FORBIDDEN)
        return self.get_response(request)
