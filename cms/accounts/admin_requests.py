"""Requests to teach in the Wagtail admin: a list, and one screen to answer each."""

from typing import Any

import django_filters  # type: ignore[import-untyped]  # it ships no types
from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from cms.accounts.enums import RequestState
from cms.accounts.errors import AlreadyAnsweredError
from cms.accounts.models import InstructorRequest, User
from cms.accounts.permissions import person_of, user_may_give_roles, user_may_manage
from cms.accounts.services import decline_request, grant_request
from cms.eventlog.admin import RowReport

LIST = "teach_requests:list"


class RequestFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=RequestState.choices)

    class Meta:
        model = InstructorRequest
        fields = ["state"]


class RequestList(RowReport):
    """The requests: those that wait first, the oldest of them on top."""

    model = InstructorRequest
    # Who may change people may give them roles, and so answers.
    permission_policy: Any = ModelPermissionPolicy(User)
    page_title: Any = _("Requests to teach")
    header_icon = "user"
    filterset_class: Any = RequestFilterSet
    index_url_name: Any = LIST
    index_results_url_name: Any = "teach_requests:list_results"
    default_ordering: Any = None
    columns = [
        TitleColumn(
            "user",
            label=_("Name"),
            get_url=lambda row: reverse("teach_requests:answer", args=[row.pk]),
        ),
        Column("email", label=_("E-mail address"), accessor="user.email"),
        Column("state", label=_("State"), accessor="get_state_display"),
        DateColumn("asked_at", label=_("Asked")),
        DateColumn("decided_at", label=_("Answered")),
        Column("decided_by", label=_("Answered by")),
    ]

    def get_base_queryset(self) -> QuerySet[InstructorRequest]:
        return InstructorRequest.objects.waiting_first().select_related("user", "decided_by")


class DeclineForm(forms.Form):
    """Why not, in words that the person reads."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The person reads it, and may ask again 30 days later."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write why: the person reads it.")},
    )


class AnswerView(WagtailAdminTemplateMixin, View):
    """Shows who asks and in which words, and takes the answer."""

    template_name = "accounts/admin/answer_request.html"
    header_icon = "user"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Before the row is looked up: who may not see requests must not learn which exist.
        if not user_may_give_roles(request.user):
            raise PermissionDenied
        rows = InstructorRequest.objects.select_related("user", "decided_by")
        self.row = get_object_or_404(rows, pk=kwargs["pk"])
        if not user_may_manage(request.user, self.row.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return str(self.row.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(LIST), "label": RequestList.page_title},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            "form": DeclineForm(),
            **context,
            "row": self.row,
            "person": self.row.user,
            "is_open": self.row.state == RequestState.OPEN,
            "list_url": reverse(LIST),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if "grant" in request.POST:
                grant_request(self.row, by=person_of(request), now=timezone.now())
                messages.success(request, _("The role is given, and the person is told."))
                return redirect(LIST)
            form = DeclineForm(request.POST)
            if not form.is_valid():
                return self.render_to_response(self.get_context_data(form=form))
            decline_request(
                self.row,
                reason=form.cleaned_data["reason"],
                by=person_of(request),
                now=timezone.now(),
            )
            messages.success(request, _("The request is declined, and the person is told."))
        except AlreadyAnsweredError as error:
            messages.warning(request, str(error))
        return redirect(LIST)


class RequestsMenuItem(MenuItem):
    """An entry with the number of requests that wait, for those who may answer them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return user_may_give_roles(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        waiting = InstructorRequest.objects.filter(state=RequestState.OPEN).count()
        if waiting:
            component.label = str(_("Requests to teach (%(count)d)") % {"count": waiting})
        return component
