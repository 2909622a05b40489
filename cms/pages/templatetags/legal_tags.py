"""Tags of the footer."""

from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils import translation

from cms.core.models import SiteSettings
from cms.core.templatetags.site_tags import direction_of, settings_of
from cms.pages.services import footer_pages

register = template.Library()


@dataclass(frozen=True)
class LegalLink:
    """One link of the footer. `language` is empty where it is the one in use."""

    title: str
    url: str
    language: str
    direction: str


@register.simple_tag(takes_context=True)
def legal_links(context: Context) -> list[LegalLink]:
    """Return links to the live legal pages, with one query whatever their number."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return []
    current = translation.get_language() or ""
    links = []
    for page in footer_pages(current):
        url = page.get_url(request=request)
        if url is None:
            continue
        other = "" if page.language == current else page.language
        links.append(LegalLink(page.title, url, other, direction_of(other) if other else ""))
    return links


@register.simple_tag(takes_context=True)
def company(context: Context) -> SiteSettings | None:
    """Return the settings where they say who runs the site, or None."""
    found = settings_of(context)
    return found if found is not None and found.company_name else None
