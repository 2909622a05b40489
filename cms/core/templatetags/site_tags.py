"""Tags of the page frame."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template import Context
from django.urls import translate_url
from django.utils import translation
from django.utils.translation import get_language_info
from wagtail.models import Locale, Page, Site

register = template.Library()


@dataclass(frozen=True)
class LanguageLink:
    """One entry of the language menu. `name` is in the language itself."""

    code: str
    name: str
    url: str
    is_current: bool


def _page_addresses(page: Page, request: HttpRequest) -> dict[str, str]:
    versions = page.get_translations(inclusive=True).live().select_related("locale")
    return {
        version.locale.language_code: url
        for version in versions
        if (url := version.get_url(request=request))
    }


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
    for code in Locale.objects.order_by("pk").values_list("language_code", flat=True):
        if code not in names:
            continue
        if addresses is None:
            url = translate_url(request.get_full_path(), code)
        else:
            url = addresses.get(code, f"/{code}/")
        links.append(LanguageLink(code, names[code], url, code == current))
    return links


@register.simple_tag
def text_direction() -> str:
    """Return `rtl` or `ltr` for the language in use."""
    code = translation.get_language() or settings.LANGUAGE_CODE
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


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
    home = site.root_page.localized
    return list(home.get_children().live().in_menu().select_related("locale"))
