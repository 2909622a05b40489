from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.core.services import health


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Answer that the process serves requests."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """Answer with the state of each part; 503 when one that requests need has failed.

    Late tasks do not take a web process out of service: pages are served without them.
    """
    parts = health.check_parts()
    failed = "failed" in parts.values()
    return JsonResponse(
        {"status": "failed" if failed else "ok", "parts": parts}, status=503 if failed else 200
    )
