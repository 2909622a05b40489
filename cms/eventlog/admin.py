"""Rows that wait for a person's decision, in the Wagtail admin: shown, and tried again."""

from typing import Any

import django_filters  # type: ignore[import-untyped]  # it ships no types
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.views.reports.base import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.eventlog.enums import DeliveryState
from cms.eventlog.models import Delivery
from cms.eventlog.services.retrying import retry_dead

# Events, deliveries and mails show who did what: no one but administrators may look.
PERMISSION = "change"


class AgainColumn(Column):
    """A link to the question whether to try a row again, on rows where that can be done."""

    cell_template_name = "eventlog/admin/again_cell.html"


class RowReport(ReportView):
    """A read-only list that only those see who may change its rows."""

    permission_required: Any = PERMISSION
    is_searchable: Any = False
    list_export: list[str] = []
    default_ordering: Any = "-pk"


class AgainView(PermissionCheckedMixin, WagtailAdminTemplateMixin, View):
    """Asks whether to try one row again, and does it by POST."""

    model: type[Model]
    permission_required: Any = PERMISSION
    template_name = "eventlog/admin/confirm_again.html"
    index_url_name: Any = ""
    header_icon = "rotate"

    def can_be_tried(self, row: Any) -> bool:
        """Say whether the row is in a state to be tried again."""
        raise NotImplementedError

    def try_again(self, row: Any) -> bool:
        """Do it and say whether the row was still in that state."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Before the row is looked up: who may not see rows must not learn which exist.
        if not self.user_has_permission(self.permission_required):
            raise PermissionDenied
        self.row = get_object_or_404(self.model, pk=unquote(str(kwargs["pk"])))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "row": self.row,
            "index_url": reverse(self.index_url_name),
            "can_be_tried": self.can_be_tried(self.row),
        }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.try_again(self.row):
            messages.success(request, _("It will be tried again."))
        else:
            messages.warning(request, _("Nothing was changed: it was tried again meanwhile."))
        return redirect(self.index_url_name)


class RowMenuItem(MenuItem):
    """An entry for those who may change rows of the model."""

    def __init__(self, *args: Any, model: type[Model], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.policy = ModelPermissionPolicy(model)

    def is_shown(self, request: HttpRequest) -> bool:
        return self.policy.user_has_permission(request.user, PERMISSION)


class DeliveryFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label=_("State"), choices=DeliveryState.choices)
    handler = django_filters.CharFilter(label=_("Handler"), lookup_expr="icontains")

    class Meta:
        model = Delivery
        fields = ["state", "handler"]


class DeliveryReport(RowReport):
    """The deliveries, newest first."""

    model = Delivery
    permission_policy: Any = ModelPermissionPolicy(Delivery)
    page_title: Any = _("Deliveries")
    header_icon = "rotate"
    filterset_class: Any = DeliveryFilterSet
    index_url_name: Any = "eventlog_admin:deliveries"
    index_results_url_name: Any = "eventlog_admin:deliveries_results"
    columns = [
        Column("event", label=_("Event"), accessor="event"),
        Column("handler", label=_("Handler")),
        Column("state", label=_("State"), accessor="get_state_display"),
        Column("attempts", label=_("Attempts")),
        DateColumn("due_at", label=_("Due")),
        Column("last_error", label=_("Last error")),
        AgainColumn("again", label=_("Try again"), accessor="again_url"),
    ]

    def get_base_queryset(self) -> QuerySet[Delivery]:
        return Delivery.objects.select_related("event")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        for delivery in object_list:
            delivery.again_url = (
                reverse("eventlog_admin:try_again", args=[delivery.pk])
                if delivery.state == DeliveryState.DEAD
                else ""
            )
        return object_list


class TryAgainView(AgainView):
    """Has a dead delivery tried again."""

    model = Delivery
    permission_policy: Any = ModelPermissionPolicy(Delivery)
    page_title: Any = _("Try again")
    index_url_name: Any = "eventlog_admin:deliveries"

    def can_be_tried(self, row: Delivery) -> bool:
        return row.state == DeliveryState.DEAD

    def try_again(self, row: Delivery) -> bool:
        return retry_dead(ids=[row.pk]) == 1
