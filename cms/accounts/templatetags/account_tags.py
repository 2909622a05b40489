"""What the page frame asks about the person who is signed in."""

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils import translation

from cms.accounts.services import lately_live_terms
from cms.accounts.services.terms import TermsVersion

register = template.Library()


@register.simple_tag(takes_context=True)
def terms_to_accept(context: Context) -> TermsVersion | None:
    """Return the live terms when the person who is signed in has not accepted them yet."""
    request: HttpRequest | None = context.get("request")
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    terms = lately_live_terms(translation.get_language() or "")
    return terms if terms is not None and user.terms_version < terms.version else None
