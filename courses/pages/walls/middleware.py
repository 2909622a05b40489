from collections.abc import Callable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from wagtail.admin.auth import permission_denied

from cms.accounts.permissions import user_may_enter_admin
from courses.pages.forms import OwnFilesForm
from courses.pages.walls.doors import Visit, door_of
from courses.pages.walls.reach import is_limited

# What OwnFilesForm calls its refusal.
FOREIGN = "foreign_file"


class WallsMiddleware:
    """Refuses people who are no administrators what of the admin is not declared open to them.

    A refusal is the same for what is somebody else's and for what is not there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        if not request.path_info.startswith(reverse("wagtailadmin_home")):
            return None
        # Wagtail shows guests the way to sign in, and the gate before this one the rest.
        if not request.user.is_authenticated or not user_may_enter_admin(request.user):
            return None
        if not is_limited(request.user) or request.resolver_match is None:
            return None
        door = door_of(request.resolver_match)
        if door is None or not door.lets_in(Visit(request, args, kwargs)):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        return door.instead(request, *args, **kwargs) if door.instead else None

    def process_template_response(self, request: HttpRequest, response: Any) -> Any:
        """Refuse to show a form again that was made up to name somebody else's file.

        The form is not saved (OwnFilesForm), but shown again it would say the file's title.
        """
        form = (getattr(response, "context_data", None) or {}).get("form")
        if request.method != "POST" or not isinstance(form, OwnFilesForm):
            return response
        if is_limited(request.user) and form.has_error(NON_FIELD_ERRORS, FOREIGN):
            raise PermissionDenied
        return response
