"""Addresses of account pages as mails need them: whole, and never from a request's Host header."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from cms.accounts.models import User
from cms.core.languages import site_language_codes


def is_local_address(address: str | None) -> bool:
    """Say whether an address given as `next` stays on this site.

    Only a path counts: a full address, even of one of our hosts, is refused, since hosts may
    be shared with others and nobody needs it.
    """
    if not address or not address.startswith("/"):
        return False
    return url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def absolute(path: str) -> str:
    """Return the path as an address of the site that FLEDGE_BASE_URL names."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path


def known_language(code: str | None) -> str:
    """Return the code when the site speaks it, else the site's own language."""
    return code if code in site_language_codes() else settings.LANGUAGE_CODE


def account_link(name: str, language: str, *, next_path: str | None = None, **kwargs: str) -> str:
    """Return the whole address of an account page in a language, keeping `next_path`."""
    with translation.override(known_language(language)):
        path = reverse(name, kwargs=kwargs or None)
    if next_path and is_local_address(next_path):
        path += "?" + urlencode({"next": next_path})
    return absolute(path)


def choose_password_link(user: User, *, next_path: str | None = None) -> str:
    """Return the address at which the person chooses a password; works once, for a day."""
    return account_link(
        "account_reset_password_from_key",
        user.language,
        next_path=next_path,
        uidb36=user_pk_to_url_str(user),
        key=default_token_generator.make_token(user),
    )
