from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cms.accounts.models import User
from cms.core.languages import LanguageRedirect, best_language, site_language_codes


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """Lead to the home page: of the person's language, else of the one their browser asks for."""
    person = request.user
    own = person.language if isinstance(person, User) else ""
    code = own if own in site_language_codes() else best_language(request)
    query = request.META.get("QUERY_STRING", "")
    return LanguageRedirect(f"/{code}/?{query}" if query else f"/{code}/")
