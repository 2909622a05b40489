"""Sites that are set up. The first of its kind in a process is made by `set_up_site` itself; the
next get its rows again, as they were written, in a hundredth of the time."""

from django.conf import settings
from wagtail.models import Locale, Site

from cms.pages.services import draft_legal_pages, set_up_site
from tests.factories.keeping import keeper


def make_site(
    languages: list[str], *, name: str = "Fledge", intro: str = "", legal: bool = False
) -> Site:
    """Return the site that `set_up_site` makes of an empty database, with the legal drafts."""

    def really() -> None:
        set_up_site(name, languages=languages, intro=intro)
        if legal:
            draft_legal_pages()

    given = (settings.WAGTAILADMIN_BASE_URL, settings.DEFAULT_CURRENCY, settings.LANGUAGE_CODE)
    keeper.make((name, tuple(languages), intro, legal, *given), really)
    Site.clear_site_root_paths_cache()
    return Site.objects.get(is_default_site=True)


def make_languages(*codes: str) -> None:
    """Let the site speak these beside its own; a site that is made afterwards finds them."""

    def really() -> None:
        for code in codes:
            Locale.objects.get_or_create(language_code=code)

    keeper.make(("languages", *codes), really)
