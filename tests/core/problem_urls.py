"""The site's addresses with some that fail in every way there is."""

from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse
from django.urls import path

from cms.core import dev_pages
from cms.core.problems import GoneError, TooManyRequestsError
from cms.urls import handler400, handler403, handler404, handler500  # noqa: F401  # read by Django
from cms.urls import urlpatterns as site_patterns


def raising(error):
    def view(request):
        raise error

    return view


def reading(request):
    return HttpResponse(f"{len(request.POST)} {len(request.FILES)}")


urlpatterns = [
    path("dev/components", dev_pages.to_components),
    *i18n_patterns(
        *dev_pages.dev_patterns(),
        path("fails/400/", raising(SuspiciousOperation("canary-400"))),
        path("fails/403/", raising(PermissionDenied("canary-403"))),
        path("fails/404/", raising(Http404("canary-404"))),
        path("fails/410/", raising(GoneError("canary-410"))),
        path("fails/429/", raising(TooManyRequestsError(retry_after_seconds=61))),
        path("fails/500/", raising(RuntimeError("canary-500"))),
        path("fails/reading/", reading),
    ),
    *site_patterns,
]
