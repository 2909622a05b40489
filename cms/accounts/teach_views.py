"""The page that says how one becomes an instructor, and where one is on the way."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from cms.accounts.enums import RequestState, Role
from cms.accounts.errors import AccountsError
from cms.accounts.permissions import user_may_give_roles
from cms.accounts.services import ask_to_teach, newest_request, roles_of
from cms.accounts.teaching import first_step


class AskForm(forms.Form):
    """A few words of somebody who wants to teach."""

    words = forms.CharField(
        label=_("What do you want to teach, and for whom?"),
        help_text=_("A few sentences. An administrator of this site reads them."),
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "input", "rows": 6}),
        error_messages={"required": _("Write a few words about what you want to teach.")},
    )


class TeachView(TemplateView):
    """Explains to anyone; lets a learner ask; shows an instructor the first step."""

    template_name = "accounts/teach.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        user = self.request.user
        if not user.is_authenticated:
            return {**context, "stage": "visitor"}
        if Role.INSTRUCTOR in roles_of(user):
            return {**context, "stage": "instructor", "step": first_step(user)}
        last = newest_request(user)
        if last is not None and last.state == RequestState.OPEN:
            return {**context, "stage": "waiting", "last": last}
        declined = last if last is not None and last.state == RequestState.DECLINED else None
        again_at = declined.may_ask_again_at if declined else None
        may_ask = again_at is None or timezone.now() >= again_at
        return {
            **context,
            "stage": "learner",
            "declined": declined,
            "may_ask": may_ask,
            "gives_roles": user_may_give_roles(user),
            "form": kwargs.get("form") or AskForm(),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the words of a learner; everybody is led back to the page as it then is."""
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        form = AskForm(request.POST)
        if not form.is_valid():
            response = self.render_to_response(
                self.get_context_data(form=form), status=HTTPStatus.OK
            )
            add_never_cache_headers(response)
            return response
        try:
            with transaction.atomic():
                ask_to_teach(request.user, words=form.cleaned_data["words"], now=timezone.now())
        except AccountsError as error:
            messages.warning(request, str(error))
        return HttpResponseRedirect(reverse("teach"))
