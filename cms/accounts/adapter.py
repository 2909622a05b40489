"""What sign-up and sign-in do here beyond allauth's own."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from cms.accounts.demo import is_demo_address
from cms.accounts.links import account_link, is_local_address, known_language
from cms.accounts.mails import send_account_mail
from cms.accounts.models import User, normalise_email

logger = logging.getLogger(__name__)


def next_of(request: HttpRequest | None) -> str | None:
    """Return where the person wanted to go, when that is a place on this site."""
    if request is None:
        return None
    wanted = request.POST.get("next") or request.GET.get("next")
    return wanted if is_local_address(wanted) else None


def with_next(address: str, request: HttpRequest | None) -> str:
    """Return the address with the request's `next` added, if there is a good one."""
    wanted = next_of(request)
    return f"{address}?{urlencode({'next': wanted})}" if wanted else address


def language_home() -> str:
    """Return the home page's address in the language in use."""
    return f"/{known_language(translation.get_language())}/"


def home_of(user: AbstractBaseUser | AnonymousUser) -> str:
    """Return the home page's address in the person's language; a visitor's is the page's."""
    return f"/{known_language(user.language)}/" if isinstance(user, User) else language_home()


class AccountAdapter(DefaultAccountAdapter):
    """Mails through the queue in the person's language, local redirects only, own words."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The e-mail address and the password do not match. Check both, or reset the password."
        ),
        "enter_current_password": _("That is not your current password."),
        "incorrect_password": _("That is not your password."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes and try again."),
        "duplicate_email": _("This is already the address of your account."),
        "invalid_password_reset": _("This link has been used or is too old."),
    }

    # Where people come from and go to.

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the visitor's address; forwarded ones count only behind declared proxies.

        Requests without a usable address (a socket file, a proxy that says nothing) share
        one limit instead of failing.
        """
        try:
            return super().get_client_ip(request)
        except (ImproperlyConfigured, PermissionDenied):
            return request.META.get("REMOTE_ADDR") or "unknown"

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer everybody with pages: the JSON answers of allauth are not offered."""
        return False

    def is_safe_url(self, url: str) -> bool:
        return is_local_address(url)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Lead home in the person's language; allauth asks only where no `next` says better."""
        return home_of(request.user)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return home_of(request.user)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return language_home()

    def get_login_stages(self) -> list[str]:
        """Return the one step between password and being signed in: a confirmed address."""
        return ["allauth.account.stages.EmailVerificationStage"]

    def respond_email_verification_sent(
        self, request: HttpRequest, user: AbstractBaseUser | None
    ) -> HttpResponse:
        return HttpResponseRedirect(with_next(reverse("account_email_verification_sent"), request))

    # Accounts.

    def new_user(self, request: HttpRequest) -> User:
        return User(
            language=known_language(translation.get_language()), time_zone=settings.TIME_ZONE
        )

    def clean_email(self, email: str) -> str:
        return normalise_email(email)

    def pre_login(  # type: ignore[override]  # the names in between are allauth's to change
        self, request: HttpRequest, user: User, **kwargs: Any
    ) -> HttpResponse | None:
        """Stop who may not sign in; the backend's refusal alone is passed over by allauth."""
        if is_demo_address(user.email) and not settings.DEMO_ALLOWED:
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Confirm the address, unless another account has it as its own by now."""
        others = User.objects.exclude(pk=email_address.user_id)
        if others.filter(email=email_address.email).exists():
            self.add_message(
                request,
                messages.ERROR,
                "account/messages/email_confirmation_failed.txt",
                {"email": email_address.email},
            )
            return False
        return super().confirm_email(request, email_address)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count attempts per account alone: allauth's key has the Host header in it."""
        return normalise_email(credentials.get("email") or "")

    # Mails.

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the mail in the person's language; for an unknown address in the page's."""
        user = context.get("user") or User.objects.filter(email=normalise_email(email)).first()
        language = known_language(user.language if user else translation.get_language())
        wanted = next_of(allauth_context.request)
        links = {
            f"{key}_url": account_link(name, language, next_path=wanted)
            for key, name in (
                ("sign_in", "account_login"),
                ("sign_up", "account_signup"),
                ("reset", "account_reset_password"),
            )
        }
        send_account_mail(
            template_prefix,
            to=email,
            language=language,
            context={**context, **links, "user": user, "email": email},
        )

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: Any, signup: bool
    ) -> None:
        user = emailconfirmation.email_address.user
        link = account_link(
            "account_confirm_email",
            user.language,
            next_path=next_of(request),
            key=emailconfirmation.key,
        )
        name = "email_confirmation_signup" if signup else "email_confirmation"
        self.send_mail(
            f"account/email/{name}",
            emailconfirmation.email_address.email,
            {
                "user": user,
                "activate_url": link,
                "expires_days": settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS,
            },
        )

    def send_password_reset_mail(  # type: ignore[override]  # there is one user model
        self, user: User, email: str, context: dict[str, Any]
    ) -> None:
        link = account_link(
            "account_reset_password_from_key",
            user.language,
            next_path=next_of(allauth_context.request),
            uidb36=context["uid"],
            key=context["key"],
        )
        self.send_mail(
            "account/email/password_reset_key",
            email,
            {"user": user, "choose_password_url": link},
        )

    def send_notification_mail(  # type: ignore[override]  # there is one user model
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        request = allauth_context.request
        details = {
            "user": user,
            "happened_at": timezone.now(),
            "network": self.get_client_ip(request) if request else "",
            **(context or {}),
        }
        self.send_mail(template_prefix, email or user.email, details)
