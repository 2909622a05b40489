"""Choosing what one hears of, on the account's pages and from a mail."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from cms.notifications.enums import Channel
from cms.notifications.errors import UnsubscribeError, UnsubscribeExpiredError
from cms.notifications.kinds import NotificationKind
from cms.notifications.services.preferences import Choice, choices_of, save_choices
from cms.notifications.services.unsubscribing import read_token, set_mails


def _field(kind: NotificationKind, channel: Channel) -> str:
    return f"{kind.name}:{channel.value}"


def _by_kind(choices: list[Choice]) -> list[dict[str, Any]]:
    """Group for the page: a kind with its ticks."""
    found: dict[str, dict[str, Any]] = {}
    for choice in choices:
        row = found.setdefault(choice.kind.name, {"kind": choice.kind, "ticks": []})
        row["ticks"].append(
            {
                "name": _field(choice.kind, choice.channel),
                "label": choice.channel.label,
                "is_on": choice.is_on,
            }
        )
    return list(found.values())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """Show and keep what the person wants to hear of."""
    choices = choices_of(request.user)
    if request.method == "POST":
        # A tick that is not sent is an empty one; what the page did not ask for is not touched.
        wanted = {
            (choice.kind.name, choice.channel): _field(choice.kind, choice.channel) in request.POST
            for choice in choices
        }
        save_choices(request.user, wanted)
        messages.success(request, _("Your choice is saved."))
        return redirect("notifications:preferences")
    return render(request, "notifications/preferences.html", {"rows": _by_kind(choices)})


def _refused(request: HttpRequest, error: UnsubscribeError) -> HttpResponse:
    is_old = isinstance(error, UnsubscribeExpiredError)
    return render(
        request,
        "notifications/unsubscribe_refused.html",
        {"is_old": is_old},
        status=410 if is_old else 404,
    )


# The token is the right to do it: mail services have neither cookie nor session here.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mails of one kind: at once by POST; by GET ask, for scanners follow links."""
    try:
        found = read_token(token)
    except UnsubscribeError as error:
        return _refused(request, error)
    is_done = request.method == "POST"
    if is_done:
        set_mails(found, is_on=False)
    context = {"kind": found.kind, "token": token, "is_done": is_done}
    return render(request, "notifications/unsubscribe.html", context)


@csrf_exempt
@never_cache
@require_POST
def undo_unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Have the mails come again."""
    try:
        found = read_token(token)
    except UnsubscribeError as error:
        return _refused(request, error)
    set_mails(found, is_on=True)
    context = {"kind": found.kind, "token": token, "is_undone": True}
    return render(request, "notifications/unsubscribe.html", context)
