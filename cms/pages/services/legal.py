"""What is live of the legal pages."""

from django.conf import settings

from cms.accounts.services import TermsVersion
from cms.pages.enums import LegalKind
from cms.pages.models import LegalPage, LegalVersion


def live_terms(language: str) -> TermsVersion | None:
    """Return the newest terms that are live, in this language if they are there.

    A translation that is behind is not what people agree to: then the site's own language,
    or whichever has the newest.
    """
    versions = LegalVersion.objects.filter(kind=LegalKind.TERMS, page__live=True)
    newest: list[LegalVersion] = []
    for version in versions.select_related("page__locale"):
        if newest and version.number != newest[0].number:
            break
        newest.append(version)
    if not newest:
        return None
    by_language = {version.language: version for version in newest}
    found = by_language.get(language) or by_language.get(settings.LANGUAGE_CODE) or newest[0]
    if found.page is None or (url := found.page.get_url()) is None:
        return None
    return TermsVersion(version=found.number, url=url, title=found.page.title)


def footer_pages(language: str) -> list[LegalPage]:
    """Return the live legal pages to link to, one of each kind, in the order of the kinds.

    Where this language has none the page in the site's own language stands in.
    """
    wanted = [settings.LANGUAGE_CODE, language]
    pages = (
        LegalPage.objects.live()
        .filter(language__in=wanted, kind__isnull=False)
        .select_related("locale")
        .defer_streamfields()
    )
    # The language asked for comes last, and so counts.
    found = {
        page.kind: page for page in sorted(pages, key=lambda page: wanted.index(page.language))
    }
    return [found[kind] for kind in LegalKind if kind in found]
