"""The languages of this site: a subset of those in the settings."""

from typing import Any

from django.core.cache import cache
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
