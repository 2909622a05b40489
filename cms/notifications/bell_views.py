"""A person's own notifications: list, open, mark as read, clear."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cms.notifications.addresses import is_local_path
from cms.notifications.models import Notification
from cms.notifications.services.reading import (
    clear,
    entries,
    mark_all_read,
    open_one,
    unread_count,
)

PER_PAGE = 20
# More digits than an id has are no id, and too many for the database.
ID_DIGITS = 18


@never_cache
@require_safe
@login_required
def notification_list(request: HttpRequest) -> HttpResponse:
    """List the person's notifications, newest first."""
    page = Paginator(Notification.objects.in_bell_of(request.user), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "entries": entries(page.object_list),
        "list_page": page,
        "unread": unread_count(request.user),
        "through": _newest(request),
    }
    return render(request, "notifications/list.html", context)


@never_cache
@require_POST
@login_required
def open_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go where it leads."""
    row = get_object_or_404(Notification.objects.in_bell_of(request.user), pk=pk)
    open_one(row)
    # Checked when it was written, and again: a row is no reason to send anybody elsewhere.
    if row.url and is_local_path(row.url):
        return HttpResponseRedirect(row.url)
    return redirect("notifications:list")


@never_cache
@require_POST
@login_required
def mark_all_as_read(request: HttpRequest) -> HttpResponse:
    """Mark as read what was on the person's list."""
    mark_all_read(request.user, through=_through(request))
    return redirect("notifications:list")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def clear_all(request: HttpRequest) -> HttpResponse:
    """Ask, and then empty the list."""
    if request.method == "POST":
        if clear(request.user, through=_through(request)):
            messages.success(request, _("Your notifications are cleared."))
        return redirect("notifications:list")
    return render(request, "notifications/clear.html", {"through": _newest(request)})


def _newest(request: HttpRequest) -> str:
    """Return the id of the newest there is now: what comes later was not seen."""
    newest = Notification.objects.in_bell_of(request.user).values_list("pk", flat=True).first()
    return str(newest or 0)


def _through(request: HttpRequest) -> int:
    """Return up to which id the person's page went; without a number, nothing was seen."""
    value = request.GET.get("through", "")
    is_id = value.isascii() and value.isdigit() and len(value) <= ID_DIGITS
    return int(value) if is_id else 0
