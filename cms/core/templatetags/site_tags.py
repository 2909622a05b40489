"""Tags of the page frame."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urljoin

from django import template
from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery, Value
from django.db.models.functions import Concat, Length, Substr
from django.http import HttpRequest
from django.template import Context
from django.urls import translate_url
from django.utils import translation
from django.utils.translation import get_language_info
from wagtail.models import Page, PageViewRestriction, Site

from cms.core.languages import site_language_codes
from cms.core.models import SiteImage, SiteSettings

register = template.Library()


@dataclass(frozen=True)
class LanguageLink:
    """One entry of the language menu. `name` is in the language itself."""

    code: str
    name: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Alternates:
    """The addresses of one page for search engines, complete with scheme and host."""

    canonical: str
    languages: dict[str, str]
    x_default: str


def _page_addresses(page: Page, request: HttpRequest) -> dict[str, str]:
    """Return the address in each language in which everybody may read the page, asked once."""
    known: dict[int, dict[str, str]] = request.__dict__.setdefault("page_addresses", {})
    if page.pk not in known:
        closed = PageViewRestriction.objects.filter(
            page__path=Substr(OuterRef("path"), 1, Length("page__path"))
        )
        # As .get_translations().public(), which reads pages whole, and all restrictions first.
        versions = (
            Page.objects.live()
            .filter(~Exists(closed), translation_key=page.translation_key)
            .select_related("locale")
        )
        known[page.pk] = {
            version.locale.language_code: url
            for version in versions
            # The kind of page decides where readers find it; the row alone knows the tree.
            if (url := _as_shown(version, page).get_url(request=request))
        }
    return known[page.pk]


def _as_shown(version: Page, page: Page) -> Page:
    return page if version.pk == page.pk else version.specific_deferred


def _complete(address: str) -> str:
    """Return it on the site's own host: a visitor may have come by another one of its names."""
    return urljoin(settings.WAGTAILADMIN_BASE_URL, address)


@register.simple_tag(takes_context=True)
def page_alternates(context: Context) -> Alternates | None:
    """Return where search engines find this page in each language; None where they may not.

    Every language of a page names all the others and itself. Who reads none of them is sent
    to the page in the site's own language; from the home page to `/`, which chooses.
    """
    request: HttpRequest | None = context.get("request")
    page: Any = context.get("page")
    if request is None or not isinstance(page, Page) or not page.live:
        return None
    if getattr(request, "is_preview", False):
        return None
    addresses = _page_addresses(page, request)
    canonical = addresses.get(page.locale.language_code)
    if canonical is None:
        return None
    offered = site_language_codes()
    languages = {code: _complete(url) for code, url in addresses.items() if code in offered}
    is_home = canonical == f"/{page.locale.language_code}/"
    return Alternates(
        canonical=_complete(canonical),
        languages=languages if len(languages) > 1 else {},
        x_default=_complete("/") if is_home else languages.get(settings.LANGUAGE_CODE, ""),
    )


@register.simple_tag
def direction_of(code: str) -> str:
    """Return `rtl` or `ltr` for a language."""
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


@register.simple_tag(takes_context=True)
def language_links(context: Context) -> list[LanguageLink]:
    """Return the site's languages with the address of this same place in each.

    A page that is not there in a language links to that language's home.
    """
    request: HttpRequest | None = context.get("request")
    if request is None:
        return []
    current = translation.get_language()
    names = dict(settings.LANGUAGES)
    page: Any = context.get("page")
    addresses = _page_addresses(page, request) if isinstance(page, Page) and page.pk else None
    links = []
    for code in site_language_codes():
        if code not in names:
            continue
        if addresses is None:
            url = translate_url(request.get_full_path(), code)
        else:
            url = addresses.get(code, f"/{code}/")
        links.append(LanguageLink(code, names[code], url, code == current))
    return links


def settings_of(context: Context) -> SiteSettings | None:
    """Return the site's settings, read once for the whole request, or None."""
    request: HttpRequest | None = context.get("request")
    if request is None or (site := Site.find_for_request(request)) is None:
        return None
    return SiteSettings.for_request(request) if site else None


@register.simple_tag(takes_context=True)
def site_name(context: Context) -> str:
    """Return the name that the owner gave the site."""
    found = settings_of(context)
    return found.name if found else settings.WAGTAIL_SITE_NAME


@register.simple_tag(takes_context=True)
def site_logo(context: Context) -> SiteImage | None:
    """Return the logo that the owner chose, or None."""
    found = settings_of(context)
    return found.logo if found else None


@register.simple_tag(takes_context=True)
def support_email(context: Context) -> str:
    """Return the owner's support address, or an empty string."""
    found = settings_of(context)
    return found.support_email if found else ""


@register.simple_tag(takes_context=True)
def sign_in_next(context: Context) -> str:
    """Return `?next=` with this page's address, so that signing in leads back here.

    On the account pages themselves the `next` that is already there is kept.
    """
    request: HttpRequest | None = context.get("request")
    if request is None:
        return ""
    wanted = request.GET.get("next") or request.POST.get("next")
    if wanted is None and "/accounts/" not in request.path:
        wanted = request.get_full_path()
    return f"?{urlencode({'next': wanted})}" if wanted else ""


@register.simple_tag
def text_direction() -> str:
    """Return `rtl` or `ltr` for the language in use."""
    return direction_of(translation.get_language() or settings.LANGUAGE_CODE)


@register.simple_tag(takes_context=True)
def site_home(context: Context) -> str:
    """Return the address of the home page in the language in use."""
    return f"/{translation.get_language() or settings.LANGUAGE_CODE}/"


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> list[Page]:
    """Return the live pages under this language's home that are marked for menus."""
    request: HttpRequest | None = context.get("request")
    if request is None or (site := Site.find_for_request(request)) is None:
        return []
    root = site.root_page
    code = translation.get_language() or settings.LANGUAGE_CODE
    # As root.localized.get_children(), which asks for language and home first.
    home = Page.objects.filter(
        translation_key=root.translation_key, locale__language_code=code
    ).values("path")[:1]
    first, last = (Concat(Subquery(home), Value(end)) for end in ("0000", "ZZZZ"))
    return list(
        Page.objects.live()
        .in_menu()
        .filter(path__range=(first, last), depth=root.depth + 1)
        .order_by("path")
        .select_related("locale")
    )
