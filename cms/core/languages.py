"""The languages of this site, a subset of those in the settings, and which one a visitor gets."""

import unicodedata
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.translation.trans_real import parse_accept_lang_header
from wagtail.models import Locale

CACHE_KEY = "site-languages"
# Changes clear the entry at once; the time only covers a cache that missed the news.
CACHE_SECONDS = 60


def site_language_codes() -> list[str]:
    """Return the codes of the languages that the site was set up in, oldest first."""
    codes: list[str] | None = cache.get(CACHE_KEY)
    if codes is None:
        codes = list(Locale.objects.order_by("pk").values_list("language_code", flat=True))
        cache.set(CACHE_KEY, codes, CACHE_SECONDS)
    return codes


def forget_site_languages(**_kwargs: Any) -> None:
    """Drop what is remembered; for the signals of Locale."""
    cache.delete(CACHE_KEY)


def best_language(request: HttpRequest) -> str:
    """Return the language to show where the address names none.

    That of the language cookie, else the first of the browser's that the site has, else the
    site's own. Django's own choice looks at all languages of the settings: a browser that
    asks for one that this site lacks, and for French after it, would not get French.
    """
    offered = site_language_codes()
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in offered:
        return chosen
    for wanted, quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if wanted == "*":
            break
        if quality <= 0:
            # "fr;q=0" says: anything but French.
            continue
        for code in _from_narrow_to_wide(wanted):
            if code in offered:
                return code
    return settings.LANGUAGE_CODE


def _from_narrow_to_wide(code: str) -> list[str]:
    """Return `fr-ca` and then `fr`."""
    parts = code.split("-")
    return ["-".join(parts[:length]) for length in range(len(parts), 0, -1)]


class LanguageRedirect(HttpResponseRedirect):
    """Leads to a language that was chosen for this visitor, and says so to shared caches."""

    def __init__(self, redirect_to: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(redirect_to, *args, **kwargs)
        self["Cache-Control"] = "private, no-store"
        # For caches that keep it all the same.
        patch_vary_headers(self, ("Accept-Language", "Cookie"))


def to_normal_form(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """Return a redirect where the address holds an accent as a letter of its own, else None.

    Some keyboards and file systems write é as e and a mark. It looks the same and is another
    address; slugs are kept in the composed form (NFC).
    """
    path = request.path
    if path.isascii() or unicodedata.is_normalized("NFC", path):
        return None
    if request.method not in {"GET", "HEAD"}:
        return None
    query = request.META.get("QUERY_STRING", "")
    address = escape_uri_path(unicodedata.normalize("NFC", path))
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
