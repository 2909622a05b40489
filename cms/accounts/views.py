"""The account pages: allauth's views with our frame of headers, one transaction and `next`."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from allauth.account import views as allauth_views
from allauth.account.internal.flows.logout import logout
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from cms.accounts.adapter import next_of, with_next
from cms.accounts.limits import seconds_until_allowed
from cms.accounts.links import is_local_address

View = Callable[..., HttpResponseBase]


def account_page(view: View) -> View:
    """Serve the view as an account page: kept by no cache and no search engine.

    What it writes and the mail that tells of it are one transaction.
    """

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST":
            with transaction.atomic():
                response = view(request, *args, **kwargs)
        else:
            response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
        return response

    return page


def too_many_attempts(request: HttpRequest) -> HttpResponse:
    """Say when the next attempt is possible. allauth finds this as `handler429` of the root."""
    seconds = seconds_until_allowed(request)
    response = render(
        request,
        "account/too_many_attempts.html",
        {"minutes": -(-seconds // 60), "back_url": with_next(request.path, request)},
        status=HTTPStatus.TOO_MANY_REQUESTS,
    )
    response["Retry-After"] = str(seconds)
    return response


class LocalNextMixin:
    """Puts `next` into the form only when it would also be followed."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context["next"] = next_of(self.request) or ""
        return context


class SignInView(LocalNextMixin, allauth_views.LoginView):
    def form_invalid(self, form: Any) -> HttpResponse:
        if form.has_error(NON_FIELD_ERRORS, "too_many_login_attempts"):
            return too_many_attempts(self.request)
        return super().form_invalid(form)


class SignUpView(LocalNextMixin, allauth_views.SignupView):
    pass


class SignOutView(LocalNextMixin, allauth_views.LogoutView):
    pass


class VerificationSentView(LocalNextMixin, allauth_views.EmailVerificationSentView):
    pass


class ConfirmEmailView(LocalNextMixin, allauth_views.ConfirmEmailView):
    def get_redirect_url(self) -> str:
        """Lead on to where the person wanted to go, by way of signing in where that is due.

        Only the browser that signed up is signed in by the link (allauth then never comes
        here): the link alone, read in a forwarded mail, must not open the account.
        """
        if self.request.user.is_authenticated:
            return super().get_redirect_url()
        return with_next(reverse("account_login"), self.request)


class PasswordResetView(LocalNextMixin, allauth_views.PasswordResetView):
    def get_success_url(self) -> str:
        """Lead to the page that says to look for the mail; `next` waits in the mail's link."""
        return with_next(reverse("account_reset_password_done"), self.request)


class PasswordResetDoneView(LocalNextMixin, allauth_views.PasswordResetDoneView):
    pass


class ChoosePasswordView(LocalNextMixin, allauth_views.PasswordResetFromKeyView):
    pass


class PasswordChangeView(LocalNextMixin, allauth_views.PasswordChangeView):
    pass


class PasswordSetView(LocalNextMixin, allauth_views.PasswordSetView):
    pass


class ReauthenticateView(LocalNextMixin, allauth_views.ReauthenticateView):
    pass


def sign_in_for_admin(request: HttpRequest) -> HttpResponseRedirect:
    """Lead from Wagtail's sign-in address to the site's: there is one form for passwords."""
    wanted = request.GET.get("next")
    if wanted is None or not is_local_address(wanted):
        wanted = reverse("wagtailadmin_home")
    return HttpResponseRedirect(f"{reverse(settings.LOGIN_URL)}?{urlencode({'next': wanted})}")


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out_of_admin(request: HttpRequest) -> HttpResponseRedirect:
    """Sign out by the button in Wagtail's menu; a mere link leads to the page that asks first."""
    if request.method == "POST":
        logout(request)
        return HttpResponseRedirect(reverse("account_login"))
    return HttpResponseRedirect(reverse("account_logout"))


def reset_for_admin(request: HttpRequest, rest: str = "") -> HttpResponseRedirect:
    """Lead from Wagtail's password reset to the site's."""
    return HttpResponseRedirect(reverse("account_reset_password"))
