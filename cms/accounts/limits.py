"""How long a person who met a limit on attempts has to wait."""

import math
import time

from allauth.core.internal.ratelimit import get_cache_key, get_rates
from django.core.cache import cache
from django.http import HttpRequest

from cms.accounts.models import normalise_email

APP = "allauth.account"
# Which limits stand before which page; the names on the right are keys of ACCOUNT_RATE_LIMITS.
PAGE_LIMITS = {
    "account_login": ("login", "login_failed"),
    "account_signup": ("signup",),
    "account_reset_password": ("reset_password",),
    "account_reset_password_from_key": ("reset_password_from_key",),
    "account_change_password": ("change_password",),
    "account_set_password": ("change_password",),
    "account_email": ("manage_email",),
    "account_reauthenticate": ("reauthenticate",),
}


def seconds_until_allowed(request: HttpRequest) -> int:
    """Return after how many seconds the refused page takes another attempt; at least 1."""
    match = request.resolver_match
    actions = PAGE_LIMITS.get(match.url_name or "", ()) if match else ()
    account = normalise_email(request.POST.get("login") or request.POST.get("email") or "")
    waits = [_wait(request, action, account) for action in actions]
    return max(1, *waits) if waits else 60


def _wait(request: HttpRequest, action: str, account: str) -> int:
    longest = 0
    for rate in get_rates(app=APP, action=action):
        if rate.per == "key" and not account:
            continue
        if rate.per == "user" and not request.user.is_authenticated:
            continue
        key = get_cache_key(request, app=APP, action=action, rate=rate, key=account)
        attempts = cache.get(key, [])
        if len(attempts) >= rate.amount:
            # Newest first: the next attempt is free when the oldest of them has aged out.
            free_at = attempts[rate.amount - 1] + rate.duration
            longest = max(longest, math.ceil(free_at - time.time()))
    return longest
