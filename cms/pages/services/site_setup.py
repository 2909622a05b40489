"""Makes an empty site usable: languages, home, catalogue, settings. May run again at any time."""

import logging
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page, Site

from cms.core.models import SiteSettings
from cms.pages.errors import SourceLanguageMissingError, UnknownLanguageError
from cms.pages.models import HomePage
from courses.outline.services import ensure_starting_categories
from courses.pages.models import CatalogPage
from courses.pages.services import adopt_live_courses

logger = logging.getLogger(__name__)

# First titles and slugs of the catalogue; from then on they are the editors' to change.
CATALOGUE_TITLES = {"en": "Courses", "fr": "Cours", "sw": "Kozi", "ar": "الدورات"}
CATALOGUE_SLUGS = {"fr": "cours", "sw": "kozi", "ar": "الدورات"}
DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass
class SetupResult:
    """What `set_up_site` made; empty when everything stood already."""

    site: Site
    made: list[str] = field(default_factory=list)


def set_up_site(name: str, *, languages: list[str], intro: str = "") -> SetupResult:
    """Make the locales, and in each a home page and a catalogue; point the default site at them.

    `languages` holds codes out of `settings.LANGUAGES`, the site's own language among them.
    What people changed since is left alone; only the address, a name that nobody chose yet and
    pages that are missing are written. All or nothing, and one run at a time.

    Raises UnknownLanguageError and SourceLanguageMissingError before anything is written.
    """
    _check_languages(languages)
    with transaction.atomic():
        # The root row as the lock: a second run waits here and then finds everything made.
        root = cast(Page, Page.objects.select_for_update().get(depth=1))
        made: list[str] = []
        locales = [_ensure_locale(code, made) for code in languages]
        source = next(locale for locale in locales if locale.language_code == _source_code())
        home = _ensure_home(root, source, name, intro, made)
        site = _ensure_site(home, name, made)
        _ensure_settings(site, name)
        catalogue = _ensure_catalogue(home, source, made)
        for locale in locales:
            if locale != source:
                _ensure_translation(home, locale, made)
                _ensure_translation(catalogue, locale, made)
        made += ensure_starting_categories()
        # Readers see releases; what was live before there were any becomes a course's first.
        made += [f"first releases: {count}" for count in [adopt_live_courses()] if count]
    if made:
        logger.info("The site is set up", extra={"event": "site.set_up", "made": len(made)})
    return SetupResult(site, made)


def _source_code() -> str:
    return settings.LANGUAGE_CODE


def _check_languages(languages: list[str]) -> None:
    known = dict(settings.LANGUAGES)
    unknown = [code for code in languages if code not in known]
    if unknown:
        raise UnknownLanguageError(
            f"Unknown language: {', '.join(unknown)}. Choose from: {', '.join(known)}."
        )
    if _source_code() not in languages:
        raise SourceLanguageMissingError(
            f"The site's own language {_source_code()!r} must be among the languages."
            " It is FLEDGE_LANGUAGE_CODE."
        )


def _ensure_locale(code: str, made: list[str]) -> Locale:
    locale, is_new = Locale.objects.get_or_create(language_code=code)
    if is_new:
        made.append(f"language {code}")
    return locale


def _ensure_home(root: Page, locale: Locale, name: str, intro: str, made: list[str]) -> HomePage:
    home = HomePage.objects.child_of(root).filter(locale=locale).first()
    if home is not None:
        return home
    home = HomePage(title=name, slug="fledge-home", locale=locale, intro=intro)
    root.add_child(instance=home)
    home.save_revision().publish()
    made.append(f"home page {locale.language_code}")
    return home


def _ensure_site(home: HomePage, name: str, made: list[str]) -> Site:
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    hostname = address.hostname or "localhost"
    port = address.port or DEFAULT_PORTS.get(address.scheme, 80)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    wanted = (hostname, port, name)
    # An owner may have moved the site's root to another home page: it stays.
    has_home = site.pk and HomePage.objects.filter(pk=site.root_page_id).exists()
    if site.pk and has_home and (site.hostname, site.port, site.site_name) == wanted:
        return site
    if not site.pk:
        made.append("site")
    site.hostname, site.port, site.site_name = wanted
    if not has_home:
        site.root_page = home
    site.save()
    _remove_wagtails_welcome(home)
    return site


def _remove_wagtails_welcome(home: HomePage) -> None:
    """Delete the page that Wagtail's migrations make, unless somebody built below it."""
    pages: Any = Page.objects  # its types are those of a base that has no slug
    welcome = pages.filter(depth=2, slug="home", numchild=0).exclude(pk=home.pk).first()
    # Sites cascade from their root page: only one that no site points at may go.
    if (
        welcome is not None
        and welcome.specific_class is Page
        and not Site.objects.filter(root_page=welcome).exists()
    ):
        welcome.delete()
    home.refresh_from_db()
    if home.slug == "fledge-home" and not home.get_siblings(False).filter(slug="home").exists():
        home.slug = "home"
        home.save_revision().publish()
        # Publishing wrote another object: children made below this one need its new path.
        home.refresh_from_db()


def _ensure_settings(site: Site, name: str) -> None:
    # A row with the name that nobody chose may be there from a page that was asked for early; a
    # name that the owner gave the site in the admin is theirs.
    unchosen = SiteSettings._meta.get_field("name").get_default()
    row, is_new = SiteSettings.objects.get_or_create(site=site, defaults={"name": name})
    if not is_new and row.name == unchosen != name:
        row.name = name
        row.save(update_fields=["name"])


def _ensure_catalogue(home: HomePage, locale: Locale, made: list[str]) -> CatalogPage:
    catalogue = CatalogPage.objects.child_of(home).first()
    if catalogue is not None:
        return catalogue
    code = locale.language_code
    catalogue = CatalogPage(
        title=CATALOGUE_TITLES.get(code, CATALOGUE_TITLES["en"]),
        slug=CATALOGUE_SLUGS.get(code, "courses"),
        locale=locale,
        show_in_menus=True,
    )
    home.add_child(instance=catalogue)
    catalogue.save_revision().publish()
    made.append(f"catalogue {code}")
    return catalogue


def _ensure_translation(page: HomePage | CatalogPage, locale: Locale, made: list[str]) -> None:
    """Make the page's version in `locale`, live and open to editing, not as an alias."""
    if page.get_translation_or_none(locale) is not None:
        return
    code = locale.language_code
    copy = page.copy_for_translation(locale)
    if isinstance(copy, CatalogPage):
        copy.title = CATALOGUE_TITLES.get(code, copy.title)
        copy.draft_title = copy.title
        copy.slug = CATALOGUE_SLUGS.get(code, "courses")
        # Saved before it is live: publishing a changed slug would leave a redirect behind.
        copy.save()
    copy.save_revision().publish()
    kind = "catalogue" if isinstance(copy, CatalogPage) else "home page"
    made.append(f"{kind} {code}")
