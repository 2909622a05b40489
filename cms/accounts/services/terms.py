"""The terms of use: which are live, and who accepted which.

The app that holds the pages registers a source. While no source has live terms, nobody is
asked for anything.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.core.cache import cache
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import TermsAcceptance, User

logger = logging.getLogger(__name__)

TERMS_CHANGED = _("The terms changed while you were here. Read them and accept them once more.")
SALT = "cms.accounts.terms"
# For the banner, which every page of a signed-in person asks for; forms ask the source itself.
CACHE_SECONDS = 60


@dataclass(frozen=True)
class TermsVersion:
    """The terms as they are live, with their address and title in one language."""

    version: int
    url: str
    title: str


TermsSource = Callable[[str], TermsVersion | None]
_sources: list[TermsSource] = []


def register_terms_source(source: TermsSource) -> TermsSource:
    """Have this function asked, by a language's code, for the terms that are live."""
    if source not in _sources:
        _sources.append(source)
    return source


def live_terms(language: str) -> TermsVersion | None:
    """Return the terms that are live, with the address for this language."""
    for source in _sources:
        terms = source(language)
        if terms is not None:
            return terms
    return None


def lately_live_terms(language: str) -> TermsVersion | None:
    """Return the terms as they were within the last minute: without a query on most pages."""
    if not _sources:
        return None
    key = f"live-terms:{language}"
    found: TermsVersion | str | None = cache.get(key)
    if found is None:
        found = live_terms(language) or "none"
        cache.set(key, found, CACHE_SECONDS)
    return found if isinstance(found, TermsVersion) else None


def sign_version(terms: TermsVersion) -> str:
    """Return what a form carries to say which version the person saw."""
    return signing.dumps(terms.version, salt=SALT)


def seen_version(signed: str) -> int | None:
    """Return the version that a form showed, or None for anything that we did not sign."""
    try:
        version: int = signing.loads(signed, salt=SALT)
    except signing.BadSignature:
        return None
    return version


@transaction.atomic
def accept_terms(user: User, *, version: int, language: str, now: datetime) -> TermsAcceptance:
    """Write down that the person accepted this version; a second time changes nothing."""
    acceptance, is_new = TermsAcceptance.objects.get_or_create(
        user=user, version=version, defaults={"accepted_at": now, "language": language}
    )
    if is_new:
        User.objects.filter(pk=user.pk, terms_version__lt=version).update(terms_version=version)
        user.terms_version = max(user.terms_version, version)
        logger.info(
            "Terms were accepted",
            extra={"event": "accounts.terms_accepted", "user_id": user.pk, "version": version},
        )
    return acceptance
