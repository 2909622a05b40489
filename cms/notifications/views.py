"""The local outbox: what would have been sent, to be read and clicked."""

from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cms.notifications.outbox import KeptMail, kept_names, read_kept

PER_PAGE = 50
# Another's HTML: no script, nothing from elsewhere, and no origin; a click may leave the frame.
_HTML_POLICY: dict[str, Any] = {
    "default-src": [NONE],
    "img-src": ["data:"],
    "style-src": ["'unsafe-inline'"],
    "frame-ancestors": [SELF],
    "base-uri": [NONE],
    "form-action": [NONE],
    "sandbox": [
        "allow-popups",
        "allow-popups-to-escape-sandbox",
        "allow-top-navigation-by-user-activation",
    ],
}
_LINKS_LEAVE_THE_FRAME = '<base target="_top">'


def _kept_or_404(name: str) -> KeptMail:
    _require_dev_pages()
    mail = read_kept(name)
    if mail is None:
        raise Http404
    return mail


def _require_dev_pages() -> None:
    # The addresses are not even mounted otherwise; sign-in links deserve a second lock.
    if not settings.DEV_PAGES_ENABLED:
        raise Http404


@never_cache
@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """List the mails kept, newest first."""
    _require_dev_pages()
    page = Paginator(kept_names(), PER_PAGE).get_page(request.GET.get("page"))
    mails = [mail for name in page.object_list if (mail := read_kept(name))]
    return render(request, "notifications/outbox.html", {"mails": mails, "page_of_mails": page})


@never_cache
@require_safe
def kept_mail(request: HttpRequest, name: str) -> HttpResponse:
    """Show one mail."""
    return render(request, "notifications/kept_mail.html", {"mail": _kept_or_404(name)})


@never_cache
@require_safe
@csp(_HTML_POLICY)  # type: ignore[arg-type]  # its types know no view with arguments
def kept_mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """Serve the HTML part, for the frame on the mail's page."""
    mail = _kept_or_404(name)
    if not mail.html:
        raise Http404
    return HttpResponse(_LINKS_LEAVE_THE_FRAME + mail.html)
