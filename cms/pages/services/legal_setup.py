"""Makes the legal pages as drafts, in every language of the site."""

import logging

from django.conf import settings
from django.db import transaction
from django.utils import translation
from wagtail.models import Locale, Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.pages.enums import LegalKind
from cms.pages.legal_skeletons import SKELETONS
from cms.pages.models import HomePage, LegalPage

logger = logging.getLogger(__name__)


def draft_legal_pages() -> list[str]:
    """Make the drafts that are missing below each language's home page; return what was made.

    Comes after `set_up_site`, and like it may run again at any time: what is there is left
    alone. All or nothing, and one run at a time.
    """
    with transaction.atomic():
        # The root row as the lock: a second run waits here and then finds everything made.
        Page.objects.select_for_update().get(depth=1)
        # The site's own language first: the others are translations of its pages.
        homes = sorted(
            HomePage.objects.filter(depth=2).select_related("locale").order_by("path"),
            key=lambda home: home.locale.language_code != settings.LANGUAGE_CODE,
        )
        with disable_reference_index_auto_update():
            # The texts refer to nothing.
            made = _make_missing(homes)
    if made:
        logger.info(
            "Legal pages were drafted", extra={"event": "site.legal_drafted", "made": len(made)}
        )
    return made


def _make_missing(homes: list[HomePage]) -> list[str]:
    made = []
    keys = {
        (kind, code): key
        for kind, code, key in LegalPage.objects.values_list("kind", "language", "translation_key")
    }
    for kind in LegalKind:
        for home in homes:
            code = home.locale.language_code
            if (kind, code) in keys:
                continue
            page = _draft(kind, home.locale)
            page.translation_key = keys.get((kind, settings.LANGUAGE_CODE), page.translation_key)
            home.add_child(instance=page)
            keys[kind, code] = page.translation_key
            made.append(f"draft {kind.value} {code}")
    return made


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
