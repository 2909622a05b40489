"""Makes the legal pages as drafts, in every language of the site."""

from django.utils import translation
from wagtail.models import Locale

from cms.pages.enums import LegalKind
from cms.pages.legal_skeletons import SKELETONS
from cms.pages.models import HomePage, LegalPage


def ensure_legal_pages(home: HomePage, locales: list[Locale], made: list[str]) -> None:
    """Make the drafts that are missing; part of the transaction and the lock of the setup.

    `home` is the home page in the site's own language, which stands first in each kind.
    """
    there = {
        (kind, code): key
        for kind, code, key in LegalPage.objects.values_list("kind", "language", "translation_key")
    }
    ordered = sorted(locales, key=lambda locale: locale != home.locale)
    for kind in LegalKind:
        for locale in ordered:
            code = locale.language_code
            if (kind, code) in there:
                continue
            page = _draft(kind, locale)
            source_key = there.get((kind, home.locale.language_code))
            if source_key is not None:
                page.translation_key = source_key
            home.get_translation(locale).add_child(instance=page)
            there[kind, code] = page.translation_key
            made.append(f"draft {kind.value} {code}")


def _draft(kind: LegalKind, locale: Locale) -> LegalPage:
    skeleton = SKELETONS[kind]
    with translation.override(locale.language_code):
        return LegalPage(
            title=str(skeleton.title),
            # The slug is made of the title when the page finds its place, and is free there.
            kind=kind,
            body=skeleton.body(),
            locale=locale,
            live=False,
            has_unpublished_changes=True,
        )
